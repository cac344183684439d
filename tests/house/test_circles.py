"""No two modules need one another, not even for types alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

PACKAGE = Path("packbuilder")


def test_no_circle_of_imports() -> None:
    """Imports for types, and those inside functions, count as well."""
    modules = {_name(file): file for file in sorted(PACKAGE.rglob("*.py"))}
    needed = {name: set(_imports(file, modules)) - {name} for name, file in modules.items()}
    list(TopologicalSorter(needed).static_order())  # raises CycleError, which names the circle


def _name(file: Path) -> str:
    return ".".join(file.with_suffix("").parts).removesuffix(".__init__")


def _imports(file: Path, modules: dict[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module in modules:
            parts = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (part if part in modules else node.module for part in parts)
