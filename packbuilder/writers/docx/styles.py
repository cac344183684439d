"""Tokens → styles.xml, and the names of styles while a document is written.

The profile with most paragraphs gives Word's own styles. A part in another profile uses styles
derived from them (“Heading 1 handout”), which appear once they are used.

A style says only what differs from the one it is based on, so that changing Normal in Word changes
the whole pack.
"""

from __future__ import annotations

from collections.abc import Collection

from packbuilder.settings.dates import runs_right_to_left
from packbuilder.theme import Style, Theme
from packbuilder.writers.docx.fonts import line_height
from packbuilder.writers.docx.frames import frame_borders, frame_shade
from packbuilder.writers.docx.letters import character_style, letters_of
from packbuilder.writers.docx.numbering import STYLE_NUMBERS, list_hanging, numbering_of
from packbuilder.writers.docx.right_to_left import turned_borders, turned_frame
from packbuilder.writers.docx.style_look import StyleLook
from packbuilder.writers.docx.style_spec import (
    COLUMN_PROFILE,
    HEADING_STYLES,
    RULED_HEADING,
    StyleSpec,
)
from packbuilder.writers.docx.style_table import CHARACTER_STYLES, TABLE_STYLE, styles_with_contents
from packbuilder.writers.docx.xml import (
    NO_BORDER_BELOW,
    border,
    borders_element,
    document,
    dxa,
    on,
    paragraph_properties,
    points_of,
    run_properties,
    twips,
    value,
    xml_attribute,
)

SINGLE = 240
"""A line as high as the font asks for, as Word counts it (ECMA-376, 17.3.1.33)."""

_NOTHING_SAID = StyleLook({}, {"before": 0, "after": 0}, {"left": 0, "right": 0, "hanging": 0}, {})
"""What paragraphs look like without any style."""

_KERNED = 16
"""From which size on pairs of letters are kerned, in half points: all, as in the PDF."""

_BELOW_RULE = 4
"""How far words stand below the rule above them, in pt."""

AROUND_MARK = 1.0
"""What a line with a check box alone is higher than that, in mm."""


class StyleSheet:
    """The styles of one document. `main` is the profile that gives Word's own styles their sizes;
    `width` is that of the text on an upright page, in mm.

    In the profiles `whole_lines`, lines are as long as there is room.
    `contents_from` is the level in the outline of the upper entries of the contents list, and
    `heading_list` the list that counts headings, 0 when they have no numbers.
    """

    def __init__(
        self,
        theme: Theme,
        main: str,
        language: str,
        contents_from: int = 1,
        heading_list: int = 0,
        whole_lines: Collection[str] = (),
        lists_parts: bool = False,
    ) -> None:
        self.theme = theme
        self.main = main
        self.language = language
        self.turned = runs_right_to_left(language)
        self.contents_from = contents_from
        self.width = theme.page("width") - theme.page("left") - theme.page("right")
        self._specs = styles_with_contents(contents_from, lists_parts)
        self._heading_list = heading_list
        self._whole_lines = whole_lines
        self._derived: dict[tuple[str, str], str] = {}
        self._looks: dict[tuple[str, str], StyleLook] = {}

    def use(self, style: str, profile: str) -> str:
        """Return the id of a style in a profile."""
        if profile == self.main:
            return style
        if (style, profile) not in self._derived:
            self._derived[style, profile] = f"{style}{profile.title()}"
            following = self._specs[style].following
            if following:
                self.use(following, profile)
        return self._derived[style, profile]

    def look(self, style: str, profile: str) -> Style:
        """Return sizes and spaces of a style in a profile, in pt, as its token roles say."""
        return self.theme.style(profile, self._specs[style].role)

    def is_bold(self, style: str, profile: str) -> bool:
        """Whether the letters of a style are bold."""
        spec = self._specs[style]
        look = self.theme.style(profile, spec.role)
        return (look.bold if spec.bold is None else spec.bold) and not look.black

    def name(self, style: str, profile: str) -> str:
        """Return the name that Word shows for a style as a profile has it."""
        name = self._specs[style].name
        return name if profile == self.main else f"{name.title()} {profile}"

    def befores(self) -> dict[str, float]:
        """Return the space before each style that may be used, in pt."""
        found = {id: self._before(spec, self.main) for id, spec in self._specs.items()}
        for (style, profile), id in self._derived.items():
            found[id] = self._before(self._specs[style], profile)
        return found

    def column(self, profile: str) -> float:
        """Return how wide the margin column of a profile's pages is, in mm; most have none."""
        return self.theme.length("column") if profile == COLUMN_PROFILE else 0

    def indent(self, style: str, profile: str) -> float:
        """Return how far a style's text stands from the margin, in mm."""
        spec = self._specs[style]
        column = self.column(profile) if spec.column else 0
        if column and spec.id == "DefinitionText":
            return column  # its term stands in the margin
        if column and spec.numbering:  # the outermost bullet begins where the column does
            column += list_hanging(self.theme, spec.numbering, profile)
            column -= self.theme.length("list-indent")
        return sum(self.theme.length(name) for name in spec.indent) + column

    def cuts_pictures(self, style: str, profile: str) -> bool:
        """Whether lines are set closer than the font asks for: then the top is cut off of what is
        higher than letters.
        """
        spacing = self._spacing(self._specs[style], profile)
        return spacing["lineRule"] == "auto" and int(spacing["line"]) < SINGLE

    def has_list(self, style: str, number: int, level: int) -> bool:
        """Whether a style by itself puts paragraphs into a list, at a level."""
        spec = self._specs[style]
        own = STYLE_NUMBERS.get(spec.numbering, 0)
        return own == number and _list_level(spec) == level

    def right(self, style: str, profile: str, width: float) -> float:
        """Return how far a style's lines end before the margin of a text `width` mm wide."""
        spec = self._specs[style]
        if spec.frame == "tint":
            return self.theme.length("cell-padding")
        if spec.frame == "bar":
            return width - self.theme.length("cover-mark")
        if spec.id == "KeySentence":
            return self.theme.length("key-margin")
        if not spec.measure or profile in self._whole_lines or profile == COLUMN_PROFILE:
            return 0
        return max(width - self.theme.measure(profile), 0)

    def xml(self) -> bytes:
        """Write styles.xml."""
        styles = [_defaults(self.language), _LATENT, _BASE]
        styles += [self._paragraph_style(spec) for spec in self._specs.values()]
        styles += [self._derived_style(*key) for key in sorted(self._derived)]
        styles += [character_style(id, self.theme) for id in CHARACTER_STYLES]
        styles.append(_table_style(self.theme))
        return document("w:styles", "".join(styles), "w")

    def _paragraph_style(self, spec: StyleSpec) -> str:
        default = ' w:default="1"' if spec.id == "Normal" else ""
        custom = ' w:customStyle="1"' if spec.custom else ""
        described = value("name", spec.name)
        described += value("basedOn", spec.based) if spec.based else ""
        described += value("next", spec.following) if spec.following else ""
        described += value("uiPriority", 1 if spec.quick else 9)
        described += on("qFormat") if spec.quick else ""
        based = self._specs.get(spec.based)
        base = self._whole_look(based, self.main) if based else _NOTHING_SAID
        look = self._whole_look(spec, self.main).beyond(base)
        return (
            f'<w:style w:type="paragraph"{default}{custom} w:styleId="{spec.id}">{described}'
            f"{look.xml()}</w:style>"
        )

    def _derived_style(self, style: str, profile: str) -> str:
        spec = self._specs[style]
        described = value("name", self.name(style, profile)) + value("basedOn", style)
        described += value("next", self.use(spec.following, profile)) if spec.following else ""
        described += value("uiPriority", 20)
        look = self._whole_look(spec, profile).beyond(self._whole_look(spec, self.main))
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{self.use(style, profile)}">'
            f"{described}{look.xml()}</w:style>"
        )

    def _whole_look(self, spec: StyleSpec, profile: str) -> StyleLook:
        """Return all that a style means in a profile, whatever it is based on."""
        if (spec.id, profile) not in self._looks:
            self._looks[spec.id, profile] = StyleLook(
                self._paragraph_look(spec, profile),
                self._spacing(spec, profile),
                self._indents(spec, profile),
                self._run_look(spec, profile),
            )
        return self._looks[spec.id, profile]

    def _paragraph_look(self, spec: StyleSpec, profile: str) -> dict[str, str]:
        pieces = {name: on(name) for name, wanted in _keeps(spec) if wanted}
        if spec.frame:
            style = self.theme.style(profile, spec.role)
            borders = frame_borders(spec.frame, self.theme, style)
            pieces["pBdr"] = borders_element(turned_borders(borders) if self.turned else borders)
            pieces["shd"] = frame_shade(spec.frame, self.theme)
        if spec.numbering:
            pieces["numPr"] = numbering_of(STYLE_NUMBERS[spec.numbering], _list_level(spec))
        elif spec.id in HEADING_STYLES and self._heading_list:
            pieces["numPr"] = numbering_of(self._heading_list, HEADING_STYLES.index(spec.id))
        if spec.tab:
            leader = "dot" if spec.tab == "leader" else "none"
            stop = f'<w:tab w:val="right" w:leader="{leader}" w:pos="{dxa(self.width)}"/>'
            pieces["tabs"] = f"<w:tabs>{stop}</w:tabs>"
        if spec.id == RULED_HEADING and self.rules_headings(profile):
            rule = points_of(self.theme.length("section-rule"))
            above = border("top", rule, self.theme.colour("primary"), _BELOW_RULE)
            pieces["pBdr"] = borders_element({"top": above, "bottom": NO_BORDER_BELOW})
        if spec.id == "DefinitionTerm" and self.column(profile):
            pieces["framePr"] = margin_frame(self.theme)
        if spec.level:
            pieces["outlineLvl"] = value("outlineLvl", spec.level - 1)
        return turned_frame(pieces) if self.turned else pieces

    def rules_headings(self, profile: str) -> bool:
        """Whether the highest headings below titles have a rule above."""
        return profile == COLUMN_PROFILE or profile in self._whole_lines

    def _spacing(self, spec: StyleSpec, profile: str) -> dict[str, int | str]:
        style = self.theme.style(profile, spec.role)
        line = round(SINGLE * style.leading / (style.size * line_height(self.theme)))
        rule = "auto"
        if spec.least_line:
            line, rule = dxa(self.theme.length(spec.least_line)), "atLeast"
        elif spec.id == "Figure":
            line = SINGLE
        elif spec.id in ("TableEnd", "CoverBar"):
            line, rule = 20, "exact"
        elif spec.id in ("StepMinutes", "BigNumber"):
            line, rule = twips(style.leading), "exact"
        elif spec.id == "Mark":
            line, rule = dxa(self.theme.length("tick") + AROUND_MARK), "exact"
        before, after = twips(self._before(spec, profile)), twips(self._after(spec, style))
        return {"before": before, "after": after, "line": line, "lineRule": rule}

    def _before(self, spec: StyleSpec, profile: str) -> float:
        if spec.before:
            return points_of(self.theme.length(spec.before))
        return 0 if spec.tight else self.theme.style(profile, spec.role).before

    def _after(self, spec: StyleSpec, style: Style) -> float:
        if spec.after:
            return points_of(self.theme.length(spec.after))
        return 0 if spec.tight or spec.frame.startswith("callout") else style.after

    def _indents(self, spec: StyleSpec, profile: str) -> dict[str, int | str]:
        hanging = list_hanging(self.theme, spec.numbering, profile) if spec.numbering else 0
        if spec.id in HEADING_STYLES and self._heading_list:
            hanging = self.column(profile)
        if spec.frame == "section":
            hanging = self.indent(spec.id, profile)
        return {
            "left": dxa(self.indent(spec.id, profile)),
            "right": dxa(self.right(spec.id, profile, self.width)),
            "hanging": dxa(hanging),
        }

    def _run_look(self, spec: StyleSpec, profile: str) -> dict[str, str]:
        style = self.theme.style(profile, spec.role)
        pieces = letters_of(self.theme, style)
        if self.is_bold(spec.id, profile):
            pieces |= {"b": on("b"), "bCs": on("bCs")}
        if spec.role == "code":
            pieces["noProof"] = on("noProof")
        return pieces


def margin_frame(theme: Theme, width: float = 0) -> str:
    """Return where a paragraph in the margin column stands: beside the one after it."""
    wide = dxa(width or theme.length("column") - theme.length("small-gap"))
    place = 'w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:x="1" w:y="1"'
    return f'<w:framePr w:w="{wide}" {place}/>'


def indents(left: float, right: float, hanging: float | None = None) -> str:
    """Return `w:ind`, from mm; without `hanging` the first line stands as the style says. It begins
    right where lines that do not hang begin: a bar beside both is broken where a twentieth of a
    point lies between them.
    """
    hang = ""
    if hanging is not None:
        hang = f' w:hanging="{dxa(left) - dxa(left - hanging)}"'
    return f'<w:ind w:left="{dxa(left)}" w:right="{dxa(right)}"{hang}/>'


def _keeps(spec: StyleSpec) -> tuple[tuple[str, bool], ...]:
    return ("keepNext", spec.keep_next), ("keepLines", spec.keep_lines)


def _list_level(spec: StyleSpec) -> int:
    """Return the level of a list style, from 0."""
    return int(spec.id[-1]) - 1 if spec.id[-1].isdecimal() else 0


def _defaults(language: str) -> str:
    """Write what all text has. Letters are Normal’s: in tables, LibreOffice would set those of the
    defaults over what character styles say.
    """
    turned, own = runs_right_to_left(language), xml_attribute(language)
    pieces = {
        "kern": value("kern", _KERNED),
        "lang": f'<w:lang w:val="{own}" w:eastAsia="{own}" w:bidi="{own if turned else "ar-SA"}"/>',
    }
    paragraph = paragraph_properties(
        ({"bidi": on("bidi")} if turned else {})
        | {
            "widowControl": on("widowControl"),
            "suppressAutoHyphens": on("suppressAutoHyphens"),
            "jc": value("jc", "left"),
        }
    )
    return (
        f"<w:docDefaults><w:rPrDefault>{run_properties(pieces)}</w:rPrDefault>"
        f"<w:pPrDefault>{paragraph}</w:pPrDefault></w:docDefaults>"
    )


def _table_style(theme: Theme) -> str:
    strong, hair = points_of(theme.length("strong-rule")), points_of(theme.length("hairline"))
    primary = theme.colour("primary")
    sides = border("top", strong, primary) + border("bottom", strong, primary)
    sides += border("insideH", hair, theme.colour("hair"))
    padding = dxa(theme.length("cell-padding"))
    margins = {"top": padding, "left": 0, "bottom": padding, "right": padding}
    cells = "".join(f'<w:{side} w:w="{size}" w:type="dxa"/>' for side, size in margins.items())
    under = border("bottom", points_of(theme.length("table-rule")), primary)
    head = f'<w:tcPr><w:tcBorders>{under}</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr>'
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{TABLE_STYLE}">'
        '<w:name w:val="Pack Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>'
        "<w:qFormat/>"
        f"<w:tblPr><w:tblBorders>{sides}</w:tblBorders><w:tblCellMar>{cells}</w:tblCellMar></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow">{head}</w:tblStylePr></w:style>'
    )


_LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" '
    'w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
)

_BASE = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
    "<w:unhideWhenUsed/></w:style>"
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
    '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    "</w:style>"
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
)
