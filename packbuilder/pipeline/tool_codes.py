"""The print roles of a project's documents, and the tools that tables choose from, by their codes.

A handout is called by its document's tool code, such as `t05`, where that is its own; otherwise by
the document's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from packbuilder.diagnostics import NOWHERE, Code, Diagnostic, suggest
from packbuilder.model import PrintRole
from packbuilder.pipeline.project import LoadedProject
from packbuilder.settings.edition import edition_path
from packbuilder.settings.schema import place

USING = "table-using"
"""The print role of tools that tables choose."""


@dataclass(frozen=True)
class PrintedDocument:
    """A document that an event needs: its code, its name, and in which ways it is needed."""

    code: str
    name: str
    roles: tuple[PrintRole, ...]

    @property
    def is_chosen(self) -> bool:
        """Whether tables choose it."""
        return any(role.per == USING for role in self.roles)


def list_printed(project: LoadedProject) -> list[PrintedDocument]:
    """Return the documents that have print roles, in the order of their codes."""
    roles = {name: project.document(name).meta.print for name in project.documents}
    found = [
        PrintedDocument(project.names.code(name), name, roles[name])
        for name in roles
        if roles[name]
    ]
    return sorted(found, key=lambda document: document.code)


def list_deep_tools(project: LoadedProject) -> list[str]:
    """Return the codes of the tools that tables choose from."""
    return [document.code for document in list_printed(project) if document.is_chosen]


def find_deep_tools(project: LoadedProject, written: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of tools, whatever they are called; what is none stays as it is."""
    names = project.names
    meant = ((each, names.find(each)) for each in written)
    return tuple(dict.fromkeys(names.code(name) if name else each for each, name in meant))


def suggest_tool(project: LoadedProject, written: str) -> str:
    """Return which tool was likely meant; of one that tables do not choose, list the others."""
    known = project.names.find(written)
    return suggest("" if known else written.lower(), list_deep_tools(project))


def check_deep_tools(
    project: LoadedProject, edition: str, written: Iterable[str]
) -> Iterator[Diagnostic]:
    """Yield a problem for each tool that there is not for tables to choose."""
    source, path = project.source, edition_path(edition)
    choice = list_deep_tools(project)
    for number, name in enumerate(written):
        (code,) = find_deep_tools(project, [name])
        if code not in choice:
            yield Diagnostic(
                Code.VALUE_WRONG,
                place(source, path, "deep_tools", number) if source.exists(path) else NOWHERE,
                f"there is no tool “{name}” for tables to choose",
                suggest_tool(project, name) if choice else _NO_CHOICE,
            )


_NO_CHOICE = "add the line “print: {per: table-using}” to a tool’s front matter"
