"""Every word of CommonMark is in both formats, or a diagnostic with a line says why not."""

from __future__ import annotations

import re
import tempfile
from itertools import count
from pathlib import Path

from helpers.projects import HEAD, make_project
from hypothesis import given, settings
from hypothesis import strategies as st

from packbuilder.diagnostics import errors
from packbuilder.inspection.parity import check_parity
from packbuilder.pipeline.check import check_everything
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.writers.docx import write_word
from packbuilder.writers.pdf.layout import write_pdf
from packbuilder.writers.reading_back import read_file

FEW = settings(max_examples=max(settings().max_examples // 3, 20))

# A “@” stands for a word; each gets a name of its own, so that none can hide another.
spans = st.sampled_from(
    [
        "@",
        "@ @",
        "*@*",
        "_@ @_",
        "**@**",
        "***@** @*",
        "`@ @`",
        "``@ ` @``",
        "[@ @](https://example.org/@)",
        "<https://example.org/@>",
        "[@ @](https://example.org 'a title')",
        "@\\\n@",
        "@  \n@",
        "@\n@",
        "\\*@\\*",
        "&copy; @ &amp;",
        "@ ~ @_@",
        "![@ @](plan.svg)",
        "<b>@</b>",
        "<!-- @ -->",
        "@ & @ < @",
    ]
)
lines = st.lists(spans, min_size=1, max_size=4).map(" ".join)


def prefixed(first: str, others: str = ""):
    """Put marks before the lines of a block."""

    def put(text: str) -> str:
        head, *rest = text.split("\n")
        return "\n".join([first + head, *((others or " " * len(first)) + line for line in rest)])

    return put


leaves = st.one_of(
    lines,
    lines,
    lines.map(lambda line: "# " + line.replace("\n", " ")),
    lines.map(lambda line: line.replace("\n", " ") + "\n==="),
    lines.map(lambda text: f"```\n{text}\n```"),
    lines.map(prefixed("    ", "    ")),
    st.sampled_from(["---", "***", "<div>\n@\n</div>", "[@]: https://example.org '@'"]),
    lines.map(lambda line: f"| @ | @ |\n|---|---|\n| @ | {line.replace(chr(10), ' ')} |"),
)


def containers(inner):
    several = st.lists(inner, min_size=1, max_size=3).map("\n\n".join)
    return st.one_of(
        several.map(prefixed("- ")),
        several.map(prefixed("7. ")),
        several.map(prefixed("> ", "> ")),
        st.lists(inner.map(prefixed("* ")), min_size=2, max_size=3).map("\n".join),
    )


sources = st.lists(st.recursive(leaves, containers, max_leaves=5), min_size=1, max_size=4).map(
    "\n\n".join
)


@given(sources)
@FEW
def test_no_word_is_lost(source):
    numbers = count(1)
    source = re.sub("@", lambda _: f"word{next(numbers)}q", source)
    # Words in addresses, titles and definitions of links are none to be read.
    # So are those of notes to oneself.
    read = re.sub(r"\]\([^)]*\)|^.*\]: .*$|<!--[^>]*-->", "", source, flags=re.MULTILINE)
    wanted = set(re.findall(r"word\d+q", read))
    with tempfile.TemporaryDirectory() as folder:
        project = make_project(Path(folder), {"content/programme.md": HEAD + source + "\n"})
        loaded = load_project(project)
        problems = errors(check_everything(loaded, {})[0])
        edition = prepare_edition(loaded, "standard")
    if problems:
        assert all(problem.span.line for problem in problems)
        return
    publication = compose_document(edition, "programme")[0]
    for write in (write_pdf, write_word):
        data = write(publication, edition.theme)
        found = read_file(data)
        words = re.findall(r"word\d+q", " ".join(piece.text for piece in found.pieces))
        assert wanted <= set(words)
        assert check_parity(publication, edition.theme, found) == []
