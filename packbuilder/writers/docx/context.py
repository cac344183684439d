"""What the functions of the node types share: they write text, and what lies outside the text is
collected here — bookmarks, lists, relations, notes, pictures, sections.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from packbuilder.model import (
    Block,
    Callout,
    DefinitionList,
    Heading,
    Icon,
    Inline,
    Numeral,
    Part,
    Publication,
    Strong,
    Table,
    Text,
    walk,
)
from packbuilder.theme import Theme
from packbuilder.writers.docx.bookmarks import Bookmarks
from packbuilder.writers.docx.columns import is_notice, placed
from packbuilder.writers.docx.elements import BodyItem, change_all
from packbuilder.writers.docx.layout_context import DOCUMENT, FOOTNOTES, GUIDES, LayoutContext, Run
from packbuilder.writers.docx.numbering import Numbering
from packbuilder.writers.docx.relations import IMAGE, Relations
from packbuilder.writers.docx.runs import EM_SPACE, EN_SPACE, plain_run
from packbuilder.writers.docx.sections import Sections
from packbuilder.writers.docx.style_spec import COLUMN_PROFILE
from packbuilder.writers.docx.styles import StyleSheet
from packbuilder.writers.docx.xml import on

_WITH_NEXT = 5
"""So many pieces before the notice of a tool stand on its page, with the space behind them."""


@dataclass(frozen=True, slots=True)
class PendingFootnote:
    """A footnote to be written: its id, its blocks, and the place it is referred to from."""

    id: int
    blocks: tuple[Block, ...]
    layout: LayoutContext


BlockWriter = Callable[[Any, LayoutContext, "WordContext"], list[BodyItem]]
InlineWriter = Callable[[Any, Run, "WordContext"], str]


@dataclass
class WordContext:
    """One document being written."""

    publication: Publication
    theme: Theme
    block_writers: Mapping[type[Block], BlockWriter]
    inline_writers: Mapping[type[Inline], InlineWriter]
    sheet: StyleSheet = field(init=False)
    bookmarks: Bookmarks = field(init=False)
    numbering: Numbering = field(init=False)
    sections: Sections = field(init=False)
    relations: dict[str, Relations] = field(init=False)
    notes: dict[int, PendingFootnote] = field(default_factory=dict)
    pictures: dict[str, float] = field(default_factory=dict)
    part: Part | None = None
    note_offset: int = 0
    drawings: int = 0
    blanks: int = 0

    def __post_init__(self) -> None:
        main = _main_profile(self.publication)
        size = self.theme.style(main, "text").size
        numbered = _numbered_profiles(self.publication)
        column = self.theme.length("column") if COLUMN_PROFILE in numbered else 0
        self.numbering = Numbering(self.theme, size, bool(numbered), column)
        self.sheet = StyleSheet(
            self.theme,
            main,
            self.publication.language,
            contents_from=1 if self.publication.opening else 2,
            heading_list=self.numbering.heading_list,
            lists_parts=_lists_parts(self.publication),
            whole_lines={p.profile for p in self.publication.parts if p.footer.code},
        )
        self.bookmarks = Bookmarks(self.publication)
        self.relations = {story: Relations() for story in (DOCUMENT, FOOTNOTES, GUIDES)}
        self.sections = Sections(self.theme, self.sheet, self.relations[DOCUMENT])

    def begin(self, part: Part) -> None:
        """Begin a part: headings count again, footnotes run on."""
        if self.part is not None:
            self.note_offset += len(self.part.footnotes)
        self.part = part
        self.numbering.begin_part()
        self.bookmarks.begin_part(part.name)

    def blocks(self, blocks: Iterable[Block], layout: LayoutContext) -> list[BodyItem]:
        """Write blocks, each with its bookmark."""
        around = [None, *blocks, None]
        written: list[BodyItem] = []
        for before, block, after in zip(around, around[1:], around[2:], strict=False):
            if block is None:
                continue
            items = self.block(block, placed(block, before, after, layout))
            if isinstance(block, DefinitionList) and isinstance(after, DefinitionList):
                items = items[:-1]  # without the space below: the terms go on
            leads = isinstance(before, Heading) and before.numeral and isinstance(after, Callout)
            plan = isinstance(after, Table) and after.look == "time-bar"
            written += _with_next(items) if is_notice(after) or leads or plan else items
        return written

    def block(self, block: Block, layout: LayoutContext) -> list[BodyItem]:
        """Write one block with its bookmark."""
        return self.bookmarks.mark(block, self.block_writers[type(block)](block, layout, self))

    def line(self, inlines: Iterable[Inline], layout: LayoutContext, bold: bool = False) -> str:
        """Write a line of text. `bold` when its style is, so that nested words stay so."""
        language = "" if layout.language == self.publication.language else layout.language
        run = Run(layout.story, layout.profile, language, bold, words=layout.words)
        return self.runs(inlines, run)

    def runs(self, inlines: Iterable[Inline], run: Run) -> str:
        """Write inlines that stand alike; a code behind its drawing has the colour of titles."""
        written, before, coded = "", None, False
        for inline in inlines:
            own = run
            if isinstance(inline, Text) and isinstance(before, Icon | Numeral):
                coded = isinstance(before, Icon) and not inline.text.strip()
                inline = _apart(inline, before, run)
            elif coded and run.words.icon and isinstance(inline, Strong):
                own, coded = replace(run, style=run.style or "SmallCode"), False
            written += self.inline_writers[type(inline)](inline, own, self)
            before = inline
        return written

    def words(self, text: str, layout: LayoutContext) -> str:
        """Write plain words that are no part of the model's text, such as a label."""
        language = "" if layout.language == self.publication.language else layout.language
        return plain_run(text, Run(layout.story, layout.profile, language))

    def picture(self, path: str, width: float, story: str) -> tuple[str, str]:
        """Return the relations of a picture's PNG and SVG, the latter empty for a photograph; it is
        kept how wide in mm it is shown at most.
        """
        self.pictures[path] = max(width, self.pictures.get(path, 0))
        name = f"/word/media/image{list(self.pictures).index(path) + 1}"
        relations, picture = self.relations[story], self.publication.pictures[path]
        shown = "png" if picture.svg else picture.ending
        bitmap = relations.part(IMAGE, f"{name}.{shown}")
        return bitmap, relations.part(IMAGE, f"{name}.svg") if picture.svg else ""

    def next_drawing(self) -> int:
        """Return the id of a new picture in the text."""
        self.drawings += 1
        return self.drawings


def _main_profile(publication: Publication) -> str:
    """Return the profile that most blocks have, of equal ones the first."""
    counts = Counter[str]()
    for part in publication.parts:
        counts[part.profile] += sum(1 for _ in walk(part.blocks))
    return counts.most_common(1)[0][0]


def _lists_parts(publication: Publication) -> bool:
    return publication.contents is not None and publication.contents.layout == "parts"


def _numbered_profiles(publication: Publication) -> frozenset[str]:
    """Return the profiles whose headings have numbers."""
    return frozenset(
        part.profile
        for part in publication.parts
        for block in walk(part.blocks)
        if isinstance(block, Heading) and block.number
    )


def _with_next(items: list[BodyItem]) -> list[BodyItem]:
    """Let the last paragraphs stand on one page with what follows: a notice is not alone, nor is
    what a finding means, nor the bar of a plan.
    """
    kept = change_all(
        items[-_WITH_NEXT:], lambda paragraph: paragraph.having(keepNext=on("keepNext"))
    )
    return [*items[:-_WITH_NEXT], *kept]


def _apart(words: Text, lead: Inline, run: Run) -> Text:
    """Return words with a wider space before them, behind a drawing or a small numeral: "1 3 min"
    would be read as 13.
    """
    start = words.text[:2]
    if start[:1] != " " or (isinstance(lead, Numeral) and run.words.numeral != "SmallNumeral"):
        return words
    space = EM_SPACE if start[1:].isdigit() else EN_SPACE
    return replace(words, text=space + words.text[1:])
