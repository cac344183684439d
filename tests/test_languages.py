"""A new language is one file of labels; those of the program are whole, and agree with CLDR."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from babel.lists import format_list
from babel.units import format_unit
from helpers.projects import HEAD, PROGRAMME, copy_templates

from packbuilder.diagnostics import Span
from packbuilder.model import Callout, Foreign, Heading, Text, plain
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.storage.shipped import shipped
from packbuilder.storage.source import Source
from packbuilder.theme.labels import PLURALS, check_labels, nearest_language, read_languages

WELSH = "page: Tudalen\nof: o\nabout: Am y ddogfen hon\nformat_uses:\n  docx: Word, i newid\n"
TEXT = HEAD.replace("kind: handout\n", "kind: handout\nlanguage: cy-GB\n") + "# Bore\n\nCoffi.\n"


@pytest.fixture
def welsh(project):
    folder = project({PROGRAMME: TEXT})
    copy_templates(folder)
    (folder / "templates/labels/cy.yaml").write_text(WELSH, encoding="utf-8")
    return folder


def test_a_document_has_the_labels_of_its_language_and_english_ones_it_lacks(welsh):
    loaded = load_project(welsh)
    labels = loaded.theme.labels_for("cy-GB")
    assert (labels.page, labels.contents) == ("Tudalen", "Contents")
    assert (labels.format_uses["docx"], labels.format_uses["pdf"]) == (
        "Word, i newid",
        "to print or read",
    )
    publication, _ = compose_document(prepare_edition(loaded, "standard"), "programme")
    assert (publication.parts[0].footer.page, publication.parts[0].footer.of) == ("Tudalen", "o")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("pl", "Wersja 1.0, tekst z dnia 14 marca 2026"),
        ("el", "Version 1.0, text of 14 March 2026"),
        ("fa", "Version 1.0, text of 14 March 2026"),
    ],
)
def test_dates_of_the_program_are_in_the_language_of_the_words_beside_them(project, language, line):
    text = TEXT.replace("cy-GB", language)
    publication, _ = compose_document(
        prepare_edition(load_project(project({PROGRAMME: text})), "standard"), "programme"
    )
    assert publication.parts[0].footer.edition.endswith(line)


@pytest.mark.parametrize(
    ("language", "title"), [("uk", "Примітка"), ("gd", "Nòta"), ("en", "Note")]
)
def test_a_box_that_begins_with_an_alert_has_its_title_in_its_language(project, language, title):
    text = TEXT.replace("cy-GB", language) + "\n> [!NOTE]\n> Coffi.\n"
    prepared = prepare_edition(load_project(project({PROGRAMME: text})), "standard")
    blocks = prepared.documents["programme"].document.blocks
    assert [plain(block.title) for block in blocks if isinstance(block, Callout)] == [title]


def test_other_documents_are_in_the_language_of_the_project(welsh):
    assert load_project(welsh).theme.labels.page == "Page"
    file = welsh / "content/project.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}language: pl\n", encoding="utf-8")
    shown = '::: table {caption="A" data="a.csv" numbers="b"}\n:::\n'
    (welsh / "content/a.csv").write_text("a;b\nc;1250.5\n", encoding="utf-8")
    (welsh / "content/shared/a.md").write_text(shown, encoding="utf-8")
    text = f'{HEAD}Słowa.\n\n::: include {{file="shared/a.md"}}\n:::\n'
    (welsh / "content/other.md").write_text(text, encoding="utf-8")
    documents = prepare_edition(load_project(welsh), "standard").documents
    polish = documents["other"].document
    assert (polish.meta.language, documents["programme"].document.meta.language) == ("pl", "cy-GB")
    assert "250,5" in str(polish.blocks)


def test_a_label_that_does_not_exist_is_reported(welsh, packbuilder):
    file = welsh / "templates/labels/cy.yaml"
    file.write_text(WELSH + "pages: Tudalennau\n", encoding="utf-8")
    found = packbuilder(welsh, "check").output
    assert "templates/labels/cy.yaml:6:1: error[PB121]: there is no key “pages”" in found


@pytest.mark.parametrize(
    ("language", "name"), [("cy", "cy"), ("cy-GB", "cy"), ("CY", "cy"), ("gd", "en"), ("en", "en")]
)
def test_the_nearest_language_is_taken(language, name):
    assert nearest_language(language, {"en", "cy"}) == name


COMPLETE = ("cy", "gd", "pl", "uk", "de", "fr", "ar")
PARTLY = ("es", "ga")


@pytest.fixture(scope="module")
def languages():
    return read_languages(Source(shipped("templates").parent))


@pytest.mark.parametrize("language", ["en", *COMPLETE, *PARTLY])
def test_shipped_labels_hold_what_is_filled_in(languages, language):
    """A project that has them unchanged is not asked again."""
    assert list(check_labels(languages[language], lambda *_: Span("labels"))) == []


@pytest.mark.parametrize("language", COMPLETE)
def test_complete_languages_lack_no_label(languages, language):
    missing = sorted(languages[language].english)
    assert not missing, (
        f"templates/labels/{language}.yaml lacks {', '.join(missing)}: translate these keys there"
    )


@pytest.mark.parametrize("language", PARTLY)
def test_other_languages_have_what_ordinary_documents_need(languages, language):
    basics = {"contents", "page", "of", "edition", "standard", "version", "about", "by"}
    basics |= {f"kinds.{kind}" for kind in languages["en"].kinds}
    assert not basics & set(languages[language].english)


@pytest.mark.parametrize("language", [*COMPLETE, "es"])
@pytest.mark.parametrize("number", [1, 2, 3, 5, 6, 11, 12, 21, 22, 45, 102])
def test_minutes_agree_with_cldr(languages, language, number):
    words = format_unit(number, "duration-minute", locale=language)
    assert languages[language].counted("minutes", number) == Text(words)


@pytest.mark.parametrize("language", COMPLETE)
def test_lists_agree_with_cldr(languages, language):
    labels = languages[language]
    for join, style in ((labels.last_join, "standard"), (labels.or_join, "or")):
        assert f"A{join}C" == format_list(["A", "C"], style=style, locale=language)


ELSEWHERE = yaml.safe_load(
    (Path(__file__).parent / "facts/labels-elsewhere.yaml").read_text(encoding="utf-8")
)
"""Labels beside what other programs call the same; the file says which are not compared."""


@pytest.mark.parametrize("language", COMPLETE)
def test_labels_are_what_other_programs_say_or_differ_for_a_reason(languages, language):
    def folded(words: str) -> str:
        return re.sub("[\u064b-\u0652]", "", words).replace("’", "'").casefold()

    own = languages[language].texts
    theirs = {name: row[language] for name, row in ELSEWHERE["compared"].items() if language in row}
    other = {f"{k}.{language}" for k, said in theirs.items() if folded(said) not in folded(own[k])}
    reasons = {key for keys in ELSEWHERE["differ"].values() for key in keys}
    assert other == {key for key in reasons if key.endswith(f".{language}")}


def test_every_label_is_compared_or_said_not_to_be(languages):
    """Those of CLDR are compared in the tests beside this one; signs are the same everywhere."""
    kinds = [ELSEWHERE[kind] for kind in ("compared", "cldr", "signs", "not_compared")]
    listed = [name for kind in kinds for name in kind]
    assert sorted(listed) == sorted(languages["en"].texts)


@pytest.mark.parametrize("language", [*COMPLETE, *PARTLY])
def test_labels_are_not_english_by_oversight(languages, language):
    english, own = languages["en"].texts, languages[language].texts
    same = {name for name in own.keys() & english.keys() if own[name] == english[name]}
    words = {name: re.sub(r"{.*?}", "", own[name]) for name in same}
    long = {name for name in same if re.search(r"[a-z]{3}.* .*[a-z]{3}", words[name])}
    assert long <= set(languages[language].english) | {"minutes.one", "minutes.other"}


def test_labels_are_drawn_by_the_font(languages, tmp_path):
    from packbuilder.theme import read_theme

    theme = read_theme(Source(shipped("templates").parent))
    letters = {c for labels in languages.values() for c in "".join(labels.texts.values())}
    alphabets = "ĄąĆćĘęŁłŃńÓóŚśŹźŻżÂâÊêÎîÔôÛûŴŵŶŷẀẁẂẃẄẅÀàÈèÌìÒòÙùҐґЄєІіЇї’ÄäÖöÜüßẞÇçŒœÆæŸÿ«»"
    missing = {c for c in letters | set(alphabets) if ord(c) not in theme.characters}
    assert missing <= set("\n\t")


def test_guides_to_cut_cards_take_one_line_beside_their_ruler(languages):
    """A second line would be printed on the cards."""
    from packbuilder.theme import read_theme

    theme = read_theme(Source(shipped("templates").parent))
    size = theme.style("reading", "footer").size
    room = theme.cards_on_sheet("place-cards").width - theme.length("ruler") - 11
    for labels in languages.values():
        for guide in (labels.card_guide, labels.place_card_guide):
            assert theme.width_of(guide, size, bold=False) < room, guide


def test_what_a_language_lacks_is_marked_as_english(welsh):
    labels = load_project(welsh).theme.labels_for("cy-GB")
    assert labels.inline("contents") == Foreign((Text("Contents"),), "en")
    assert labels.inline("about") == Text("Am y ddogfen hon")
    assert set(PLURALS) <= set(labels.english)


def closing(folder):
    publication, _ = compose_document(
        prepare_edition(load_project(folder), "standard"), "programme"
    )
    return publication, publication.parts[0].blocks


def test_the_end_of_a_document_is_headed_in_its_language_and_marked_in_the_projects(welsh):
    _, blocks = closing(welsh)
    number, heading = next(
        (n, b) for n, b in enumerate(blocks) if isinstance(b, Heading) and "about" in b.anchor
    )
    assert plain(heading.inlines).replace("\xa0", " ") == "Am y ddogfen hon"
    assert all(isinstance(inline, Text) for inline in heading.inlines)
    assert blocks[number + 1].inlines[0].language == "en-GB"


def test_a_document_in_a_language_without_labels_has_english_ones_marked(project):
    folder = project({PROGRAMME: TEXT.replace("cy-GB", "it")})
    publication, _ = closing(folder)
    assert publication.parts[0].footer.language == "en"


def test_what_is_excused_in_words_holds_in_any_language(project, packbuilder):
    excused = '::: excuse {rule="RG-02" reason="Ours."}\nNasze.\n:::\n'
    folder = project({"content/shared/notice.md": excused})
    file = folder / "content/project.yaml"
    for language, found in (("pl", False), ("en-GB", False), ("en-GB", True)):
        words = "Based on a licence by A; changed; not endorsed." if found else "Nasze."
        text = excused.replace("Nasze.", words)
        (folder / "content/shared/notice.md").write_text(text, encoding="utf-8")
        settings = file.read_text(encoding="utf-8").split("language:")[0]
        file.write_text(f"{settings}language: {language}\n", encoding="utf-8")
        assert ("breaks the rule RG-02" in packbuilder(folder, "check").output) == found
