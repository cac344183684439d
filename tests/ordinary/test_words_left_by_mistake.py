"""Words that are left by mistake are reported in any language, and words that are meant are not."""

from __future__ import annotations

import pytest
from helpers.projects import HEAD, PROGRAMME, Memory

from packbuilder.diagnostics import Span
from packbuilder.readers import read_document
from packbuilder.rules.content.abbreviations import check_abbreviations
from packbuilder.rules.content.counting import check_references
from packbuilder.rules.content.left_over import check_left_over
from packbuilder.rules.content.prose import Prose, read_prose
from packbuilder.rules.content.quotation_marks import check_quotation_marks
from packbuilder.rules.content.structure import check_endings
from packbuilder.rules.content.typing_slips import check_doubled_words, check_spaces
from packbuilder.rules.content.values import check_values
from packbuilder.rules.content.wording import check_dates, check_weekdays


def prose(words: str, language: str = "en-GB", known: tuple[str, ...] = ()) -> Prose:
    head = HEAD.replace("kind:", f"language: {language}\nkind:")
    return read_prose(read_document(Memory(f"{head}{words}\n"), PROGRAMME), known)


def said(check, words: str, language: str = "en-GB") -> list[str]:
    return [problem.message for problem in check(prose(words, language))]


@pytest.mark.parametrize(
    ("words", "language", "message"),
    [
        ("She said “yes, and left.", "en-GB", "is never closed, before “yes, and left.”"),
        ("She said yes” and left.", "en-GB", "closes nothing, after “She said yes”"),
        ('She said "yes, and left.', "en-GB", "is never closed, before “yes, and left.”"),
        ("Er „sagte das.", "de", "is never closed, before “sagte das.”"),
        ("Er »sagte das« und» ging.", "de", "is never closed, before “ging.”"),
        ("Il dit « cela.", "fr", "is never closed, before “cela.”"),
        ("»So« hier.\n\nDort.« Mehr.", "de", "closes nothing, after “Dort.”"),
        ("Hon sa ”ja och gick.", "sv", "is never closed, before “ja och gick.”"),
        ("- “One\n- two\n\nA\n\nB\n\nC\n\nD\n\nE\n\nthree”", "en-GB", "is never closed"),
    ],
)
def test_a_quotation_mark_without_its_other_half_is_reported(words, language, message):
    assert message in said(check_quotation_marks, words, language)[0]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("He said “yes” and “so “he” said”, *“no”* and **“oh**”, and [“a”](https://a.b).", "en"),
        ("“One.\n\n“Two.\n\n“Three.”", "en"),
        ("- “One\n- two\n- three”", "en"),
        ('A 5" nail, a 3” one and “over 60” or "over 60".', "en"),
        ('| A | B |\n|---|---|\n| Tea | ” |\n| Ale | " |', "en"),
        ("„So“ und „so” und »so«.", "de"),
        ("»Eins.\n\nZwei.«\n\nUnd »drei«.", "de"),
        ('[He "said" and "that "](https://a.b)', "en"),
        ("Signs: & \" '.", "en"),
        ("« Un.\n\n» Deux.\n\n» Trois. »", "fr"),
        ("« Un.\n\n« Deux “et” demi.\n\nTrois. »", "fr"),
        ("Hon sa ”ja” och »nej».", "sv"),
        ("قال ”نعم“ ثم مضى.", "ar"),
    ],
)
def test_a_quotation_with_both_marks_is_not(words, language):
    assert said(check_quotation_marks, words, language) == []


@pytest.mark.parametrize(
    ("words", "language", "found"),
    [
        ("Speaker TBC, then tbc. TBC.", "en-GB", ["“TBC” is left in the text 2 times", "“tbc” is"]),
        (
            "TODO: ask Ann. XXX comes at xx.xx, or ???",
            "de",
            ["“TODO”", "“XXX”", "“xx.xx”", "“???”"],
        ),
        ("Lorem ipsum dolor.", "cy", ["“Lorem ipsum”"]),
        ("To be confirmed (TBC), so TBC. What??? Room XX. a@todo.org, a@TODO.org, `XXX`", "en", []),
        ("TODO EL DÍA", "es", []),
        ("TBC ist heilbar.", "de", []),
    ],
)
def test_a_note_to_oneself_is_reported_once(words, language, found):
    messages = said(check_left_over, words, language)
    assert len(messages) == len(found)
    assert all(message.startswith(begins) for message, begins in zip(messages, found, strict=True))


def test_the_words_of_the_project_are_no_notes_to_oneself():
    assert not list(check_left_over(prose("The XXX festival.", known=("XXX",))))


@pytest.mark.parametrize(
    ("words", "language", "found"),
    [
        ("Dass die die Tür und und das.", "de", "und und"),
        ("Nous nous voyons et et vous vous levez.", "fr-CA", "et et"),
        ("Mae mae yr ysgol.", "cy", "Mae mae"),
        ("Dice que que sí, muy muy bien.", "es", "que que"),
        ("kata kata", "id", ""),
    ],
)
def test_a_word_that_stands_twice_is_found_in_other_languages(words, language, found):
    messages = said(check_doubled_words, words, language)
    assert messages == ([f"“{found}”: the word is repeated"] if found else [])


def test_values_are_looked_at_in_the_language_of_the_project():
    values = [(Span("a.yaml", 1), "Entrée : nous nous et et"), (Span("a.yaml", 2), "TODO")]
    messages = [(d.span.line, d.message) for d in check_values(values, "fr")]
    assert messages == [(1, "“et et”: the word is repeated"), (2, "“TODO” is left in the text")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("We met on 3 May 2026. Ann does it by 2026-06-01.", 1),
        ("Present: Ann.\n\n- Ann does it by 2026-06-01.\n- Bob by 2026-07-01.", 0),
        ("# Minutes of 3 May 2026\n\nAnn does it by 2026-06-01.", 0),
        ("On 3 May 2026.\n\n| Who | By |\n|---|---|\n| Ann | 2026-06-01 |", 0),
        ("On 3 May 2026 we sent notes-2026-06-01.pdf.", 0),
    ],
)
def test_dates_in_figures_are_left_alone_where_all_are_in_figures(words, found):
    assert len(said(check_dates, words)) == found


def test_words_in_capitals_are_told_from_abbreviations():
    text = (
        "See the LINKS, and other links. Write YYYY-MM-DD. In Berkeley, CA 94720, and by UTC. QED."
    )
    found = [each.message for each in check_abbreviations(prose(text), ())]
    assert found == [
        "“LINKS” is written in capital letters",
        "“QED” is not explained where it is first used",
    ]


def test_every_slip_of_a_line_is_reported_at_once():
    words = "It cost £ 20 and 20£, and in 2O16 it was £1,50 ( or so )."
    found = said(check_spaces, words)
    assert [each.partition(": ")[0] for each in found] == [
        "a space inside brackets",
        "a space inside brackets",
        "a pound sign that is not before its amount",
        "a pound sign that is not before its amount",
        "a comma instead of a point in an amount",
        "the letter O instead of a zero",
    ]
    assert said(check_spaces, "It cost £1,500, £1,500,000 and £1.50 in 2016, O2 and 30 GHz.") == []


def test_signs_amounts_and_endings_that_cannot_be_right_are_reported():
    words = "It costs ££5 and 5%%, £1,2000 or £1.500.000,, on the 1th, 2th, 3nd and 21th day."
    assert [each.partition("“")[2].rstrip("”") for each in said(check_spaces, words)] == [
        *("£1,2000", "£1.500.000,,", "1th,", "2th,", "3nd", "21th", "££5", "5%%,", "£1.500.000,,"),
    ]
    fine = "The 1st, 2nd, 3rd, 11th, 12th, 13th, 111th and 121st cost £1,500.50 or £12,000,000."
    assert said(check_spaces, f"{fine} Version 1.2.3 is 5% of $7, in 3D, etc., too.") == []
    assert said(check_spaces, "She weighed 11st 4lb, lost 2st, and was 9st 3 lbs.") == []


@pytest.mark.parametrize("mark", ["{++new++}", "{--old--}", "{~~old~>new~~}", "{>>why?<<}"])
def test_marks_of_changes_are_reported(mark):
    document = read_document(Memory(f"{HEAD}Words {mark} here.\n"), PROGRAMME)
    assert f"“{mark}” does not mark a change" in [each.message for each in document.warnings]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("On the 31st of November 2026.", "there is no 31st of November 2026"),
        ("On February 30th, 2027.", "there is no February 30th, 2027"),
        ("On Friday the 3rd of December 2015.", "is a Thursday"),
        ("On Friday, 3rd December 2015.", "is a Thursday"),
    ],
)
def test_days_with_an_ordinal_are_in_the_calendar(words, message):
    (found,) = said(check_weekdays, words)
    assert message in found


@pytest.mark.parametrize(
    "words",
    ["See table 3.", "As shown in Figure 2, it is.", "Turn to page 7.", "It is listed in Annex B."],
)
def test_a_number_that_nothing_shows_leads_nowhere(words):
    (found,) = said(check_references, words)
    assert "leads nowhere" in found


@pytest.mark.parametrize(
    "words",
    [
        "At table 3 people said so.",
        "It is as in figure a few lines up.",
        "See page 7 of the review, and table 2 in the briefing.",
        'See figure 2.\n\n::: callout {title="Figure 2: the plan"}\nWords.\n:::',
        "## Annex B\n\nSee Annex B.",
        "See [table 3](#there).",
        "See page 12.",
    ],
)
def test_a_number_that_leads_somewhere_is_fine(words):
    assert [*check_references(prose(words, known=("page 12",)))] == []


def test_a_greek_question_ends_with_its_own_mark():
    head = HEAD.replace("kind:", "language: el\nkind:")
    document = read_document(Memory(f"{head}# Τι ώρα είναι;\n\nΛέξεις.\n\n# Λέξεις.\n"), PROGRAMME)
    assert [problem.span.line for problem in check_endings(document)] == [12]
