"""Content in several languages, long contents, rules left aside: what comes out right.

Each folder beside this file is the content of a project; each test says what is right for it.
"""

from __future__ import annotations

import html
import re
import shutil
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from packbuilder.pipeline.phrases import list_in_words
from packbuilder.storage.shipped import shipped
from packbuilder.storage.source import Source
from packbuilder.theme import theme
from packbuilder.theme.labels import read_languages

HERE = Path(__file__).parent


@pytest.fixture
def run(tmp_path, packbuilder):
    """Copy the content of a case, and return the project and a function that runs a command."""

    def copied(name: str):
        folder = tmp_path / name
        shutil.copytree(HERE / name, folder)
        return folder, lambda *command: packbuilder(folder, *command)

    return copied


def word_parts(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist() if "xml" in name}


def words(xml: str) -> str:
    text = re.sub(r"<[^>]*>", "", re.sub(r"</w:p>", "\n", xml))
    return html.unescape(text).replace("\xa0", " ")


def test_letters_that_no_font_has_are_reported_once_a_script(run, monkeypatch):
    monkeypatch.setattr(theme, "SCRIPT_FONTS", ())
    for name in ("arabic-name", "arabic"):
        _, command = run(name)
        found = command("check")
        assert found.exit_code == 3
        assert found.output.count("[PB402]") == 1
        assert "(Arabic)" in found.output
        assert 'pip install "packbuilder[scripts]"' in found.output


def test_arabic_is_read_where_its_font_is_installed(run):
    for name in ("arabic-name", "arabic"):
        _, command = run(name)
        assert "PB402" not in command("check").output


def test_a_rule_left_aside_for_a_document(run):
    _, command = run("rule-off")
    found = command("check", "--excused")
    assert found.exit_code == 0
    assert "excused[PB235]" in found.output
    assert "The words of others." in found.output


def test_a_rule_left_aside_for_the_project(run):
    folder, command = run("rule-off")
    document = folder / "content/report/doc.md"
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("excuse: {LA-02: The words of others.}\n", ""), "utf-8")
    assert "warning[PB235]" in command("check").output
    settings = folder / "content/project.yaml"
    settings.write_text(settings.read_text("utf-8") + "excuse: {LA-02: Known words.}\n", "utf-8")
    assert "PB235" not in command("check").output


def test_a_rule_left_aside_for_nothing(run):
    folder, command = run("rule-off")
    document = folder / "content/report/doc.md"
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("LA-02: The", "LA-02: A, LA-06: The"), "utf-8")
    assert "nothing in this document breaks the rule LA-06" in command("check").output
    document.write_text(text.replace("LA-02", "LA-99"), "utf-8")
    assert "there is no rule “LA-99”" in command("check").output


def test_contents_of_main_headings_alone(run):
    folder, command = run("contents-depth")
    assert command("build", "--quiet").exit_code == 0
    xml = word_parts(folder / "output/standard/report/doc.docx")["word/document.xml"]
    assert words(xml).count("How to do it") == 2
    document = folder / "content/report/doc.md"
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("contents: 1", "contents: true"), "utf-8")
    assert command("build", "--quiet").exit_code == 0
    xml = word_parts(folder / "output/standard/report/doc.docx")["word/document.xml"]
    assert words(xml).count("How to do it") == 4
    document.write_text(text.replace("contents: 1", "contents: 7"), "utf-8")
    assert "write true, false, or 1 to list main headings alone" in command("check").output


def test_the_words_around_a_welsh_text_are_welsh(run):
    folder, command = run("welsh-furniture")
    document = folder / "content/report/doc.md"
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("language: cy\n", "language: cy\ncover: true\n"), "utf-8")
    assert command("build", "--quiet").exit_code == 0
    parts = word_parts(folder / "output/standard/report/doc.docx")
    whole = words("".join(parts[name] for name in sorted(parts) if "word/" in name))
    for each in (
        "Adroddiad",
        "Cynnwys",
        "gan Ann a Bea",
        "Argraffiad safonol",
        "Fersiwn 1.0, testun 14",
    ):
        assert each in whole
    assert "Tudalen  PAGE 1 o  NUMPAGES 1" in whole
    for english in ("Contents", "Standard edition", "Version", "Page"):
        assert english not in whole


def test_a_welsh_and_has_its_other_letter_before_a_vowel():
    labels = read_languages(Source(shipped("templates").parent))["cy"]
    for name in ("Eleri", "Âna", "Ynyr"):
        assert list_in_words(["Siân", name], labels.last_join, labels) == f"Siân ac {name}"
    for name in ("Bea", "William"):
        assert list_in_words(["Siân", name], labels.last_join, labels) == f"Siân a {name}"


def test_each_document_of_a_pack_has_its_language(run):
    """Each page of the joined PDF is numbered in the words of its document."""
    folder, command = run("welsh-furniture")
    second = folder / "content/report/second.md"
    second.write_text(
        "---\ntitle: Spotkanie\nkind: handout\nupdated: 2026-03-14\nlanguage: pl\n---\n\n"
        "# Rozmowa\n\nWspólna.\n",
        encoding="utf-8",
    )
    pack = folder / "content/packs/report.yaml"
    pack.write_text("title: Report\ndocuments: [doc, second]\n", encoding="utf-8")
    assert command("build", "--quiet").exit_code == 0
    text = page_words(folder / "output/standard/report/report.pdf")
    assert "Tudalen" in text
    assert "Strona" in text
    parts = word_parts(folder / "output/standard/report/report.docx")
    footers = words("".join(xml for name, xml in parts.items() if "footer" in name))
    assert "Tudalen" in footers
    assert "Strona" in footers
    marked = "".join(parts.values())
    assert 'w:lang w:val="pl"' in marked


def test_two_languages_in_one_pack(run):
    """Words in the language of the pack are marked in the document that has another one."""
    folder, command = run("two-languages")
    built = command("build", "both", "--quiet")
    assert "error[" not in built.output
    made = folder / "output/standard/both"
    english, welsh = (
        (made / f"{name}.html").read_text(encoding="utf-8") for name in ("report", "adroddiad")
    )
    assert '<span lang="cy">Diwrnod agored yr ardd</span>' in english
    assert '<span lang="en">The garden’s open day</span>' in welsh
    whole = words(word_parts(made / "both.docx")["word/document.xml"])
    for each in ("Cynnwys", "Amser", "Time", "10:30–12:00"):
        assert each in whole


def test_a_tool_in_polish(run):
    folder, command = run("two-languages")
    assert "error[" not in command("build", "polski", "--quiet").output
    made = folder / "output/standard/polski"
    text = page_words(made / "t01-partnerstwo.pdf")
    for each in ("Strona 1 z 3", "Wydanie podstawowe", "30 minut", "Jeśli", "Wtedy"):
        assert each in text
    word = words(word_parts(made / "t01-partnerstwo.docx")["word/document.xml"])
    for found in (text, word):
        assert not re.search(r"\b(Page|Edition|Time|Group|Needs|minutes|If|Then)\b", found)


def page_words(file: Path) -> str:
    """Return all words of a PDF, artifacts too."""
    pdf = pypdfium2.PdfDocument(file.read_bytes())
    return "\n".join(page.get_textpage().get_text_range() for page in pdf)
