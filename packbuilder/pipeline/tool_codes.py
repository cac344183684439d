"""The documents that an event needs, by their codes, and the tools that tables choose from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from packbuilder.diagnostics import NOWHERE, Code, fail, suggest
from packbuilder.pipeline.project import Workspace
from packbuilder.settings.edition import edition_path
from packbuilder.settings.schema import place

PERSONAL = ("t13", "t03", "t07", "t12", "t11")
DECK, POSTER, GUIDE, HOST = "t08", "t03", "t14", "host-card"
FIXED = (*PERSONAL, DECK, GUIDE, HOST)
"""What every print order holds; all other tools are there to choose from."""

_NAMED = {"summary": "t13", HOST: HOST}
FILES = {code: name for name, code in _NAMED.items()}
_CODE = re.compile(r"t\d\d(?=-|$)")


def find_handouts(workspace: Workspace) -> dict[str, str]:
    """Map codes such as `t03`, and `host-card`, to documents: by front matter, or by file name."""
    found: dict[str, str] = {}
    for name in sorted(workspace.documents, key=lambda name: name in _NAMED):
        match = _CODE.match(name)
        code = workspace.document(name).meta.tool.lower() or (match[0] if match else "")
        code = _NAMED.get(name, code)
        if code and (code not in found or name in _NAMED or name.startswith(f"{code}-")):
            found[code] = name
    return found


def list_deep_tools(workspace: Workspace) -> list[str]:
    """List the tools that tables choose from."""
    return sorted(
        code
        for code, name in find_handouts(workspace).items()
        if code not in FIXED and workspace.document(name).meta.kind == "tool"
    )


def check_deep_tools(workspace: Workspace, edition: str, codes: Sequence[str]) -> None:
    """Raise `PackError` when there is no tool of a code for tables to choose."""
    if not codes:
        return
    source, path = workspace.source, edition_path(edition)
    choice = list_deep_tools(workspace)
    for number, code in enumerate(codes):
        if code.lower() not in choice:
            raise fail(
                Code.VALUE_WRONG,
                place(source, path, "deep_tools", number) if source.exists(path) else NOWHERE,
                f"there is no tool “{code}” for tables to choose",
                suggest("", choice),
            )
