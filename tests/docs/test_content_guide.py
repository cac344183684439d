"""content/README.md: every example is read without problems and printed, every key explained."""

from __future__ import annotations

import html
import re
import shutil
from dataclasses import MISSING, fields
from typing import get_args, get_type_hints

import pytest
from helpers.guides import CONTENT, ROOT, Example, examples, prose, read

from packbuilder.diagnostics import Code, Diagnostic, Span
from packbuilder.model import Metadata
from packbuilder.model.variants import Variant
from packbuilder.pipeline.check import check_everything
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.readers.blocks import MAX_HEADING
from packbuilder.readers.directives import DIRECTIVES
from packbuilder.settings.edition import Edition, printed_names
from packbuilder.settings.pack import Pack
from packbuilder.settings.project import PROJECT, Project
from packbuilder.settings.schema import to_type
from packbuilder.settings.strict_yaml import read_yaml
from packbuilder.writers.pdf.markup import write_html

Kind = get_type_hints(Metadata)["kind"]
HEAD = "---\ntitle: Example\nkind: handout\nupdated: 2026-03-14\n---\n\n"
SCHEMAS = {"editions": Edition, "packs": Pack, "project.yaml": Project}

MARKDOWN = examples(CONTENT, "markdown")
YAML = examples(CONTENT, "yaml")

_HIDDEN = re.compile(
    r"\A---\n.*?^---$"  # the head
    r"|^:::+.*$"  # the lines that open and close blocks
    r"|\[\^?[^\]\s]*\]:"  # the label of a note
    r"|\[\[\w+\]\]"  # values
    r"|\]\([^)\s]*"  # addresses
    r"|\{[^}]*\}",  # options
    re.MULTILINE | re.DOTALL,
)


def words(example: Example) -> set[str]:
    """Return the words of an example that have to be on the page."""
    return set(re.findall(r"[^\W\d_]{4,}", _HIDDEN.sub(" ", example.text)))


@pytest.fixture
def project(workplace):
    """A small project with every example in it: documents, a pack, an edition, the settings."""
    content = workplace / "content"
    for folder in content.iterdir():
        if folder.is_dir() and folder.name not in ("briefing", "images", "shared"):
            shutil.rmtree(folder)
    shutil.copytree(ROOT / "content/handouts", content / "handouts")
    for number, example in enumerate(MARKDOWN):
        head = HEAD.replace("Example", f"Example {number}")
        text = example.text if example.text.startswith("---") else head + example.text
        (content / f"example-{number}.md").write_text(text, encoding="utf-8")
    # What the example of an edition and the host card speak of.
    for tool in ("t04-skills-matrix", "t05-power-map", "t07-so-what-log"):
        shutil.copy(ROOT / f"content/tools/{tool}.md", content)
    (content / "board.md").write_text(f"{HEAD}# The partnership board\n", encoding="utf-8")
    (content / "people.csv").write_text("Name,Organisation\nAnn Lee,Town Hall\n", encoding="utf-8")
    names = "".join(f"  - example-{number}\n" for number in range(len(MARKDOWN)))
    files = {path_of(example): example.text for example in YAML}
    for pack in ("examples", "full-pack"):
        files[f"content/packs/{pack}.yaml"] = f"title: All examples\ndocuments:\n{names}"
    # The findings that its shipped documents rest on.
    shipped = read(ROOT / "content/project.yaml").partition("findings:\n")[2]
    own = re.compile(r"^(findings:.*\n)(  .*\n)+", re.MULTILINE)
    settings = own.sub(lambda found: found[1] + shipped, files[PROJECT])
    files[PROJECT] = settings
    files["content/editions/riverbank.yaml"] = "short_name: Riverbank\n"
    for path, text in files.items():
        (workplace / path).parent.mkdir(exist_ok=True)
        (workplace / path).write_text(text, encoding="utf-8")
    return workplace


def path_of(example: Example) -> str:
    return example.text.splitlines()[0].removeprefix("# ")


def faults_of(project) -> list[Diagnostic]:
    """Return what is wrong; where the example's own words were met is none of it."""
    problems, _ = check_everything(load_project(project), {})
    return [problem for problem in problems if problem.code is not Code.TERM_MET]


def test_examples_have_no_problems(project):
    problems = faults_of(project)
    assert [str(problem) for problem in problems if not problem.waiver] == []
    assert [problem.code.rule for problem in problems] == ["LA-02", "LA-03"]


def test_the_words_of_examples_are_printed(project):
    loaded = load_project(project)
    editions = [prepare_edition(loaded, edition) for edition in ("standard", "my-town")]
    for number, example in enumerate(MARKDOWN):
        pages = [
            write_html(compose_document(edition, f"example-{number}")[0], edition.theme)
            for edition in editions
        ]
        text = html.unescape(" ".join(pages))
        assert {word for word in words(example) if word not in text} == set(), example


@pytest.mark.slow
def test_examples_become_pdf_and_word(project, packbuilder):
    result = packbuilder(project, "build", "examples", "--edition", "my-town", "--quiet")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize("example", YAML, ids=path_of)
def test_yaml_examples_hold_every_key(example):
    kind = next(kind for place, kind in SCHEMAS.items() if f"content/{place}" in path_of(example))
    node = read_yaml(example.text, Span(CONTENT, example.line))
    assert isinstance(to_type(node, kind), kind)
    alike = [
        e for e in YAML if path_of(e).rpartition("/")[0] == path_of(example).rpartition("/")[0]
    ]
    keys = {key for e in alike for key in read_yaml(e.text, Span(CONTENT, e.line)).value}
    assert keys == {field.name for field in fields(kind)}


def test_the_heads_in_the_examples_hold_every_key():
    headers = [e.text.split("---\n")[1] for e in MARKDOWN if e.text.startswith("---")]
    keys = {key for head in headers for key in read_yaml(head, Span(CONTENT)).value}
    assert keys == {field.name for field in fields(Metadata)}


def test_the_guide_says_which_keys_are_no_values():
    (sentence,) = re.findall(r"All but (.*) can be used in `\[\[…\]\]`", prose(CONTENT))
    assert set(re.findall(r"`(\w+)`", sentence)) == {
        f.name for f in fields(Edition)
    } - printed_names(Edition())


@pytest.mark.parametrize("kind", [Kind, Variant], ids=["kind", "variant"])
def test_every_choice_is_named(kind):
    assert [word for word in get_args(kind) if word not in read(CONTENT)] == []


@pytest.mark.parametrize("name", DIRECTIVES)
def test_every_block_is_explained_with_its_options(name):
    assert re.search(rf"^:::+ {name}( |$)", read(CONTENT), re.MULTILINE)
    row = next(r for r in prose(CONTENT).splitlines() if r.startswith(f"| `{name}` |"))
    for field in fields(DIRECTIVES[name][0]):
        option = field.name.replace("_", "-")
        assert re.search(rf"`{option}[=`]", row)
        assert (f"**`{option}`**" in row) == (field.default is MISSING), option


def test_what_is_not_used_is_refused(project):
    refused = {
        "<b>bold</b>": "PB201",
        "\n---": "PB221",
        f"{'#' * (MAX_HEADING + 1)} Too deep": "PB221",
        "An ![image](images/shape-of-the-day.svg) inside a line": "PB211",
    }
    for text, code in refused.items():
        (project / "content/wrong.md").write_text(f"{HEAD}# One\n\n{text}\n", encoding="utf-8")
        assert {p.code.number for p in faults_of(project) if not p.waiver} == {code}, text
