"""Publication + Theme → HTML and CSS for the PDF engine, by jinja2 over `templates/`.

`blocks` and `inlines` write the text, one small function a node type; `css` puts tokens into the
styles, which the engine gets apart, as many documents share them. Pictures are addressed as
`asset:/…` and never read from here.
"""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.model import Contents, Heading, Opening, Part, Publication
from packbuilder.theme import Theme
from packbuilder.theme.heights import foot_is_high
from packbuilder.theme.pictures import logos_height
from packbuilder.writers.markup import direction_in, tag
from packbuilder.writers.pdf.markup.blocks import BLOCKS
from packbuilder.writers.pdf.markup.context import MarkupContext, asset
from packbuilder.writers.pdf.markup.css import write_styles
from packbuilder.writers.pdf.markup.inlines import INLINES

__all__ = [
    "BLOCKS",
    "INLINES",
    "SKIPPED",
    "load_templates",
    "write_html",
    "write_page",
    "write_styles",
]


SKIPPED = "skipped"
"""What an empty page is known by, which is not printed: those behind it are the other sides of
sheets.
"""

_PUBLICATION = ("publication.html", "parts.html")


def write_html(publication: Publication, theme: Theme) -> str:
    """Write a publication as one HTML document, without its styles."""
    html = _render(
        theme,
        "publication.html",
        publication=publication,
        blocks=lambda part: _blocks(
            part, MarkupContext(part, publication, theme, BLOCKS, INLINES), publication.contents
        ),
        skipped=_SKIPPED,
        high_foot=lambda part: foot_is_high(part.footer, theme, part.profile, part.landscape),
        logos_height=lambda opening: f"{_logos_height(opening, publication, theme):.2f}mm",
        asset=asset,
        direction=_direction,
        fillable=theme.fillable,
    )
    return html.replace("\u2011", "-")  # in titles; words of the text do not break there


_SKIPPED = tag("div", Markup(""), id=SKIPPED, class_=SKIPPED)


def _blocks(part: Part, context: MarkupContext, contents: Contents | None) -> Markup:
    """Write the blocks of a part, with an empty page where its contents are put in later."""
    if not contents or not contents.held:
        return context.blocks(part.blocks)
    anchors = [block.anchor if isinstance(block, Heading) else "" for block in part.blocks]
    at = anchors.index(contents.before) if contents.before else 0
    return context.blocks(part.blocks[:at]) + _SKIPPED + context.blocks(part.blocks[at:])


def _logos_height(opening: Opening, publication: Publication, theme: Theme) -> float:
    """Return how high the logos of a cover are in mm, which stand side by side."""
    pictures = [publication.pictures[logo.image] for logo in opening.logos]
    room = theme.page("width") - theme.page("left") - theme.page("right")
    return logos_height(
        pictures, theme.length("cover-logo"), room - _ROUNDED, theme.length("wide-gap")
    )


_ROUNDED = 0.2
"""So many mm stay free beside logos, as their sizes are rounded."""


def _direction(language: str, around: str = "") -> Markup:
    """Return the attribute that says in which direction words run, where it is not that around."""
    found = direction_in(language, around)
    return Markup(' dir="{}"').format(found) if found else Markup("")


def write_page(theme: Theme, template: str, **values: Any) -> bytes:
    """Write one of the pages that go into a zip beside the documents."""
    return _render(theme, template, **values).encode()


def load_templates(theme: Theme) -> None:
    """Compile the templates of publications ahead; what is wrong with them is said when used."""
    environment = _environment(tuple(theme.templates.items()))
    with contextlib.suppress(jinja2.TemplateError):
        for name in _PUBLICATION:
            environment.get_template(name)


def _render(theme: Theme, template: str, **values: Any) -> str:
    environment = _environment(tuple(theme.templates.items()))
    try:
        return environment.get_template(template).render(**values)
    except (jinja2.TemplateError, RecursionError, ArithmeticError) as error:
        name, line = _where(error, theme)
        raise fail(
            Code.TEMPLATE,
            Span(f"templates/{name or template}", line),
            f"the template cannot be used: {_words(error)}",
            "see templates/README.md for the names a template may use",
        ) from None


def _words(error: Exception) -> str:
    """Return what is wrong; of a template that is not there, jinja2 gives the name alone."""
    missing = isinstance(error, jinja2.TemplateNotFound)
    return f"there is no template “{error}”" if missing else str(error)


@lru_cache(maxsize=4)
def _environment(templates: tuple[tuple[str, str], ...]) -> jinja2.Environment:
    """Set up jinja2; kept, as it compiles each template once."""
    texts = dict(templates)

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """Return a template, named so that a trace tells its lines."""
        return (texts[name], name, lambda: True) if name in texts else None

    return ImmutableSandboxedEnvironment(
        loader=jinja2.FunctionLoader(load),
        autoescape=jinja2.select_autoescape(("html",)),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _where(error: Exception, theme: Theme) -> tuple[str, int]:
    """Return in which template and line something went wrong; what fails late tells by its
    trace.
    """
    name, line = getattr(error, "name", None) or "", getattr(error, "lineno", None) or 1
    if isinstance(error, jinja2.TemplateSyntaxError):
        return name, line
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename in theme.templates]
    last = frames[-1] if frames else None
    return (last.filename, last.lineno or 1) if last else (name, line)
