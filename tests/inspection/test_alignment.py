"""Where two lists differ, also where thousands of their items are the same."""

from __future__ import annotations

import random

import pytest

from packbuilder.inspection import alignment
from packbuilder.inspection.alignment import align

PASSAGE = ["The", "sea", "is", "calm", "and", "the", "boats", "come", "home", "."]


def differences(wanted, found):
    stretches = list(align(wanted, found))
    ends = [(0, 0), *((j, n) for _, _, j, _, n in stretches)]
    assert [(i, k) for _, i, _, k, _ in stretches] == ends[:-1]
    assert ends[-1] == (len(wanted), len(found))
    assert all(wanted[i:j] == found[k:n] for same, i, j, k, n in stretches if same)
    return [(wanted[i:j], found[k:n]) for same, i, j, k, n in stretches if not same]


@pytest.mark.parametrize("pairs", [0, alignment._MOST_PAIRS])
def test_lost_and_added_words_are_found(pairs, monkeypatch):
    monkeypatch.setattr(alignment, "_MOST_PAIRS", pairs)
    words = [f"w{number}" for number in range(400)]
    found = [*words[:100], "new", *words[100:200], *words[203:300], "other", *words[301:]]
    assert differences(words, found) == [
        ([], ["new"]),
        (words[200:203], []),
        (words[300:301], ["other"]),
    ]
    assert differences(words, words) == []
    assert differences(words, []) == [(words, [])]
    assert differences(words[:3], words) == [([], words[3:])]


def test_all_of_both_lists_is_in_a_stretch(monkeypatch):
    monkeypatch.setattr(alignment, "_MOST_PAIRS", 0)
    rng = random.Random(5)
    for _ in range(200):
        wanted = [*PASSAGE * rng.randrange(6), *rng.choices("ab", k=rng.randrange(30))] * 2
        found = [word for word in wanted if rng.random() > 0.02]
        found[5:5] = rng.choices("abc", k=rng.randrange(3))
        differences(wanted, found)


class Counted(str):
    """A word that counts how often it is compared or looked up."""

    __slots__ = ()
    looks = 0

    def __hash__(self):
        Counted.looks += 1
        return str.__hash__(self)

    def __eq__(self, other):
        Counted.looks += 1
        return str.__eq__(self, other)


def work(passages: int) -> int:
    """Lose a word at a third, and a passage at two thirds, of many with the same words."""
    wanted = [Counted(word) for word in PASSAGE * passages]
    one, two = len(wanted) // 3, 2 * len(wanted) // 3
    found = [*wanted[:one], *wanted[one + 1 : two], *wanted[two + len(PASSAGE) :]]
    Counted.looks = 0
    lost = differences(wanted, found)
    looks = Counted.looks
    assert sum(len(words) for words, _ in lost) - sum(len(words) for _, words in lost) == 11
    return looks


def test_work_grows_with_the_text_alone(monkeypatch):
    monkeypatch.setattr(alignment, "_MOST_PAIRS", 50_000)  # as with thousands of passages
    few = work(100)
    assert work(400) < 4.5 * few
