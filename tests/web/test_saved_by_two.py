"""A text that two people changed: joined where they are apart, or both kept."""

from __future__ import annotations

import re

import pytest

from packbuilder.web.merging import joined

EDITION = "content/editions/hilltown.yaml"
PROGRAMME = "content/programme.md"
HEAD = "---\ntitle: Programme\nkind: handout\nupdated: 2026-03-14\n---\n\n"
TEXT = f"{HEAD}# Morning {{#am}}\n\nCoffee.\n\n- Bring a pen.\n\nThe end.\n"
PLACE = "/e/hilltown/texts/programme"
TYPED = {"words": "Bring two pens."}


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("A\nb\nc\nd\n", "a\nb\nc\nD\n", "A\nb\nc\nD\n"),
        ("a\nb\nc\nd\ne\n", "x\na\nb\nc\nd\n", "x\na\nb\nc\nd\ne\n"),
        ("A\nb\nc\nd\n", "A\nb\nc\nd\n", "A\nb\nc\nd\n"),
        ("A\nb\nc\nd\n", "B\nb\nc\nd\n", None),
        ("A\nb\nc\nd\n", "a\nB\nc\nd\n", None),
        ("b\nc\nd\n", "A\nb\nc\nd\n", None),
        ("a\nb\nc\nd\n", "\n", "\n"),
    ],
)
def test_lines_are_joined_where_they_are_apart(mine, theirs, both):
    found = joined("a.md", b"a\nb\nc\nd\n", mine.encode(), theirs.encode())
    assert found == (both and both.encode())


def test_details_typed_in_two_windows_are_both_kept(page, root):
    contact, people = "/e/hilltown/details/contact", "/e/hilltown/details/people"
    seen = page.get(contact).field("seen")
    assert page.post(contact, {"seen": seen, "contact_name": "Ann"}).status == 303
    assert page.post(contact, {"seen": seen, "website": "example.org"}).status == 303
    assert "contact_name: Ann\nwebsite: example.org\n" in (root / EDITION).read_text()
    other = page.post(contact, {"seen": seen, "contact_name": "Bob"})
    assert (other.status, "saved now is “Ann”, you wrote “Bob”" in other.words) == (409, True)
    seen, paper = page.get(people).field("seen"), {"a3": "yes", "card_stock": "yes"}
    assert page.post(people, {"seen": seen, **paper}).status == 303
    assert page.post(people, {"seen": seen, **paper, "duplex": "yes", "rooms": "2"}).status == 303
    assert "duplex: false\nrooms: 2\n" in (root / EDITION).read_text()


def test_settings_are_joined_by_key():
    base, theirs = b"venue: Hall  # ours\nversion: '1'\n", b"venue: Hall  # ours\nversion: '2'\n"
    assert joined("a.yaml", base, b"venue: Inn\nversion: '1'\n", theirs) == (
        b"venue: Inn   # ours\nversion: '2'\n"
    )
    assert joined("a.yaml", base, b"venue: Hall\nversion: '3'\n", theirs) is None
    assert joined("a.yaml", base, b"a: [\n", theirs) is None
    assert joined("a.md", b"\xff", b"a", b"b") is None


@pytest.fixture
def both(page, root):
    """A passage that is open while somebody changes the same one, and another."""
    (root / PROGRAMME).write_text(TEXT)
    number = re.search(r'change=(\d+\.\d+)#words">Change<[^>]*> list item', page.get(PLACE).text)[1]
    seen = page.get(f"{PLACE}?change={number}").field("seen")
    theirs = TEXT.replace("a pen", "a pencil").replace("Coffee", "Tea")
    (root / PROGRAMME).write_text(theirs)
    found = page.post(f"{PLACE}/{number}", {"seen": seen, **TYPED})
    assert (found.status, found.text.count('name="keep"')) == (409, 3)
    assert f'{PLACE}/mine"' in found.text, "the button that gives my words back"
    sent = {name: found.field(name) for name in ("seen", "base", "was")}
    at = re.search(r'action="[^"]*(/e/hilltown/texts/[^"]*)"', found.text)[1]
    assert (root / PROGRAMME).read_text() == theirs
    return at, sent | TYPED, theirs


def test_my_words_go_into_the_text_as_it_is_now(page, root, both):
    at, sent, theirs = both
    saved = page.get(page.post(at, sent | {"keep": "joined"}).goes_to.partition("#")[0])
    assert "joined with what somebody else has changed" in saved.words
    assert (root / PROGRAMME).read_text() == theirs.replace("a pencil", "two pens")


@pytest.mark.parametrize("kept", ["mine", "theirs"])
def test_one_is_kept_and_the_other_beside_it(page, root, both, kept):
    at, sent, theirs = both
    mine, copy = TEXT.replace("a pen", "two pens"), root / "content/programme-copy-1.txt"
    saved = page.get(page.post(at, sent | {"keep": kept}).goes_to.partition("#")[0])
    assert "programme-copy-1.txt" in saved.words
    held = (root / PROGRAMME).read_text(), copy.read_text()
    assert held == ((mine, theirs) if kept == "mine" else (theirs, mine))
    assert "There is nothing to fix" in page.get("/e/hilltown/mistakes").words
    page.post(re.search(r'action="[^"]*(/e/hilltown/undo/\w+)"', saved.text)[1], {})
    assert ((root / PROGRAMME).read_text(), copy.exists()) == (theirs, False)


def test_my_words_can_be_downloaded(page, root, both):
    _, sent, theirs = both
    found = page.post(f"{PLACE}/mine", sent)
    assert found.text == "Bring two pens.\n"
    assert 'filename="programme-my-words.md"' in found.headers["content-disposition"]
    assert (root / PROGRAMME).read_text() == theirs
    assert page.post("/e/hilltown/texts/nothing/mine", sent).status == 404
    (root / "content/програма.md").write_text(TEXT)
    found = page.post(
        "/e/hilltown/texts/%D0%BF%D1%80%D0%BE%D0%B3%D1%80%D0%B0%D0%BC%D0%B0/mine", sent
    )
    assert found.headers["content-disposition"].endswith("%D0%BC%D0%B0-my-words.md")


def test_nothing_is_kept_when_the_text_is_changed_again(page, root, both):
    at, sent, theirs = both
    (root / PROGRAMME).write_text(f"{theirs}More.\n")
    assert page.post(at, sent | {"keep": "mine"}).status == 409
    assert not (root / "content/programme-copy-1.txt").exists()
    assert (root / PROGRAMME).read_text() == f"{theirs}More.\n"


def test_the_whole_of_a_text_is_joined_or_kept_beside_it(page, root):
    (root / PROGRAMME).write_bytes(TEXT.replace("\n", "\r\n").encode())
    at = f"{PLACE}/all"
    sent = {"seen": page.get(at).field("seen"), "text": TEXT.replace("Coffee", "Tea")}
    (root / PROGRAMME).write_bytes(f"{TEXT}More.\n".replace("\n", "\r\n").encode())
    assert page.post(at, sent).status == 303
    both = f"{TEXT}More.\n".replace("Coffee", "Tea").replace("\n", "\r\n").encode()
    assert (root / PROGRAMME).read_bytes() == both
    found = page.post(at, sent | {"text": TEXT.replace("Coffee", "Water")})
    assert found.status == 409
    kept = {"seen": found.field("seen"), "text": TEXT, "keep": "mine"}
    assert page.post(at, kept).status == 303
    assert (root / PROGRAMME).read_bytes() == TEXT.replace("\n", "\r\n").encode()
    assert (root / "content/programme-copy-1.txt").read_bytes() == both


def test_an_undo_leaves_what_was_saved_on_top(page, root):
    for part, key, value in (("contact", "contact_name", "Ann"), ("event", "venue", "Hall")):
        form = page.get(f"/e/hilltown/details/{part}")
        saved = page.post(f"/e/hilltown/details/{part}", {"seen": form.field("seen"), key: value})
        assert saved.status == 303
    listed = page.get("/e/hilltown/details").text
    undo = re.findall(r'action="[^"]*(/e/hilltown/undo/\w+)"', listed)
    assert len(undo) == 2
    assert page.post(undo[1], {}).status == 303
    assert (root / EDITION).read_text() == "short_name: Hilltown  # as people say\nvenue: Hall\n"
