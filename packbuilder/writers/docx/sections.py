"""Sections: where pages change their footer or their orientation, and the footers themselves.

`Sections.close` gives a mark for the text; section_marks.py turns it into the properties of all
that stands before it. Every section names its footer, so that none is taken over from the one
before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from packbuilder.model import Footer
from packbuilder.settings.dates import runs_right_to_left
from packbuilder.theme import Theme, millimetres
from packbuilder.theme.heights import foot_is_high
from packbuilder.theme.scripts import LEFT_TO_RIGHT
from packbuilder.writers.docx.elements import SectionMark
from packbuilder.writers.docx.layout_context import DOCUMENT, Run
from packbuilder.writers.docx.relations import FOOTER, Relations
from packbuilder.writers.docx.right_to_left import turn_runs
from packbuilder.writers.docx.runs import field, plain_run
from packbuilder.writers.docx.styles import StyleSheet
from packbuilder.writers.docx.xml import (
    document,
    dxa,
    on,
    paragraph_properties,
    value,
)

_NEAREST = 10.0
"""So far from the edge of the paper a footer with a line more than usual ends, in mm."""
_LENGTHS = ("width", "height", "top", "right", "bottom", "left", "footer")

Shape = Literal["portrait", "landscape", "cards", "cover"]


@dataclass(frozen=True, slots=True)
class PageSection:
    """One section. `start` is how it begins: nextPage, or oddPage for a right-hand page.

    `shape` is that of its pages: portrait, landscape, cards with narrow margins, or a cover, which
    has no footer and goes further down; `profile` has their margins. `fresh` is one in which
    footnotes count from 1 again, as in the document's own file. A `high` footer has a line more
    than usual.
    """

    footer: str
    shape: Shape
    start: str
    profile: str
    fresh: bool = False
    high: bool = False


def cover_room(theme: Theme) -> float:
    """Return how much further down than other pages a cover goes, in mm."""
    return theme.page("footer")


class Sections:
    """The sections of one document in order, and the parts that hold their footers.

    `scissors` is the drawing in the footers of cards, and `guides` are the names of these footers.
    """

    def __init__(self, theme: Theme, sheet: StyleSheet, relations: Relations) -> None:
        self.closed: list[PageSection] = []
        self.parts: dict[str, bytes] = {}
        self.landscape_width = theme.page("height") - theme.page("left") - theme.page("right")
        self._theme = theme
        self._sheet = sheet
        self._relations = relations
        self._footer: Footer | None = None
        self._profile = sheet.main
        self._language = ""
        self._start = "nextPage"
        self._shape: Shape = "portrait"
        self._fresh = False
        self.scissors = ""
        self.guides: set[str] = set()

    def begin(
        self,
        footer: Footer | None,
        profile: str,
        language: str,
        start: str,
        shape: Shape = "portrait",
    ) -> None:
        """Set the footer (None: nothing) and the shape of the pages from here on."""
        self._footer, self._profile, self._language = footer, profile, language
        self._start, self._shape = start, shape
        self._fresh = bool(self.closed)

    def close(self, shape: Shape | None = None, guide: str = "") -> SectionMark:
        """End a section; the mark stands for its properties. `guide` is the footer of cards."""
        shape = shape or self._shape
        footer = self._relations.part(FOOTER, self._footer_part(shape, guide))
        section = PageSection(footer, shape, self._start, self._profile, self._fresh)
        self.closed.append(replace(section, high=self._is_high(shape, guide)))
        self._start, self._fresh = "nextPage", False
        return SectionMark(len(self.closed) - 1)

    def _is_high(self, shape: Shape, guide: str) -> bool:
        """Whether the footer has a line more than usual."""
        if self._footer is None or guide or shape not in ("portrait", "landscape"):
            return False
        return foot_is_high(self._footer, self._theme, self._profile, shape == "landscape")

    def properties(self, number: int, start: str) -> str:
        """Return `w:sectPr` of a section."""
        section = self.closed[number]
        paper = self._theme.paper(section.profile, section.shape == "landscape")
        page = {name: dxa(millimetres(getattr(paper, name))) for name in _LENGTHS}
        size = f'w:w="{page["width"]}" w:h="{page["height"]}"'
        if section.shape == "cards":
            narrow = {"top": "card-margin-top", "bottom": "card-margin-side"}
            for side in ("top", "right", "bottom", "left"):
                page[side] = dxa(self._theme.length(narrow.get(side, "card-margin-side")))
            page["footer"] = dxa(self._theme.length("card-foot"))
        if section.high:
            page["footer"] = dxa(_NEAREST)
        if section.shape == "cover":
            page["bottom"] -= dxa(cover_room(self._theme))
            page["footer"] = page["bottom"] // 2
        if section.shape == "landscape":
            size += ' w:orient="landscape"'
        if self._sheet.turned:
            page["left"], page["right"] = page["right"], page["left"]
        margins = " ".join(
            f'w:{side}="{page[side]}"' for side in ("top", "right", "bottom", "left")
        )
        turned = on("bidi") if self._sheet.turned else ""
        notes = '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>'
        return (
            f'<w:sectPr><w:footerReference w:type="default" r:id="{section.footer}"/>'
            f"{notes if section.fresh else ''}{value('type', start)}<w:pgSz {size}/>"
            f'<w:pgMar {margins} w:header="{page["footer"]}" w:footer="{page["footer"]}" '
            f'w:gutter="0"/><w:cols w:space="708"/>{turned}</w:sectPr>'
        )

    def _footer_part(self, shape: Shape, guide: str) -> str:
        """Return the name of the part with the footer, made once."""
        text = self._guide(guide) if guide else self._footer_text(shape)
        xml = document(
            "w:ftr", turn_runs(text, self._turned), "w", "r", *(("wp", "a", "pic") if guide else ())
        )
        for name, known in self.parts.items():
            if known == xml:
                return name
        name = f"/word/footer{len(self.parts) + 1}.xml"
        self.parts[name] = xml
        if guide:
            self.guides.add(name)
        return name

    @property
    def _turned(self) -> bool:
        """Whether the words of a footer run from right to left."""
        return runs_right_to_left(self._language) if self._language else self._sheet.turned

    def _properties(self, pieces: Mapping[str, str]) -> str:
        """Return the properties of a paragraph, with its direction where that is not the file's."""
        own = (
            {} if self._turned == self._sheet.turned else {"bidi": value("bidi", int(self._turned))}
        )
        return paragraph_properties({**pieces, **own})

    def _guide(self, guide: str) -> str:
        """Write a ruler of 50 mm, which is an underlined tab, scissors, and how to cut.

        They stand in one line, as low as the margin: a higher footer would push the last cards to a
        new page.
        """
        height = self._theme.length("card-margin-side") - self._theme.length("card-foot")
        run = Run(DOCUMENT, self._profile, self._language)
        ruler = dxa(self._theme.length("ruler"))
        pieces = {
            "pStyle": value("pStyle", self._sheet.use("TableEnd", self._profile)),
            "spacing": f'<w:spacing w:line="{dxa(height)}" w:lineRule="exact"/>',
            "tabs": f'<w:tabs><w:tab w:val="left" w:pos="{ruler}"/></w:tabs>',
        }
        line = plain_run("\t", replace(run, style="Blank"))
        return (
            f"<w:p>{self._properties(pieces)}{line}{plain_run(' ', run)}{self.scissors}"
            f"{plain_run(f' {guide}', run)}</w:p>"
        )

    def _footer_text(self, shape: Shape) -> str:
        """Write the footer; a sheet of cards that is not cut has none."""
        style = value("pStyle", self._sheet.use("Footer", self._profile))
        landscape = shape == "landscape"
        if self._footer is None or shape == "cards":
            plain = value("pStyle", self._sheet.use("TableEnd", self._profile))
            return f"<w:p>{self._properties({'pStyle': plain})}</w:p>"
        run = Run(DOCUMENT, self._profile, self._language)
        labelled = replace(run, language=self._footer.language or run.language)
        tabs = {"tabs": self._tabs()} if landscape else {}
        first = self._properties({"pStyle": style} | tabs)
        second = self._properties({"pStyle": style})
        edition = self._footer.edition
        beside = plain_run(f" · {edition}", labelled) if landscape and edition else ""
        return (
            f"<w:p>{first}{self._title(self._footer, run)}{beside}<w:r><w:tab/></w:r>"
            f"{self._pages(self._footer, labelled)}</w:p>"
            + (
                f"<w:p>{second}{plain_run(edition, labelled)}</w:p>"
                if edition and not beside
                else ""
            )
        )

    def _title(self, footer: Footer, run: Run) -> str:
        """Write the title; the code of a tool stands out."""
        code = plain_run(footer.code, replace(run, style="SmallCode"))
        return code + plain_run(footer.title.removeprefix(footer.code), run)

    def _pages(self, footer: Footer, run: Run) -> str:
        """Write “Page 1 of 2”, which stays on one line. Where the words around it run from right to
        left and these do not, a mark that nobody sees keeps the last number in its place.
        """
        one = plain_run("1", run)
        other = self._turned and run.language and not runs_right_to_left(run.language)
        return (
            plain_run(f"{footer.page}\u00a0", run)
            + field("PAGE", one, run)
            + plain_run(f"\u00a0{footer.of}\u00a0", run)
            + field("NUMPAGES", one, run)
            + (plain_run(LEFT_TO_RIGHT, run) if other else "")
        )

    def _tabs(self) -> str:
        old, new = dxa(self._sheet.width), dxa(self.landscape_width)
        return (
            f'<w:tabs><w:tab w:val="clear" w:pos="{old}"/>'
            f'<w:tab w:val="right" w:pos="{new}"/></w:tabs>'
        )
