"""Figures, marks and logos → inline pictures: drawings as SVG, and PNG where that is not shown."""

from __future__ import annotations

from packbuilder import model as m
from packbuilder.theme.pictures import logo_width, widest_print
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import BodyItem
from packbuilder.writers.docx.layout_context import LayoutContext, Run
from packbuilder.writers.docx.paragraphs import gap, paragraph
from packbuilder.writers.docx.runs import plain_run
from packbuilder.writers.docx.xml import emu, on, points_of, xml_attribute

_SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
BETWEEN_LOGOS = "\u2003\u2003"
"""Two spaces as wide as the letters are high."""
_OFFICE = "http://schemas.microsoft.com/office/drawing"


def figure(node: m.Figure, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write a picture, and its caption below."""
    layout = layout.unmarked()
    picture = context.publication.pictures[node.image]
    width = min(layout.room * node.width / 100, _widest(picture, layout, context))
    height = width * picture.height / picture.width
    extra = {"keepNext": on("keepNext")} if node.caption else {}
    shown = drawing(node.image, node.alt, width, height, layout, context)
    written: list[BodyItem] = []
    if node.title:
        line, kept = context.line(node.title, layout, bold=True), {"keepNext": on("keepNext")}
        written.append(paragraph("Caption", line, layout, context, properties=kept))
    written.append(paragraph("Figure", shown, layout, context, properties=extra))
    if node.caption:
        caption = context.line(node.caption, layout)
        written.append(paragraph("FigureCaption", caption, layout, context))
    anchored = context.bookmarks.anchor(node.anchor, written)
    return [*anchored, gap(points_of(context.theme.length("gap")))]


def logos(node: m.Logos, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write logos in one paragraph, so that they go on below where a line is full."""
    layout = layout.unmarked()
    shown = []
    for logo in node.items:
        picture = context.publication.pictures[logo.image]
        width = min(logo_width(picture, node.height), layout.room)
        height = width * picture.height / picture.width
        shown.append(drawing(logo.image, logo.alt, width, height, layout, context))
    apart = plain_run(BETWEEN_LOGOS, Run(layout.story, layout.profile))
    line = paragraph("Figure", apart.join(shown), layout, context)
    return [line, gap(points_of(context.theme.length("gap")))]


def drawing(
    path: str, alt: str, width: float, height: float, layout: LayoutContext, context: WordContext
) -> str:
    """Write a picture of a size in mm. Without `alt` it is marked as decorative."""
    id = context.next_drawing()
    png, svg = context.picture(path, width, layout.story)
    extent = f'cx="{emu(width)}" cy="{emu(height)}"'
    graphic = (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{id}" name="Picture {id}"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{png}">{_svg(svg)}</a:blip>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        f'<wp:docPr id="{id}" name="Picture {id}" descr="{xml_attribute(alt)}"{_described(alt)}'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
        "</wp:cNvGraphicFramePr><a:graphic><a:graphicData "
        f'uri="http://schemas.openxmlformats.org/drawingml/2006/picture">{graphic}'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _svg(relation: str) -> str:
    if not relation:
        return ""
    return (
        f'<a:extLst><a:ext uri="{_SVG}"><asvg:svgBlip xmlns:asvg="{_OFFICE}/2016/SVG/main" '
        f'r:embed="{relation}"/></a:ext></a:extLst>'
    )


def _described(alt: str) -> str:
    """Return the end of `wp:docPr`: nothing more, or that the picture is decorative."""
    if alt:
        return "/>"
    return (
        f'><a:extLst><a:ext uri="{_DECORATIVE}"><adec:decorative '
        f'xmlns:adec="{_OFFICE}/2017/decorative" val="1"/></a:ext></a:extLst></wp:docPr>'
    )


def _widest(picture: m.Picture, layout: LayoutContext, context: WordContext) -> float:
    return widest_print(picture, context.theme, landscape=layout.width != context.sheet.width)
