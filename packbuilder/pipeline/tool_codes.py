"""The print roles of a project's documents, and the tools that tables choose from, by their codes.

A handout is called by its document's tool code, such as `t05`, where that is its own; otherwise by
the document's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from packbuilder.diagnostics import NOWHERE, Code, fail, suggest
from packbuilder.model import PrintRole
from packbuilder.pipeline.project import LoadedProject
from packbuilder.settings.edition import edition_path
from packbuilder.settings.schema import place


@dataclass(frozen=True)
class PrintedDocument:
    """A document that an event needs: its code, its name, and in which ways it is needed."""

    code: str
    name: str
    roles: tuple[PrintRole, ...]

    @property
    def is_chosen(self) -> bool:
        """Whether tables choose it."""
        return any(role.per == "table-using" for role in self.roles)


def list_printed(project: LoadedProject) -> list[PrintedDocument]:
    """Return the documents that have print roles, in the order of their codes."""
    roles = {name: project.document(name).meta.print for name in project.documents}
    names = [name for name in roles if roles[name]]
    tools = {name: project.document(name).meta.tool.lower() for name in names}
    found = [PrintedDocument(_code(name, tools), name, roles[name]) for name in names]
    return sorted(found, key=lambda document: document.code)


def _code(name: str, tools: dict[str, str]) -> str:
    """Return a document's tool code, or its name where another document has a right to the code."""
    code = tools[name]
    same = [other for other in tools if tools[other] == code]
    named_so = [other for other in same if other.startswith(code)]
    return (
        code if code and name in (named_so or same) and len(named_so or same) == 1 else name.lower()
    )


def list_deep_tools(project: LoadedProject) -> list[str]:
    """Return the codes of the tools that tables choose from."""
    return [document.code for document in list_printed(project) if document.is_chosen]


def check_deep_tools(project: LoadedProject, edition: str, codes: Sequence[str]) -> None:
    """Raise `PackError` when there is no tool of a code for tables to choose."""
    if not codes:
        return
    source, path = project.source, edition_path(edition)
    choice = list_deep_tools(project)
    for number, code in enumerate(codes):
        if code.lower() not in choice:
            raise fail(
                Code.VALUE_WRONG,
                place(source, path, "deep_tools", number) if source.exists(path) else NOWHERE,
                f"there is no tool “{code}” for tables to choose",
                suggest("", choice) if choice else _NO_CHOICE,
            )


_NO_CHOICE = "give a tool the line “print: {per: table-using}” in its front matter"
