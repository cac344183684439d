"""Publication + Theme → tagged PDF/UA-1, by WeasyPrint.

Nothing on the machine or the network is read while rendering: pictures come from memory under
`asset:` addresses, and fontconfig sees the pack's own font files only. What the engine merely
logs comes back as diagnostics.
"""

from __future__ import annotations

import atexit
import datetime
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, fail
from packbuilder.model import Figure, Picture, Publication, walk
from packbuilder.theme import Theme
from packbuilder.writers.forms import name_form_fields
from packbuilder.writers.html import write_html
from packbuilder.writers.html.css import custom_properties
from packbuilder.writers.html.page import asset
from packbuilder.writers.overflow import describe_leaving, first_place, place_of

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{folders}
<cachedir>{cache}</cachedir>
<selectfont><rejectfont><glob>*</glob></rejectfont><acceptfont>{files}</acceptfont></selectfont>
</fontconfig>
"""


_STYLE = re.compile(r" at (\d+):(\d+)[,.]")
_CHARACTER = re.compile(r"U\+([0-9A-F]{4,6})")


def write_pdf(publication: Publication, theme: Theme) -> bytes:
    """Render a publication; raises `PackError` with all that the engine complained about."""
    weasyprint, fonts = _engine(tuple(sorted(theme.fonts.items())))
    moment = datetime.datetime.combine(publication.updated, datetime.time(), datetime.UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    complaints = _Complaints(publication, custom_properties(theme).count("\n"))
    with complaints:
        html = weasyprint.HTML(
            string=write_html(publication, theme),
            base_url=None,
            url_fetcher=_fetcher(weasyprint, publication.pictures),
            media_type="print",
        )
        options = {"pdf_variant": "pdf/ua-1", "pdf_forms": theme.fillable}
        try:
            pages = html.render(font_config=fonts, **options)
            complaints.found += describe_leaving(publication, pages.pages)
            pdf = pages.write_pdf(**options)
        except weasyprint.urls.URLFetchingError as error:  # the engine lets some through
            complaints.add(str(error))
    if complaints.found:
        raise PackError(complaints.found)
    assert isinstance(pdf, bytes)
    return name_form_fields(pdf, publication) if theme.fillable else pdf


@lru_cache
def _engine(fonts: tuple[tuple[str, Path], ...]) -> tuple[Any, FontConfiguration]:
    """Load WeasyPrint with our own fontconfig, which has to be set before it is loaded."""
    folder = tempfile.mkdtemp(prefix="packbuilder-fonts-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    files = [path for _, path in fonts]
    config = Path(folder, "fonts.conf")
    config.write_text(
        _FONTCONFIG.format(
            folders="".join(f"<dir>{escape(str(d))}</dir>" for d in {f.parent for f in files}),
            cache=escape(folder),
            files="".join(f"<glob>{escape(str(file))}</glob>" for file in files),
        ),
        encoding="utf-8",
    )
    os.environ["FONTCONFIG_FILE"] = str(config)
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise fail(
            Code.LIBRARY_MISSING,
            Span(""),
            f"the text library Pango is not installed ({error})",
            "install it: on Debian or Ubuntu “sudo apt install libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0”, on a Mac “brew install pango”",
        ) from None
    return weasyprint, FontConfiguration()


def _fetcher(weasyprint: Any, pictures: Mapping[str, Picture]) -> Any:
    """Serve `asset:/path` from memory, and refuse everything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class AssetFetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:
            del headers
            path = unquote(url.removeprefix("asset:/"))
            if path not in pictures:
                raise ValueError(f"{url} is not part of the publication")
            picture = pictures[path]
            kind = "image/svg+xml" if picture.svg else "image/png"
            return URLFetcherResponse(url, picture.svg or picture.png, {"Content-Type": kind})

    del weasyprint
    return AssetFetcher(allowed_protocols=())


class _Complaints(logging.Handler):
    """Collects the engine's log records of warning or worse as diagnostics."""

    def __init__(self, publication: Publication, lines_before: int) -> None:
        super().__init__(logging.WARNING)
        self.found: list[Diagnostic] = []
        self.publication = publication
        self.lines_before = lines_before
        self.logger = logging.getLogger("weasyprint")

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record."""
        self.add(record.getMessage())

    def add(self, message: str) -> None:
        """Keep what the engine said."""
        self.found.append(
            Diagnostic(
                Code.RENDER_LOG,
                self.place(message),
                f"the PDF engine reports: {message}",
                "change the content near what it names, or the template that wrote it",
            )
        )

    def place(self, message: str) -> Span:
        """Find what a message is about: a style, a picture, a character or an anchor."""
        if found := _STYLE.search(message):
            line = int(found[1]) - self.lines_before
            return Span("templates/pack.css", max(line, 1), int(found[2]))
        for part in self.publication.parts:
            for block in walk(part.blocks):
                if isinstance(block, Figure) and asset(block.image) in message:
                    return block.span
        if found := _CHARACTER.search(message):
            return place_of(self.publication, chr(int(found[1], 16)))
        return first_place(self.publication)

    def __enter__(self) -> None:
        self.logger.addHandler(self)
        self.propagated, self.logger.propagate = self.logger.propagate, False

    def __exit__(self, *_: object) -> None:
        self.logger.removeHandler(self)
        self.logger.propagate = self.propagated
