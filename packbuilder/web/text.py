"""A text as people change it on the page: its files, and the passages in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.exceptions import HTTPException

from packbuilder.diagnostics import PackError
from packbuilder.pipeline.project import LoadedProject, load_project
from packbuilder.round_trip.passages import Passage, find_passages
from packbuilder.round_trip.places import Source
from packbuilder.round_trip.settled import with_copies
from packbuilder.web.places import document_title
from packbuilder.web.requests import Ask


@dataclass(frozen=True)
class Text:
    """A document as people change it: its files, its passages."""

    name: str
    title: str
    path: str
    files: Mapping[str, str]
    seen: Mapping[str, str]
    passages: Sequence[Passage]

    def number(self, passage: Passage) -> str:
        """Return what a passage is called on the page: the number of its file, its place in it."""
        return f"{list(self.files).index(passage.path)}.{passage.key}"

    def with_own_copy(self, path: str, words: str) -> str | None:
        """Return the text's own file with these words in the place of a shared file that it prints;
        nothing where it does not put that in its place itself.
        """
        sources = {each: Source(each, text) for each, text in self.files.items()}
        copied, used = with_copies(self.files[self.path], sources, {path: words})
        return copied if used else None

    def find(self, number: str) -> Passage | None:
        """Return the passage that is called so."""
        return next((each for each in self.passages if self.number(each) == number), None)


def text_before(ask: Ask, project: LoadedProject, text: Text, path: str, seen: str) -> Text | None:
    """Return a text as it was when one of its files was `seen`; nothing when that is not known any
    more, or could not be read.
    """
    base = ask.workspace.seen_text(seen)
    if base is None:
        return None
    base = base.replace("\r\n", "\n")
    try:
        before = load_project(ask.workspace.root, project, {path: base.encode()})
        document = before.texts.documents[text.name]
    except (PackError, KeyError):
        return None
    files = {**text.files, path: base}
    return replace(text, files=files, passages=find_passages(document, files))


def known_document(ask: Ask, project: LoadedProject) -> str:
    """Return the document in the path; raise 404 when there is none."""
    name = ask.path["document"]
    if name not in project.documents:
        raise HTTPException(404)
    return name


def read_text(ask: Ask, project: LoadedProject, name: str) -> Text:
    """Return a text with its passages, and keep what is shown of it."""
    document, path = project.texts.documents[name], project.documents[name]
    paths = dict.fromkeys((path, *sorted(p for p in document.sources if p.endswith(".md"))))
    read = {each: ask.workspace.read_seen(each) for each in paths}
    files = {each: text.replace("\r\n", "\n") for each, (text, _) in read.items()}
    seen = {each: sha256 for each, (_, sha256) in read.items()}
    title = document_title(project, name)
    return Text(name, title, path, files, seen, find_passages(document, files))
