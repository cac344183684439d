"""Syntax tree of one line of text → inlines of the model. One small function a node type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from markdown_it.tree import SyntaxTreeNode

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span, fail
from packbuilder.model import (
    Emphasis,
    Field,
    FieldKind,
    FootnoteReference,
    Foreign,
    Icon,
    Inline,
    InlineCode,
    LineBreak,
    Link,
    OnlyWords,
    Strong,
    Text,
    Value,
    plain,
)
from packbuilder.readers.pasted import short
from packbuilder.readers.stray import (
    garbled_letters,
    stars_between_figures,
    stray_command,
    stray_signs,
)
from packbuilder.settings.addresses import meant_address, slip_in
from packbuilder.storage.markdown_text import with_small_figures

_FIELD = re.compile(r"(\[ \]|\( \)|_{3,}(?:\{[^{}]*\})?)")
_RANGE = re.compile(r"(\d{1,2})\s*[-–]\s*(\d{1,2})")
_DATE = "date"
MOST_OPTIONS = 20
"""Options of a drop-down list: more are tedious to hear."""

_NEW_LINE = re.compile(r"<br ?/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*-->", re.DOTALL)

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class LineReader:
    """Reads lines of text; remembers where it is and what was wrong."""

    def __init__(self, span: Span, problems: list[Diagnostic], notes: bool = True) -> None:
        self.span = span
        self.problems = problems
        self.notes = notes  # whether footnotes may stand here
        self.in_link = False
        self.beside: tuple[SyntaxTreeNode | None, SyntaxTreeNode | None] = None, None

    def read(self, nodes: Iterable[SyntaxTreeNode]) -> tuple[Inline, ...]:
        """Turn nodes into inlines, neighbouring words joined."""
        result: list[Inline] = []
        row = [None, *nodes, None]
        for before, node, after in zip(row, row[1:], row[2:], strict=False):
            if node is None:
                continue
            self.beside = before, after  # to look them up costs the length of the line
            for inline in self._read_one(node):
                last = result[-1] if result else None
                if (
                    isinstance(inline, Text)
                    and isinstance(last, Text)
                    and inline.as_typed == last.as_typed
                ):
                    result[-1] = replace(last, text=last.text + inline.text)
                else:
                    result.append(inline)
        return tuple(part for inline in result for part in _with_fields(inline))

    def problem(
        self, code: Code, message: str, help: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Note a mistake at the current line."""
        self.problems.append(Diagnostic(code, self.span, message, help, severity))

    def _read_one(self, node: SyntaxTreeNode) -> Iterable[Inline]:
        reader = INLINES.get(node.type)
        if reader is None:
            self.problem(
                Code.MARKDOWN_UNUSED,
                f"“{node.type}” cannot be used in a line of text",
                "see content/README.md for what can be written",
            )
            return ()
        return reader(self, node)


def _with_fields(inline: Inline) -> Iterable[Inline]:
    """Find `[ ]`, `( )` and `___` in words."""
    if not isinstance(inline, Text):
        return [inline]
    parts: list[Inline] = []
    for piece in _FIELD.split(inline.text):
        if _FIELD.fullmatch(piece):
            parts.append(_place(piece, inline.span))
        elif piece:
            parts.append(replace(inline, text=piece))
    return parts


def _place(written: str, span: Span) -> Field:
    if written == "[ ]":
        return Field("tick", span=span)
    if written == "( )":
        return Field("choice", span=span)
    kind, options = read_answer(written.strip("_").strip("{}"), span)
    return Field(kind, options=options, span=span)


def read_answer(written: str, span: Span) -> tuple[FieldKind, tuple[str, ...]]:
    """Read what may be answered: nothing for words, `date`, `0-3`, or options between commas.

    Gives the kind and the options of a list; raises `PackError` for a list of fewer than two
    or more than 20 options, or with one twice.
    """
    written = written.strip()
    if written in ("", _DATE):
        return ("date" if written else "text"), ()
    options = tuple(option.strip() for option in written.split(","))
    if ends := _RANGE.fullmatch(written):
        options = tuple(map(str, range(int(ends[1]), int(ends[2]) + 1)))
    if not 2 <= len(options) <= MOST_OPTIONS or "" in options or len(set(options)) < len(options):
        raise fail(
            Code.ANSWER_KIND,
            span,
            f"“{written}” is not a list of options",
            "write “date”, a range such as “0-3”, or 2 to 20 different options separated by commas",
        )
    return "list", options


def _text(reader: LineReader, node: SyntaxTreeNode) -> Iterable[Inline]:
    words = with_small_figures(node.content)
    for message, help in stray_signs(words):
        reader.problem(Code.STRAY_SIGNS, message, help, Severity.WARNING)
    for message, help in garbled_letters(words):
        reader.problem(Code.GARBLED, message, help, Severity.WARNING)
    return _words(reader, words)


def _special(reader: LineReader, node: SyntaxTreeNode) -> Iterable[Inline]:
    for message, help in stray_command(node, *reader.beside):
        reader.problem(Code.STRAY_SIGNS, message, help, Severity.WARNING)
    if node.content in ("'", '"'):
        return [Text(node.content, as_typed=True, span=reader.span)]
    return _escaped(reader, node)


def _escaped(reader: LineReader, node: SyntaxTreeNode) -> Iterable[Inline]:
    """Read words as they are written."""
    return _words(reader, node.content)


def _words(reader: LineReader, text: str) -> Iterable[Inline]:
    """Yield words; a line separator (U+2028) begins a new line."""
    first, *more = tidy_characters(text).split("\u2028")
    if first:
        yield Text(first, span=reader.span)
    for words in more:
        yield LineBreak(span=reader.span)
        if words:
            yield Text(words, span=reader.span)


_NARROW_SPACES = dict.fromkeys(map(ord, "\u2005\u2006\u2008\u2009\u200a\u202f"), "\u00a0")
_SHOWN_AS = _NARROW_SPACES | {0xFE0E: None, 0xFE0F: None, 0x2010: "-"}


def tidy_characters(text: str) -> str:
    """Return text with characters that few fonts have replaced by what they mean.

    Narrow spaces join what stands on both sides, such as 1 000; selectors of variants (U+FE0E,
    U+FE0F) ask for a look that a pack has no choice of.
    """
    return text if text.isascii() else text.translate(_SHOWN_AS)


def _missing_note(reader: LineReader, node: SyntaxTreeNode) -> Iterable[Inline]:
    if reader.notes:
        reader.problem(
            Code.FOOTNOTE,
            f"there is no text for the footnote [^{node.content}]",
            f"add a line “[^{node.content}]: the text of the note” to this file",
        )
    else:
        reader.problem(
            Code.FOOTNOTE,
            f"the footnote [^{node.content}] is in a title, a caption or an option",
            "put it in the text of the block, or in the text before it",
        )
    return ()


def _softbreak(reader: LineReader, _: SyntaxTreeNode) -> Iterable[Inline]:
    reader.span = reader.span.at(reader.span.line + 1)
    return [Text(" ", span=reader.span)]


def _hardbreak(reader: LineReader, _: SyntaxTreeNode) -> Iterable[Inline]:
    broken = LineBreak(span=reader.span)
    reader.span = reader.span.at(reader.span.line + 1)
    return [broken]


def _code(reader: LineReader, node: SyntaxTreeNode) -> Iterable[Inline]:
    _refuse_attributes(reader, set(node.attrs))
    return [InlineCode(node.content, span=reader.span)]


def _strong(reader: LineReader, node: SyntaxTreeNode) -> Iterable[Inline]:
    _check_stars(reader, node)
    return [Strong(span=reader.span, inlines=reader.read(node.children))]


def _emphasis(reader: LineReader, node: SyntaxTreeNode) -> Iterable[Inline]:
    _check_stars(reader, node)
    return [Emphasis(span=reader.span, inlines=reader.read(node.children))]


def _check_stars(reader: LineReader, node: SyntaxTreeNode) -> None:
    for message, help in stars_between_figures(node, reader.beside[0]):
        reader.problem(Code.UNMEANT, message, help, Severity.WARNING)


def _value(reader: LineReader, node: SyntaxTreeNode) -> Iterable[Inline]:
    return [Value(node.content, span=reader.span)]


def _link(reader: LineReader, node: SyntaxTreeNode) -> Iterable[Inline]:
    span, target = reader.span, str(node.attrs.get("href", ""))
    _refuse_attributes(reader, {*node.attrs} - {"href"})
    if reader.in_link:
        reader.problem(
            Code.LINK_UNSAFE,
            f"the link to “{target}” is inside another link",
            "keep one of them; inside a link's text, write an address without < and >",
        )
    outer, reader.in_link = reader.in_link, True
    inlines = reader.read(node.children)
    reader.in_link = outer
    document, _, anchor = target.partition("#")
    if (anchor and not document) or (document.endswith(".md") and ":" not in document):
        name = unquote(document).rpartition("/")[2].removesuffix(".md")
        return [Link(inlines, f"{name}#{unquote(anchor)}", internal=True, span=span)]
    if urlsplit(target).scheme not in ("http", "https", "mailto", "tel"):
        reader.problem(Code.LINK_UNSAFE, *_no_address(target, plain(inlines)))
    elif slip := slip_in(target):
        reader.problem(Code.LINK_UNSAFE, slip.message, slip.help, slip.severity)
    return [Link(inlines, target, span=span)]


def _no_address(target: str, words: str) -> tuple[str, str]:
    """Return what is wrong with where a link leads to, and what to do."""
    if words.startswith("^"):
        help = "write its name without spaces, here and before its text: [^long-note]"
        return f"“[{short(words)}]” is not a footnote", help
    wrong = f"a link cannot lead to “{target}”" if target else "a link has no address"
    if meant := meant_address(target):
        return wrong, f"write {meant}"
    if re.fullmatch(r"[\w.+-]+@[\w-]+\.[\w.-]+", target):
        return wrong, f"write mailto:{target}"
    if re.match(r"(?:www\.|[\w-]+\.(?:org|com|net|gov|info)\b|[\w.-]+\.uk\b)", target):
        return wrong, f"write https://{target}"
    if re.fullmatch(r"(?!\d)[\w-]+", target):
        return wrong, f"to link to a document write {target}.md; to a heading, #{target}"
    return wrong, (
        "use an https://, mailto: or tel: address, #an-id in this document, or another-document.md"
    )


def _span(reader: LineReader, node: SyntaxTreeNode) -> Iterable[Inline]:
    options = {name: str(value) for name, value in node.attrs.items()}
    language, span = options.get("lang", ""), reader.span
    inlines = reader.read(node.children)
    if options and set(options) <= {*ONLY} and all(options.values()):
        return [OnlyWords(inlines, *only_for(options), span=span)]
    if set(options) != {"lang"} or not _LANGUAGE.fullmatch(language):
        reader.problem(
            Code.BLOCK_OPTION,
            "[words]{…} can only give the language of words, or say which editions have them",
            'write for instance [Comhairle nan Eilean]{lang=gd} or [and the map]{document="t05"}',
        )
    return [Foreign(inlines, language, span=span)]


ONLY = ("has", "unless", "edition", "document", "missing")
"""What `::: only` and words in brackets can say of the editions that show them."""


def only_for(options: Mapping[str, str]) -> tuple[str, str, tuple[str, ...], str, str]:
    """Return what options say of the editions that show something, in the order of the model."""
    has, unless, edition, document, missing = (options.get(n, "") for n in ONLY)
    return has, unless, tuple(edition.replace(",", " ").split()), document, missing


def _footnote(reader: LineReader, node: SyntaxTreeNode) -> Iterable[Inline]:
    return [FootnoteReference(note_label(node), span=reader.span)]


def note_label(node: SyntaxTreeNode) -> str:
    """Return what names a footnote: the label that was written, or the number of one without."""
    return str(node.meta.get("label") or f" {node.meta['id']}")


def _image(reader: LineReader, node: SyntaxTreeNode) -> Iterable[Inline]:
    attributes = {key: value for key, value in node.attrs.items() if key != "alt"}
    path = unquote(str(attributes.pop("src", "")))
    if attributes == {"class": "decorative"} and not node.children:
        return [Icon(path, span=reader.span)]
    reader.problem(
        Code.IMAGE_PLACE,
        "an image is inside a line of text",
        "put the image in a paragraph of its own, with an empty line before and after it; "
        "a small drawing that only adds to the text is written as "
        "![](images/name.svg){.decorative}",
    )
    return ()


def _html(reader: LineReader, node: SyntaxTreeNode) -> Iterable[Inline]:
    if is_comment(node.content):
        return ()
    if _NEW_LINE.fullmatch(node.content):
        return [LineBreak(span=reader.span)]
    reader.problem(Code.RAW_HTML, html_problem(node.content), HTML_HELP)
    return ()


def is_comment(html: str) -> bool:
    """Whether this is a note to oneself, which is not printed."""
    return bool(_COMMENT.fullmatch(html.strip()))


def html_problem(text: str) -> str:
    """Return the message that this is HTML, with as much of it as fits a line."""
    return f"“{text if len(text) <= 40 else text[:40] + '…'}” is HTML, which is not used here"


def _refuse_attributes(reader: LineReader, names: set[str]) -> None:
    if "title" in names:
        reader.problem(
            Code.MARKDOWN_UNUSED,
            "a link's title (the words in quotes after its address) is not printed",
            "put these words in the text, or delete them",
        )
    if names - {"title"}:
        reader.problem(
            Code.BLOCK_OPTION,
            "links and `code` cannot have options in braces",
            "delete the braces; to print them write \\{ and \\}",
        )


HTML_HELP = (
    "use Markdown instead (**bold**, lists, tables, ::: blocks); to print a “<” write it as \\<"
)

INLINES: Mapping[str, Callable[[LineReader, SyntaxTreeNode], Iterable[Inline]]] = MappingProxyType(
    {
        "text": _text,
        "text_special": _special,
        "softbreak": _softbreak,
        "hardbreak": _hardbreak,
        "code_inline": _code,
        "strong": _strong,
        "em": _emphasis,
        "value": _value,
        "link": _link,
        "span": _span,
        "footnote_ref": _footnote,
        "footnote_missing": _missing_note,
        "image": _image,
        "html_inline": _html,
    }
)
