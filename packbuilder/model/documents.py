"""What is read from one Markdown file: its text and what it says of itself."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from packbuilder.diagnostics import Diagnostic, Span
from packbuilder.model.collecting import Collecting
from packbuilder.model.nodes import Block, Node
from packbuilder.model.print_roles import PrintRole


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself: the keys of its front matter.

    `updated` is the date of the text. A cover prints `credit`, or else the names of the authors.
    Reports are numbered unless they say otherwise. The keys from `tool` on belong to tools: their
    id, minutes, strip, and the codes of the findings they rest on. `purpose` says in a line what a
    document is for, `question` what people ask who need it, `stage` when that is, and `icon` is its
    drawing: a reader finds a tool by these. `contents` says how many levels of headings are listed,
    and `excuse` why rules do not count in this document, by their ids. `print` says how many of a
    document an event needs, and `collect` how answers to it are gathered. On a cover, `label` says
    what kind of paper it is, and `art` lists the drawings or numbers shown.
    """

    title: str
    kind: Literal["report", "briefing", "handout", "tool"]
    updated: datetime.date
    version: str = "1.0"
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    credit: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    language: str = "en-GB"
    cover: bool = False
    contents: int = 0
    numbered: bool | None = None
    orientation: Literal["portrait", "landscape"] = "portrait"
    tool: str = ""
    time: int = 0
    group: str = ""
    needs: str = ""
    result: str = ""
    rests_on: tuple[str, ...] = ()
    purpose: str = ""
    question: str = ""
    stage: str = ""
    icon: str = ""
    print: tuple[PrintRole, ...] = ()
    collect: Collecting = field(default_factory=Collecting)
    excuse: dict[str, str] = field(default_factory=dict)
    label: str = ""
    art: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document(Node):
    """One Markdown file as read. `sources` are all files its text comes from.

    `warnings` tell what the reader found that can be printed all the same. `head` says where the
    keys of its front matter stand, and items of lists as `rests_on.0`.
    """

    name: str
    meta: Metadata
    blocks: tuple[Block, ...]
    footnotes: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    warnings: tuple[Diagnostic, ...] = field(default=(), compare=False, repr=False)
    head: Mapping[str, Span] = field(default_factory=dict, compare=False, repr=False)

    @property
    def blocks_and_notes(self) -> tuple[Block, ...]:
        """Its blocks, and those of its footnotes after them."""
        return (*self.blocks, *(block for note in self.footnotes.values() for block in note))

    def at(self, key: str) -> Span:
        """Return the place of a key of the front matter; the first line when it is not there."""
        return self.head.get(key, self.span)
