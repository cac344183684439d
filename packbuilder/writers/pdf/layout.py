"""Publication + Theme → tagged PDF/UA-1 (and PDF/A-3a where it has no fields), by WeasyPrint.

Nothing on the machine or the network is read while rendering: pictures come from memory under
`asset:` addresses, and fontconfig sees the pack's own font files only. What the engine merely
logs comes back as diagnostics.
"""

from __future__ import annotations

import atexit
import ctypes.util
import datetime
import gc
import hashlib
import logging
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, fail, nearest
from packbuilder.model import Figure, Picture, Publication, walk
from packbuilder.pdf.archive import claim_both
from packbuilder.pdf.card_backs import read_backs_once
from packbuilder.pdf.form_fields import name_form_fields
from packbuilder.pdf.form_versions import state_forms
from packbuilder.pdf.list_columns import join_list_columns
from packbuilder.pdf.page_numbers import NumberFont, number_pages
from packbuilder.settings.dates import runs_right_to_left
from packbuilder.storage.cache import FONTS
from packbuilder.storage.state import cache_folder
from packbuilder.theme import STYLE_SHEETS, Theme
from packbuilder.theme.fonts import FACES, SCRIPT_FONTS, font_folder
from packbuilder.writers.pdf.languages import keep_languages, keep_marks, keep_order
from packbuilder.writers.pdf.line_ends import fill_lines
from packbuilder.writers.pdf.long_documents import look_beside, share_references
from packbuilder.writers.pdf.markup import SKIPPED, load_templates, write_html, write_styles
from packbuilder.writers.pdf.markup.context import asset
from packbuilder.writers.pdf.native_types import share_types
from packbuilder.writers.pdf.overflow import describe_leaving, first_place, place_of
from packbuilder.writers.pdf.plain_tags import leave_out_plain_tags

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


_STYLE = re.compile(r" at (\d+):\d+(?=[,.:]|$)")
"""Where a message speaks of a style: its line, counted with those that stand before the file."""
_ABOUT_STYLES = ("Invalid or unsupported selector", "Parse error")
"""What messages about style sheets begin with that may name no line."""
_LOADING = re.compile(r"@(?:import|charset|namespace)\b")
"""What rules of the look report, in other words."""
_IGNORED = re.compile(r"Ignored `([\w-]+): ?(.*)` at (\d+):\d+, (invalid value|unknown property)\.")
_CONDITION = re.compile(r"@media [^{\n]*\{")
_BASIC = (
    *("margin", "padding", "border", "width", "height", "color", "background-color"),
    *("text-align", "line-height", "font-size", "font-weight", "font-style"),
)
"""Properties whose values browsers and the engine know alike, but for those that are `_NEWER`."""
_NEWER = re.compile(r"\(|\b(?:fit|max|min)-content\b|revert|[A-Z]|\d(?:[sld]?v|cq)\w+")
_AS_NEAR = 0.8
"""How alike the names of two properties are at least, of which one may be meant by the other."""
_STYLE_HELP = "fix or delete this style; templates/README.md says what pack.css may hold"
_HELP = "change the content near what it names, or the template that wrote it"
_CHARACTER = re.compile(r"U\+([0-9A-F]{4,6})")


def write_pdf(publication: Publication, theme: Theme) -> bytes:
    """Render a publication that stands alone; raises `PackError` as `lay_out` does."""
    return number_pages(lay_out(publication, theme), NumberFont(theme))


def make_ready(publications: Iterable[Publication], theme: Theme) -> None:
    """Prepare what the layout of such publications begins with; no font is opened."""
    weasyprint = load_engine()
    load_templates(theme)
    NumberFont(theme)
    for profile in {part.profile for each in publications for part in each.parts}:
        styles = write_styles(theme, frozenset((profile,)))
        if "@font-face" not in styles:
            _style_sheet(weasyprint, styles)


def lay_out(publication: Publication, theme: Theme) -> bytes:
    """Render a publication with its pages not yet numbered, so that it can be joined with others.

    Raises `PackError` with all that the engine complained about.
    """
    weasyprint, fonts = load_engine(), _fonts()
    moment = datetime.datetime.combine(publication.updated, datetime.time(), datetime.UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    profiles = frozenset(part.profile for part in publication.parts)
    styles = write_styles(theme, profiles, runs_right_to_left(publication.language))
    sheet, counters, messages = _style_sheet(weasyprint, styles)
    with _Complaints() as complaints, _without_collector():
        html = weasyprint.HTML(
            string=write_html(publication, theme),
            base_url=None,
            url_fetcher=_fetcher(publication.pictures),
            media_type="print",
        )
        options = {"pdf_variant": "pdf/ua-1", "pdf_forms": theme.fillable}
        pdf, leaving = b"", list[Diagnostic]()
        try:
            pages = html.render(
                stylesheets=[sheet], font_config=fonts, counter_style=counters, **options
            )
            leaving += describe_leaving(publication, pages.pages)
            pages = pages.copy([each for each in pages.pages if SKIPPED not in each.anchors])
            pdf = pages.write_pdf(finisher=partial(_name_cells, publication.name), **options)
        except weasyprint.urls.URLFetchingError as error:  # the engine lets some through
            complaints.found.append(str(error))
    if messages or complaints.found or leaving:
        reported = _diagnostics([*messages, *complaints.found], publication, _starts(styles, theme))
        raise PackError([*reported, *leaving])
    assert isinstance(pdf, bytes)
    pdf = join_list_columns(read_backs_once(pdf, publication), publication)
    if not theme.fillable:
        return claim_both(pdf)
    return state_forms(name_form_fields(pdf, publication, theme), [publication])


@lru_cache
def load_engine() -> Any:
    """Load WeasyPrint with our own fontconfig, which has to be set before; no font is opened yet.

    Raises `PackError` when it is not installed.
    """
    os.environ["FONTCONFIG_FILE"] = str(font_settings())
    os.environ.pop("FONTCONFIG_SYSROOT", None)  # it would have our own files looked for elsewhere
    try:
        with _without_search():
            import pydyf  # type: ignore[import-untyped]
            import weasyprint
            from cssselect2 import compiler, tree  # type: ignore[import-untyped]
            from weasyprint.draw import text
            from weasyprint.layout import inline
            from weasyprint.pdf import fonts, tags
            from weasyprint.text.ffi import ffi
    except OSError as error:
        raise fail(
            Code.LIBRARY_MISSING,
            Span(""),
            f"the text library Pango is not installed ({error})",
            "install it: on Debian or Ubuntu “sudo apt install libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0”, on a Mac “brew install pango”",
        ) from None
    keep_languages(tags, pydyf)
    leave_out_plain_tags(tags)
    share_references(pydyf)
    look_beside(tree, compiler)
    keep_order(text)
    fill_lines(inline)
    keep_marks(fonts)
    share_types(ffi)
    return weasyprint


@lru_cache
def font_settings() -> Path:
    """Write fontconfig's settings, and return their path.

    They are kept with results of earlier builds, so that nothing is left in the temporary folder
    when a build is killed; they lie there only where nothing can be kept.
    """
    faces = [font_folder() / face for face in FACES]
    faces += [file for font in SCRIPT_FONTS for file in font.files.values()]
    known = hashlib.sha256("\n".join(map(str, faces)).encode()).hexdigest()[:16]
    cache = cache_folder()
    folder = cache / FONTS / known if cache else None
    try:
        if folder is None:
            raise OSError
        folder.mkdir(parents=True, exist_ok=True)
        return _write_font_settings(folder, faces)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="packbuilder-fonts-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return _write_font_settings(folder, faces)


def _write_font_settings(folder: Path, faces: Sequence[Path]) -> Path:
    """Write them as a whole, as other builds may read them; raises OSError."""
    folders = dict.fromkeys(face.parent for face in faces)
    settings = _FONTCONFIG.format(
        folders="".join(f"<dir>{escape(str(each))}</dir>" for each in folders),
        cache=escape(str(folder)),
        files="".join(f"<glob>{escape(str(face))}</glob>" for face in faces),
    )
    config, made = folder / "fonts.conf", folder / f"fonts-{os.getpid()}.conf"
    made.write_text(settings, encoding="utf-8")
    made.replace(config)
    return config


@contextmanager
def _without_search() -> Iterator[None]:
    """Find native libraries on Linux by the names that they have there alone.

    The engine tries others first, and for each of these Python runs three programs, a compiler
    among them, which takes as long as all the rest of loading.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = search


@lru_cache
def _fonts() -> FontConfiguration:
    """Open the fonts; the engine begins a thread for that. Their settings are written again where
    kept results were deleted since the engine was loaded.
    """
    if not Path(os.environ["FONTCONFIG_FILE"]).is_file():
        font_settings.cache_clear()
        os.environ["FONTCONFIG_FILE"] = str(font_settings())
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@lru_cache(maxsize=64)
def _style_sheet(weasyprint: Any, styles: str) -> tuple[Any, Any, tuple[str, ...]]:
    """Parse styles and the counters they define, and say what the engine does not understand.

    Fonts are opened for those alone that name a file of their own.
    """
    from weasyprint.css.counters import CounterStyle

    fonts, counters = _fonts() if "@font-face" in styles else None, CounterStyle()
    with _Complaints() as complaints:
        sheet = weasyprint.CSS(
            string=styles, font_config=fonts, counter_style=counters, media_type="print"
        )
    return sheet, counters, tuple(complaints.found)


def find_style_faults(theme: Theme) -> list[Diagnostic]:
    """Return what the engine does not understand in the style sheets, without a publication."""
    styles = write_styles(theme, frozenset([*theme.tokens.profiles][:1]))
    _, _, messages = _style_sheet(load_engine(), styles)
    return [
        _diagnostic(message, _place_of_style(message, _starts(styles, theme)))
        for message in messages
        if not _LOADING.search(message)
    ]


def find_screen_faults(sheet: str) -> Iterator[tuple[int, str]]:
    """Yield what the engine does not understand in a style sheet for browsers, each with its line:
    values of properties that both know alike, and names that are nearly those of others.
    """
    weasyprint = load_engine()
    from weasyprint.css.properties import KNOWN_PROPERTIES
    from weasyprint.css.validation.expanders import EXPANDERS

    known = {*KNOWN_PROPERTIES, *EXPANDERS}
    styles = _CONDITION.sub("@media all {", sheet)  # a line each, as those of the engine
    for message in _style_sheet(weasyprint, styles)[2]:
        found = _IGNORED.match(message)
        name = found[1] if found else ""
        plain = found and name.startswith(_BASIC) and not _NEWER.search(found[2])
        if found and (plain if found[4] == "invalid value" else _misspelt(name, known)):
            yield int(found[3]), f"{found[1]}: {found[2]}"


def _misspelt(name: str, known: Collection[str]) -> bool:
    """Whether a name is nearly that of another property of as many words."""
    near = nearest(name, known, _AS_NEAR)
    return bool(near) and near.count("-") == name.count("-")


@contextmanager
def _without_collector() -> Iterator[None]:
    """Look for garbage afterwards: while a document is laid out, hardly anything becomes any."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _fetcher(pictures: Mapping[str, Picture]) -> Any:
    """Serve `asset:/path` from memory, and refuse everything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class AssetFetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:
            del headers
            path = unquote(url.removeprefix("asset:/"))
            if path not in pictures:
                raise ValueError(f"{url} is not part of the publication")
            picture = pictures[path]
            data = picture.svg or picture.bitmap
            return URLFetcherResponse(url, data, {"Content-Type": picture.media_type})

    return AssetFetcher(allowed_protocols=())


class _Complaints(logging.Handler):
    """Collects the engine's log records of warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []
        self.logger = logging.getLogger("weasyprint")

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record."""
        self.found.append(record.getMessage())

    def __enter__(self) -> _Complaints:
        self.logger.addHandler(self)
        self.propagated, self.logger.propagate = self.logger.propagate, False
        return self

    def __exit__(self, *_: object) -> None:
        self.logger.removeHandler(self)
        self.logger.propagate = self.propagated


def _name_cells(name: str, _: object, pdf: Any) -> None:
    """Give header cells names that no other document has: those of the engine are numbers, and
    cells of a pack would be read with headers of another document.
    """
    for element in pdf.objects:
        if isinstance(element, dict) and "ID" in element and element.get("S") == "/TH":
            element["ID"].string = f"{name}.{element['ID'].string}"  # its cells share this record


def _diagnostics(
    messages: Iterable[str], publication: Publication, sheets: Mapping[str, int]
) -> list[Diagnostic]:
    return [_diagnostic(message, _place(message, publication, sheets)) for message in messages]


def _diagnostic(message: str, where: Span) -> Diagnostic:
    return Diagnostic(
        Code.RENDER_LOG,
        where,
        f"the PDF engine reports: {_STYLE.sub('', message)}",
        _STYLE_HELP if _is_about_styles(message) else _HELP,
    )


def _is_about_styles(message: str) -> bool:
    return message.startswith(_ABOUT_STYLES) or _STYLE.search(message) is not None


def _starts(styles: str, theme: Theme) -> Mapping[str, int]:
    """Return the lines that stand before each style sheet, the last sheet first."""
    before, found = styles.count("\n"), dict[str, int]()
    for name in reversed(STYLE_SHEETS):
        before -= theme.templates.get(name, "").count("\n")
        found[name] = before
    return found


def _place_of_style(message: str, sheets: Mapping[str, int]) -> Span:
    found = _STYLE.search(message)
    if not found:
        return Span(f"templates/{STYLE_SHEETS[0]}", 0)
    line = int(found[1])
    sheet = next((name for name, before in sheets.items() if line > before), STYLE_SHEETS[0])
    return Span(f"templates/{sheet}", max(line - sheets[sheet], 1))


def _place(message: str, publication: Publication, sheets: Mapping[str, int]) -> Span:
    """Find what a message is about: a style, a picture, a character or an anchor."""
    if _is_about_styles(message):
        return _place_of_style(message, sheets)
    for part in publication.parts:
        for block in walk(part.blocks):
            if isinstance(block, Figure) and asset(block.image) in message:
                return block.span
    if found := _CHARACTER.search(message):
        return place_of(publication, chr(int(found[1], 16)))
    return first_place(publication)
