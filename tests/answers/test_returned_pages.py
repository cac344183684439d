"""HTML files that came back: values as they were written, whatever somebody put into the page."""

from __future__ import annotations

import pytest
from helpers.time_limits import grows_like_its_size

from packbuilder.inspection.filled import MOST_FIELDS, FilledField, RefusedError, StatedForm
from packbuilder.inspection.filled_files import answers_in, read_filled

HEAD = (
    '<!doctype html>\n<html lang="en"><head><meta name="form" content="t12 1.0 abc"></head><body>'
)
END = "</body></html>\n"


def page(body: str) -> bytes:
    return f"{HEAD}<form>{body}</form>{END}".encode()


def read(body: str) -> dict[str, FilledField]:
    return {each.name: each for each in read_filled(page(body)).fields}


def test_each_kind_of_answer_is_read_by_its_value():
    found = read(
        '<input type="radio" name="a" value="Yes"><input type="radio" name="a" value="No" checked>'
        '<input type="checkbox" name="b" value="Home" checked=""><input type=checkbox name=c>'
        '<input type="text" name="d" value="3 May"><input name="e">'
        '<textarea name="f">\n\nTwo\nlines</textarea>'
        '<select name="g"><option label="–"></option><option>1</option><option selected>2</option>'
        "</select><select name=h><option></option><option>1</option></select>"
    )
    assert {name: each.chosen for name, each in found.items()} == {
        "a": ("No",),
        "b": ("1",),
        "c": (),
        "d": ("3 May",),
        "e": (),
        "f": ("\nTwo\nlines",),
        "g": ("2",),
        "h": (),
    }
    assert {each.how for each in found.values()} == {"value"}
    assert (found["a"].kind, found["a"].options) == ("choice", ("Yes", "No"))
    assert (found["g"].kind, found["g"].options) == ("list", ("1", "2"))
    assert (found["b"].kind, found["f"].kind) == ("tick", "text")


def test_two_circles_of_one_question_are_two_answers():
    two = "".join(f'<input type="radio" name="a" value="{n}" checked>' for n in (1, 2))
    assert read(two)["a"].chosen == ("1", "2")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("&lt;/textarea&gt;&lt;script&gt;x()&lt;/script&gt;", "</textarea><script>x()</script>"),
        ("<b onclick=x()>bold</b> & more", "<b onclick=x()>bold</b> & more"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("<!-- hidden -->", "<!-- hidden -->"),
        ("</form></html>", "</form></html>"),
    ],
)
def test_what_is_written_stays_text(written, words):
    filled = read_filled(page(f'<textarea name="a">{written}</textarea><input name="b">'))
    assert [each.chosen for each in filled.fields] == [(words,), ()]
    assert filled.oddities == ()


def test_a_page_says_which_form_it_is_and_what_a_form_has_no_need_of():
    place = '<input name="a" value="x">'
    filled = read_filled(page(f"{place}<script>save()</script>"))
    assert (filled.format, filled.forms) == ("html", (StatedForm("t12", "1.0", "abc"),))
    assert filled.oddities == ()
    for more, oddity in (
        ("<script>a</script><script>b</script>", "scripts"),
        ("<script>a</script><p onclick='b()'>c</p>", "scripts"),
        ('<iframe src="https://x.example"></iframe>', "outside"),
        ('<script src="https://x.example/a.js"></script>', "outside"),
    ):
        assert read_filled(page(place + more)).oddities == (oddity,)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (page('<input name="a">')[:-20], "damaged"),
        (page('<input name="a">').replace(b"lang", b"\xff\xfe"), "damaged"),
        (page("<p>printed</p>"), "no-fields"),
        (page("".join(f"<input name=a{n}>" for n in range(MOST_FIELDS + 1))), "refused"),
        (b"<!doctype html>" + b" " * 20_000_000, "refused"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused(data, kind):
    with pytest.raises(RefusedError) as refusal:
        read_filled(data)
    assert refusal.value.kind == kind
    assert answers_in(data) == []


def test_levels_without_end_take_no_longer_than_others():
    def nested(levels: int) -> None:
        assert read("<div>" * levels + '<input name="a" value="x">')["a"].chosen == ("x",)

    assert grows_like_its_size(nested, 80_000)


def test_places_are_named_as_people_read_them():
    found = read(
        "<fieldset><legend><span>1</span> <span>We met</span></legend>"
        '<label><span>Yes</span><input type="radio" name="a" value="Yes"></label>'
        '<label><span>No</span><input type="radio" name="a" value="No"></label>'
        '<label>Why?<textarea name="b"><legend>no</legend></textarea></label></fieldset>'
        '<input type="radio" name="c" value="Yes" aria-label="Again?: Yes"><textarea name="d">'
        f"</textarea><fieldset><legend>{'long ' * 99}</legend><input name='e'></fieldset>"
    )
    assert {name: each.label for name, each in found.items() if name != "e"} == {
        "a": "1 We met",
        "b": "1 We met: Why?",
        "c": "Again?",
        "d": "",
    }
    assert len(found["e"].label) < 301
