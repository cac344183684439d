"""What once crashed is tried first; then mutated content, the same on every run."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from helpers.fuzz_trials import run
from helpers.mutated_content import PIECES, mutate
from helpers.time_limits import STEP, grows_like_its_size
from hypothesis import given
from hypothesis import strategies as st

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*/*"))
TRIED = {
    "yaml": 150,
    "markdown": 150,
    "page": 3,
    "recipe": 60,
    "edition": 60,
    "project": 60,
    "drawing": 40,
    "photograph": 100,
}


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_what_once_crashed(file):
    run(file.parent.name, file.read_bytes())


@pytest.mark.parametrize("words", ["9", "é", "[", "[a", "“", "_", ".", "*a", "`a", "a@b", "Dr. "])
def test_time_grows_like_the_length_of_a_run_of_one_mark(words):
    """What tries every part of a run again grows with its square. What was read before is known:
    no two texts are the same.
    """
    texts = count()

    def read(length: int) -> None:
        text = words * (length // len(words))
        run("markdown", f"{HEAD}{text}\n\n{next(texts)}".encode())

    read(STEP)  # what only the first trial does
    assert grows_like_its_size(read, 24_000)


@pytest.mark.parametrize("kind", TRIED)
def test_changed_content_is_built_or_refused(kind):
    taken = sum(run(kind, mutate(kind, number)) for number in range(TRIED[kind]))
    assert kind == "page" or 0 < taken < TRIED[kind], "trials that all end alike try nothing"


HEAD = "---\ntitle: Trial\nkind: handout\nupdated: 2026-03-14\n---\n\n# Morning\n\n"
pieces = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=20).map("".join)


@given(pieces)
def test_any_yaml_is_read_or_refused(text):
    run("yaml", text.encode("utf-8", "surrogatepass"))


@given(pieces)
def test_any_words_are_read_or_refused(text):
    run("markdown", (HEAD + text).encode("utf-8", "surrogatepass"))
