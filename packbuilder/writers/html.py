"""Publication + Theme → HTML and CSS for the PDF engine, by jinja2 over `templates/`.

One small function for each node type; `INLINES` and `BLOCKS` name them. Pictures are addressed as
`asset:/…` and never read from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import jinja2
from markupsafe import Markup, escape

from packbuilder import model as m
from packbuilder.diagnostics import Code, Span, fail
from packbuilder.model import Publication
from packbuilder.theme import Theme


class Page:
    """What the functions below need to know: the part's notes, the publication's pictures."""

    def __init__(self, part: m.Part, pictures: Mapping[str, m.Picture]) -> None:
        self.footnotes = part.footnotes
        self.pictures = pictures

    def inlines(self, inlines: Iterable[m.Inline]) -> Markup:
        """Write a line of text."""
        return Markup("").join(INLINES[type(inline)](self, inline) for inline in inlines)

    def blocks(self, blocks: Iterable[m.Block]) -> Markup:
        """Write blocks."""
        return Markup("\n").join(BLOCKS[type(block)](self, block) for block in blocks)


def write_html(publication: Publication, theme: Theme) -> str:
    """Write a publication as one HTML document with its styles."""
    return _render(
        theme,
        "publication.html",
        publication=publication,
        styles=Markup(custom_properties(theme) + theme.templates["pack.css"]),
        blocks=lambda part: Page(part, publication.pictures).blocks(part.blocks),
        asset=_asset,
    )


def write_page(theme: Theme, template: str, **values: Any) -> bytes:
    """Write one of the pages that go into a zip beside the documents."""
    return _render(theme, template, **values).encode()


def _render(theme: Theme, template: str, **values: Any) -> str:
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(dict(theme.templates)),
        autoescape=jinja2.select_autoescape(("html",)),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    try:
        return environment.get_template(template).render(**values)
    except jinja2.TemplateError as error:
        name = getattr(error, "name", None) or template
        raise fail(
            Code.TEMPLATE,
            Span(f"templates/{name}", getattr(error, "lineno", None) or 1),
            f"the template cannot be used: {error.message}",
            "see templates/README.md for the names a template may use",
        ) from None


def custom_properties(theme: Theme) -> str:
    """Write the tokens as CSS custom properties, those of a profile under its class."""
    tokens = theme.tokens
    common = {f"colour-{name}": value for name, value in tokens.colours.items()}
    common |= {f"length-{name}": value for name, value in tokens.lengths.items()}
    common |= {f"page-{name}": value for name, value in vars(tokens.page).items()}
    common["font"] = f'"{tokens.font}"'
    rules = [_rule(":root", common)]
    for profile, spec in tokens.profiles.items():
        values = {"measure": spec.measure}
        for role in tokens.roles:
            style = theme.style(profile, role)
            values |= {
                f"{role}-size": f"{style.size:g}pt",
                f"{role}-leading": f"{style.leading:g}pt",
                f"{role}-before": f"{style.before:g}pt",
                f"{role}-after": f"{style.after:g}pt",
                f"{role}-weight": "700" if style.bold else "400",
                f"{role}-colour": style.colour,
            }
        rules.append(_rule(f".profile-{profile}", values))
    page = tokens.page
    margins = f"{page.top} {page.right} {page.bottom} {page.left}"
    rules.append(f"@page {{ size: {page.width} {page.height}; margin: {margins}; }}")
    rules.append(f"@page landscape {{ size: {page.height} {page.width}; margin: {margins}; }}")
    return "\n".join(rules) + "\n"


def _rule(selector: str, values: Mapping[str, str]) -> str:
    inner = "".join(f"--{name}:{value};" for name, value in values.items())
    return f"{selector}{{{inner}}}"


def _asset(path: str) -> str:
    return f"asset:/{path}"


def _tag(name: str, inner: Markup, **attributes: Any) -> Markup:
    """Write one element; attributes that are empty are left out, `class_` is `class`."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
        if value != ""
    )
    return Markup("<{0}{1}>{2}</{0}>").format(name, written, inner)


# Inlines ----------------------------------------------------------------------------------------


def _text(_: Page, node: m.Text) -> Markup:
    return escape(node.text)


def _strong(page: Page, node: m.Strong) -> Markup:
    return _tag("strong", page.inlines(node.inlines))


def _emphasis(page: Page, node: m.Emphasis) -> Markup:
    return _tag("em", page.inlines(node.inlines))


def _code(_: Page, node: m.Code) -> Markup:
    return _tag("code", escape(node.text))


def _link(page: Page, node: m.Link) -> Markup:
    href = f"#{node.target}" if node.internal else node.target
    return _tag("a", page.inlines(node.inlines), href=href)


def _foreign(page: Page, node: m.Foreign) -> Markup:
    return _tag("span", page.inlines(node.inlines), lang=node.language)


def _line_break(_: Page, __: m.LineBreak) -> Markup:
    return Markup("<br>")


def _blank(_: Page, __: m.Blank) -> Markup:
    return Markup('<span class="blank"></span>')


def _footnote(page: Page, node: m.FootnoteReference) -> Markup:
    notes = page.footnotes[node.number - 1]
    lines = [page.inlines(block.inlines) for block in notes if isinstance(block, m.Paragraph)]
    inner = Markup("").join(_tag("span", line, class_="note-line") for line in lines)
    return _tag("span", inner, class_="footnote")


# Blocks -----------------------------------------------------------------------------------------


def _heading(page: Page, node: m.Heading) -> Markup:
    inner = page.inlines(node.inlines)
    if node.number:
        inner = _tag("span", escape(node.number), class_="number") + " " + inner
    return _tag(f"h{node.level}", inner, id=node.anchor)


def _paragraph(page: Page, node: m.Paragraph) -> Markup:
    return _tag("p", page.inlines(node.inlines))


def _bullets(page: Page, node: m.BulletList) -> Markup:
    return _tag("ul", page.blocks(node.items))


def _ordered(page: Page, node: m.OrderedList) -> Markup:
    return _tag("ol", page.blocks(node.items), start="" if node.start == 1 else node.start)


def _item(page: Page, node: m.ListItem) -> Markup:
    return _tag("li", page.blocks(node.blocks))


def _definitions(page: Page, node: m.DefinitionList) -> Markup:
    return _tag("dl", page.blocks(node.items))


def _definition(page: Page, node: m.Definition) -> Markup:
    return _tag("dt", page.inlines(node.term)) + _tag("dd", page.blocks(node.blocks))


def _table(page: Page, node: m.Table) -> Markup:
    caption = _tag("caption", page.inlines(node.caption)) if node.caption else Markup("")
    columns = Markup("").join(
        Markup('<col style="width:{}%">').format(width) for width in node.widths
    )
    head = _tag("thead", _row(page, node.header, "col", 0))
    rows = (_row(page, row, "row", 1 if node.header_column else 0) for row in node.rows)
    body = _tag("tbody", Markup("").join(rows))
    return _tag("table", caption + columns + head + body, id=node.anchor)


def _row(page: Page, cells: tuple[m.Cell, ...], scope: str, headers: int) -> Markup:
    headers = len(cells) if scope == "col" else headers
    written = []
    for number, cell in enumerate(cells):
        side = "" if cell.align == "left" else f"align-{cell.align}"
        name, scoped = ("th", scope) if number < headers else ("td", "")
        written.append(_tag(name, page.inlines(cell.inlines), scope=scoped, class_=side))
    return _tag("tr", Markup("").join(written))


def _callout(page: Page, node: m.Callout) -> Markup:
    title = _tag("p", page.inlines(node.title), class_="callout-title")
    return _tag("div", title + page.blocks(node.blocks), class_="callout")


def _quotation(page: Page, node: m.Quotation) -> Markup:
    by = _tag("p", page.inlines(node.by), class_="by") if node.by else Markup("")
    return _tag("blockquote", page.blocks(node.blocks) + by)


def _figure(page: Page, node: m.Figure) -> Markup:
    image = Markup('<img src="{}" alt="{}" style="width:{}%">').format(
        _asset(node.image), node.alt, node.width
    )
    if not node.alt:  # a background is an artifact, which is how PDF says “decorative”
        picture = page.pictures[node.image]
        image = Markup(
            '<div class="decorative" style="background-image:url(\'{}\');width:{}%;'
            'padding-bottom:{:.2f}%"></div>'
        ).format(_asset(node.image), node.width, node.width * picture.height / picture.width)
    caption = _tag("figcaption", page.inlines(node.caption)) if node.caption else Markup("")
    return _tag("figure", image + caption, id=node.anchor)


def _code_block(_: Page, node: m.CodeBlock) -> Markup:
    return _tag("pre", escape(node.text))


def _page_break(_: Page, __: m.PageBreak) -> Markup:
    return Markup('<div class="page-break"></div>')


def _landscape(page: Page, node: m.Landscape) -> Markup:
    return _tag("div", page.blocks(node.blocks), class_="landscape")


def _steps(page: Page, node: m.Steps) -> Markup:
    return _tag("ol", page.blocks(node.items), class_="steps")


def _step(page: Page, node: m.Step) -> Markup:
    label = _tag("p", escape(node.label), class_="minutes")
    return _tag("li", label + page.blocks(node.blocks))


def _answer(page: Page, node: m.Answer) -> Markup:
    label = _tag("p", page.inlines(node.label), class_="answer-label")
    lines = Markup('<div class="writing-line"></div>') * node.lines
    return _tag("div", label + lines, class_="answer")


INLINES: Mapping[type[m.Inline], Callable[[Page, Any], Markup]] = MappingProxyType(
    {
        m.Text: _text,
        m.Strong: _strong,
        m.Emphasis: _emphasis,
        m.Code: _code,
        m.Link: _link,
        m.Foreign: _foreign,
        m.LineBreak: _line_break,
        m.Blank: _blank,
        m.FootnoteReference: _footnote,
    }
)

BLOCKS: Mapping[type[m.Block], Callable[[Page, Any], Markup]] = MappingProxyType(
    {
        m.Heading: _heading,
        m.Paragraph: _paragraph,
        m.BulletList: _bullets,
        m.OrderedList: _ordered,
        m.ListItem: _item,
        m.DefinitionList: _definitions,
        m.Definition: _definition,
        m.Table: _table,
        m.Callout: _callout,
        m.Quotation: _quotation,
        m.Figure: _figure,
        m.CodeBlock: _code_block,
        m.PageBreak: _page_break,
        m.Landscape: _landscape,
        m.Steps: _steps,
        m.Step: _step,
        m.Answer: _answer,
    }
)
