"""A new language is one file of labels."""

from __future__ import annotations

import pytest
from helpers.projects import HEAD, PROGRAMME, copy_templates

from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.theme.labels import nearest_language

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


def test_other_documents_keep_english(welsh):
    assert load_project(welsh).theme.labels.page == "Page"


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
