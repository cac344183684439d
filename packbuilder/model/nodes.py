"""What every piece of the model is: a node with its place, an inline or a block."""

from __future__ import annotations

from dataclasses import dataclass, field

from packbuilder.diagnostics import NOWHERE, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything that was written somewhere."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Inline(Node):
    """A piece of a line of text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Node):
    """A piece of a page. `id` is 8 hex digits that stay the same while the text stays."""

    id: str = field(default="", compare=False, repr=False)
