"""A whole HTML file: what surrounds the text, its styles and its script; it loads nothing.

The policy in its head lets nothing in but the one style and the one script that stand in it, and
pictures and fonts that the file holds.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from markupsafe import Markup, escape

from packbuilder import model as m
from packbuilder.theme import Theme
from packbuilder.writers.html.blocks import BLOCKS
from packbuilder.writers.html.context import EMPTY, LINES, Collected, HtmlContext, data_of, spoken
from packbuilder.writers.html.inlines import INLINES
from packbuilder.writers.html.openings import contents, opening, page_header
from packbuilder.writers.html.styles import write_styles
from packbuilder.writers.markup import direction_in, start, tag

_SCRIPT = "answers.js"


def write_document(publication: m.Publication, theme: Theme) -> bytes:
    """Write a publication as one HTML file; the same input gives the same bytes."""
    collected = Collected()
    body = _body(publication, theme, collected)
    style = write_styles(theme, publication, collected.shares, set(body.unescape()))
    script = theme.templates.get(_SCRIPT, "") if "<form" in body else ""
    head = LINES.join(_head(publication, style, script))
    drawings = _drawings(publication, collected)
    inner = tag("head", head) + LINES + tag("body", drawings + body + _scripted(script))
    html = Markup("<!doctype html>\n{}\n").format(
        tag(
            "html",
            inner,
            lang=publication.language,
            dir=direction_in(publication.language),
            data_name=f"{publication.name}.html",
        )
    )
    return html.encode()


def _head(publication: m.Publication, style: str, script: str) -> Iterator[Markup]:
    yield start("meta", charset="utf-8")
    yield Markup('<meta http-equiv="Content-Security-Policy" content="{}">').format(
        _policy(style, script)
    )
    yield start("meta", name="viewport", content="width=device-width, initial-scale=1")
    yield tag("title", escape(publication.title))
    for name, value in (
        *(("author", author) for author in publication.authors),
        ("description", publication.description),
        ("keywords", ", ".join(publication.keywords)),
        ("version", publication.version),
        *(("form", f"{f.name} {f.version} {f.digest}") for f in m.forms_of(publication)),
    ):
        if value:
            yield start("meta", name=name, content=value)
    yield tag("style", Markup(style))


def _policy(style: str, script: str) -> str:
    """Return what may be loaded."""
    allowed = ["default-src 'none'", f"style-src {_hash(style)}", "img-src data:", "font-src data:"]
    allowed += [f"script-src {_hash(script)}"] if script else []
    return "; ".join([*allowed, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _scripted(script: str) -> Markup:
    return tag("script", Markup(script)) if script else EMPTY


def _drawings(publication: m.Publication, collected: Collected) -> Markup:
    """Write the small drawings once, to be used by their names."""
    symbols = []
    for path, name in collected.drawings.items():
        picture = publication.pictures[path]
        size = {"width": f"{picture.width:g}", "height": f"{picture.height:g}"}
        image = tag("image", EMPTY, href=data_of(picture), **size)
        box = f"0 0 {picture.width:g} {picture.height:g}"
        symbols.append(tag("symbol", image, id=name, viewBox=box))
    if not symbols:
        return EMPTY
    return tag(
        "svg", EMPTY.join(symbols), class_="drawings", width="0", height="0", aria_hidden="true"
    )


def _body(publication: m.Publication, theme: Theme, collected: Collected) -> Markup:
    words = theme.labels.web
    skip = tag("a", escape(words["skip"]), href="#main", class_="skip", data_page="skip")
    parts = []
    if publication.opening:
        context = _context(publication.parts[0], publication, theme, collected)
        parts.append(opening(context, publication.opening, f"{publication.name}.", 0, True))
    if publication.contents and (publication.opening or not publication.parts[0].opening):
        parts.append(
            contents(
                _context(publication.parts[0], publication, theme, collected),
                publication.contents,
                "",
            )
        )
    parts += [_part(part, publication, theme, collected) for part in publication.parts]
    main = tag("main", LINES.join(parts), id="main")
    header = page_header(publication.opening or publication.parts[0].opening)
    return LINES.join(filter(None, (skip, header, main, _end(publication))))


def _context(
    part: m.Part, publication: m.Publication, theme: Theme, collected: Collected
) -> HtmlContext:
    return HtmlContext(part, publication, theme, collected, (BLOCKS, INLINES))


def _part(part: m.Part, publication: m.Publication, theme: Theme, collected: Collected) -> Markup:
    """Write a document; places to answer stand in a form of its own."""
    context = _context(part, publication, theme, collected)
    written = []
    listed = publication.contents if not publication.opening else None
    first = not publication.opening and part is publication.parts[0]
    if part.opening:
        written.append(opening(context, part.opening, f"{part.name}.", context.deeper, first))
        if listed:
            written.append(contents(context, listed, ""))
    if part.contents:
        written.append(contents(context, part.contents, "" if part.opening else f"{part.name}."))
    if not part.opening and not part.contents:
        written.append(tag("div", EMPTY, id=f"{part.name}."))
    named = part.opening.title if context.deeper and part.opening else ""
    if named:
        context.region(named)
    text = LINES.join(_sections(context, part.blocks))
    if any(True for _ in m.all_fields(part.blocks)):
        inner = LINES.join((_unsaved(theme), text, _saving(theme)))
        text = tag("form", inner, autocomplete="off")
    written += [text, notes(context)]
    language = part.language if part.language != publication.language else ""
    direction = direction_in(part.language, publication.language)
    look = f"part profile-{part.profile}" + (" tool" if part.footer.code else "")
    look += " follows" if part.follows else ""
    inner = LINES.join(written)
    if named:
        title = f"{part.name}."
        labelled = {"aria_labelledby": title}
        return tag("section", inner, class_=look, lang=language, dir=direction, **labelled)
    return tag("div", inner, class_=look, lang=language, dir=direction)


def _sections(context: HtmlContext, blocks: tuple[m.Block, ...]) -> Iterator[Markup]:
    """Yield the text in sections labelled by their headings: in a pack, documents are sections, and
    more of them would only be in the way.
    """
    if context.deeper:
        yield context.blocks(blocks)
        return
    section: list[m.Block] = []
    for block in blocks:
        if _main_heading(block) and section:
            yield _section(context, section)
            section = []
        section.append(block)
    yield _section(context, section)


def _section(context: HtmlContext, blocks: list[m.Block]) -> Markup:
    heading = _main_heading(blocks[0]) if blocks else None
    if heading is None:
        return context.blocks(blocks)
    context.region(m.plain(heading.inlines))
    return tag("section", context.blocks(blocks), aria_labelledby=heading.anchor)


def _main_heading(block: m.Block) -> m.Heading | None:
    """Return the main heading that a block begins with."""
    first = block.blocks[0] if isinstance(block, m.Landscape) and block.blocks else block
    return first if isinstance(first, m.Heading) and first.level == 1 else None


def notes(context: HtmlContext) -> Markup:
    """Write the notes of a part in the order of their numbers, each with a way back."""
    words = context.theme.labels.web
    items = []
    for key, number in context.noted.items():
        lines = [
            context.inlines(block.inlines)
            for block in context.footnotes[key - 1]
            if isinstance(block, m.Paragraph)
        ]
        back = tag(
            "a",
            escape(words["back"]),
            href=f"#{context.anchor(f'reference:{number}')}",
            role="doc-backlink",
            aria_label=f"{words['back']}: {words['note'].format(number=number)}",
            data_page="back",
        )
        inner = Markup("<br>").join(lines) + " " + back
        items.append(tag("li", inner, id=context.anchor(f"note:{number}")))
    if not items:
        return EMPTY
    title = context.heading(1, escape(words["notes"]), class_="notes-title", data_page="notes")
    return tag("div", title + tag("ol", EMPTY.join(items)), class_="notes")


def _unsaved(theme: Theme) -> Markup:
    """Write what becomes of answers, before anybody gives one; it also holds without a script."""
    return tag("p", escape(theme.labels.web["unsaved"]), class_="unsaved", data_page="save")


def _saving(theme: Theme) -> Markup:
    """Write the buttons, which only a script can show."""
    words = theme.labels.web
    save = tag("button", escape(words["save"]), type="button", class_="save", hidden="hidden")
    paper = tag("button", escape(words["print"]), type="button", class_="print", hidden="hidden")
    clear = tag("button", escape(words["clear"]), type="reset", class_="clear", hidden="hidden")
    said = tag("p", EMPTY, role="status")
    saved = words["saved"]
    return tag(
        "div", save + paper + clear + said, class_="saving", data_page="save", data_saved=saved
    )


def _end(publication: m.Publication) -> Markup:
    footer = publication.footer or publication.parts[0].footer
    lines = [escape(footer.title), spoken(footer.edition, footer.language, publication.language)]
    lines.append(escape(publication.rights))
    return tag("footer", EMPTY.join(tag("p", line) for line in lines if line), data_page="end")
