"""Changes of a Word file, one by one: words that several documents share have to be decided."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

import pytest

from packbuilder.inspection.units import LastChange
from packbuilder.pipeline.pull import PullResult
from packbuilder.web.reviewing import Change, Review

SHARED, MAIN = "content/shared/hello.md", "content/programme.md"
HELLO = "Good day.\n\nBring a pen.\n"
INCLUDE = '::: include {file="shared/hello.md"}\n:::\n'
PLACE = "/e/hilltown/back/word/r"


@pytest.fixture
def review(page, root):
    """A review of a file in which two changes were made, one of them in shared words."""
    text = (root / MAIN).read_text() + f"\n{INCLUDE}"
    before = {SHARED: HELLO, MAIN: text}
    for path, words in before.items():
        (root / path).write_text(words)
    line = text.split("\n").index("Coffee at nine.")
    changes = (
        Change(SHARED, 0, 1, ("Good day.",), ("Good evening & night.",)),
        Change(MAIN, line, line + 1, ("Coffee at nine.",), ("Tea at nine.",)),
    )
    seen = {path: hashlib.sha256(words.encode()).hexdigest() for path, words in before.items()}
    result = PullResult(before, {}, (), {SHARED: (MAIN,)})
    found = Review("a.docx", "hilltown", result, changes, before, seen, 3)
    page.server.workspace.reviews["r"] = found
    return found


def test_shared_words_are_not_decided_for_anybody(page, root, review):
    shown = page.get(PLACE)
    assert "Shared words" in shown.words
    assert "There are 3 more changes" in shown.words
    assert shown.text.count(" checked>") == 1
    assert "&amp;" in shown.text
    found = page.post(PLACE, {"change-1": "accept"})
    assert found.status == 422
    assert 'href="#accept-0"' in found.text
    assert found.words.count("Decide where these shared words change") == 2
    assert (root / MAIN).read_text() == review.before[MAIN]


def test_shared_words_change_where_somebody_says(page, root, review):
    assert page.post(PLACE, {"change-0": "here", "change-1": "accept"}).status == 303
    text = (root / MAIN).read_text()
    assert "Good evening & night.\n\nBring a pen.\n" in text
    assert "Tea at nine." in text
    assert INCLUDE not in text
    assert (root / SHARED).read_text() == HELLO
    assert page.get(PLACE).status == 404


def test_what_is_clear_is_accepted_in_one_press(page, root, review):
    result = replace(review.result, changed=LastChange(("Ann & Bob",), "2027-01-11"))
    page.server.workspace.reviews["r"] = replace(review, result=result)
    shown = page.get(PLACE)
    assert "Changed by Ann & Bob on 11 January 2027. 1 change can be accepted. 1 n" in shown.words
    assert "Accept all that are clear (1) Number 1 needs your decision." in shown.words
    again = page.post(PLACE, {"change-0": "here", "change-1": "skip", "all": "clear"})
    assert again.status == 200
    chosen = re.findall(r'name="(change-\d)" value="(\w+)" checked', again.text)
    assert chosen == [("change-0", "here"), ("change-1", "accept")]
    assert (root / MAIN).read_text() == review.before[MAIN]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (LastChange(("Ann",)), "Changed by Ann."),
        (LastChange((), "2027-01-11"), "Changed on 11 January 2027."),
        (LastChange((), "yesterday"), ""),
        (LastChange(), ""),
    ],
)
def test_no_more_is_said_of_who_changed_a_file_than_it_says(page, review, changed, said):
    found = replace(review, result=replace(review.result, changed=changed))
    page.server.workspace.reviews["r"] = found
    words = page.get(PLACE).words
    assert (said in words) if said else ("Changed" not in words)


OURS = "Coffee at nine."


@pytest.fixture
def clash(page, root, review):
    """A review of a file in which a line was changed that the content has changed too."""
    line = review.before[MAIN].split("\n").index(OURS)
    change = Change(MAIN, line, line + 1, (OURS,), ("Tea at nine.",), clashes=True)
    found = replace(review, changes=(change,), result=PullResult({}, {}, ()), more=0)
    page.server.workspace.reviews["r"] = found
    return found


@pytest.mark.parametrize(
    ("choice", "line"), [("keep", OURS), ("theirs", "Tea at nine."), ("own", "Milk at nine.")]
)
def test_somebody_decides_where_both_sides_changed(page, root, clash, choice, line):
    shown = page.get(PLACE)
    assert "Changed on both sides" in shown.words
    assert " checked>" not in shown.text
    assert page.post(PLACE, {}).status == 422
    assert page.post(PLACE, {"change-0": choice, "own-0": "Milk at nine."}).status == 303
    assert (root / MAIN).read_text() == clash.before[MAIN].replace(OURS, line)


PICTURE = "content/images/plan-2.png"


@pytest.mark.parametrize(("choice", "kept"), [("accept", True), ("skip", False)])
def test_a_new_picture_is_saved_where_somebody_says(page, root, review, choice, kept):
    result = replace(review.result, pictures={PICTURE: b"a picture"})
    page.server.workspace.reviews["r"] = replace(review, result=result, changes=())
    assert "A new picture, plan-2.png" in page.get(PLACE).words
    assert page.post(PLACE, {"picture-0": choice}).status == 303
    assert (root / PICTURE).exists() is kept
    assert not kept or (root / PICTURE).read_bytes() == b"a picture"


def test_a_new_picture_replaces_none(page, root, review):
    result = replace(review.result, pictures={PICTURE: b"a picture"})
    page.server.workspace.reviews["r"] = replace(review, result=result, changes=())
    (root / PICTURE).parent.mkdir(exist_ok=True)
    (root / PICTURE).write_bytes(b"another")
    assert page.post(PLACE, {"picture-0": "accept"}).status == 409
    assert (root / PICTURE).read_bytes() == b"another"


def test_shared_words_change_everywhere(review):
    everywhere = review.after(review.changes[:1], ())
    assert everywhere == {SHARED: HELLO.replace("day", "evening & night")}
    assert review.after((), ()) == {}
