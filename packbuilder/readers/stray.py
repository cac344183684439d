"""Words that look like Markdown, and that the parser left as they are: a slip of the editor's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from markdown_it.tree import SyntaxTreeNode

from packbuilder.readers.pasted import (
    LITERAL,
    describe_items,
    kept_lines,
    pasted_cells,
    pasted_items,
    short,
)

_BEGINNINGS = (
    (r"#{1,4}(?=[^\W\d_])(?![A-Z]+[?!])", "is not a heading", "put a space after it"),
    (r"-(?=[^\s\d-])", "is not a list item", "put a space after it"),
    (r"\d{1,3}[.)](?=[^\W\d_])", "does not start a numbered list", "put a space after it"),
    (r"::(?!:)(?= ?[a-z])", "does not start a block", "write three colons, as in “::: callout”"),
    (r":(?=[^\W\d_])(?!\w+:)", "does not start what a term means", "put a space after it"),
    (r":$", "does not start what a term means", "write the meaning after it, or delete it"),
    (r"::$", "does not end a block", "write three colons"),
    (r"!{3} ?[a-z]+", "does not start a box", "write “::: callout”, the words, and “:::”"),
    (r"\.\. [a-z-]+::", "does not start a block", "write it as a block, such as “::: callout”"),
)
"""What a line of a paragraph may begin with by mistake."""

_PAGE_BREAK = "(?:new|clear)(?:double)?page|page-?break"
_NEW_PAGE = ("does not start a new page", "write “::: page-break” and “:::” on two lines")
_CONTENTS = (
    "does not make a table of contents",
    "write “contents: true” in the front matter, and delete this",
)
_LATEX = (
    "is LaTeX, which is not used here",
    (
        "use Markdown: # for a heading, “- ” for a list item, ** around bold words; write "
        "formulas in words and symbols"
    ),
)
_COMMANDS = {
    rf"{_PAGE_BREAK}": _NEW_PAGE,
    "tableofcontents": _CONTENTS,
    "begin|(?:sub){0,2}section|chapter|text(?:bf|it|sf|tt)|emph|footnote|cite|ref|label|[hv]space"
    "|[hv]fill|noindent|linebreak|frac|sqrt|sum|times|cdot|leq|geq|alpha|beta|text|mathrm": _LATEX,
}
"""Commands of LaTeX, without their backslash. What stands inside of `begin` and `end` is not
reported once more.
"""

_ANYWHERE = (
    (
        (
            r"\*\*|(?<![\w_])_(?=[^\W_])|(?<=[^\W_])_(?![\w_])"
            r"|(?<!\*)\*(?=[^\s*\d])|(?<=[^\s*\d])\*(?!\*)|^\*"
            r"|(?<![\d*])\*(?=\d)|(?<=\d)\*(?![\d*])"
        ),
        "does not make anything bold",
        "put it right before and after the words, without spaces inside",
    ),
    (r"(?<=\d)\*(?=\d)", "is not a multiplication sign", "write ×"),
    (
        r"\^\[",
        "does not start a footnote",
        "close it with ], and use it in the main text, not in a title, a caption or another note",
    ),
    (r"`", "does not start code", "put it before and after these words"),
    (r"~~", "does not strike anything out", "delete what is no longer true"),
    (r"==(?=\w)", "does not highlight anything", "put ** before and after the words"),
    (
        r"\[[xX]?\](?!\()|\[[\u00a0\u2000-\u200b\u202f]\]",
        "is not a tick box",
        "write [ ] with an ordinary space in it",
    ),
    (
        r"\{\{ ?(?!(?i:toc)\b)\w+ ?\}\}|\$\{\w+\}",
        "is not a value",
        "write it as [[venue]], in brackets",
    ),
    (r"\[(?:\^ +\d{1,3}| +\^\d{1,3}|\d{1,3}\^)\]", "is not a footnote", "write it as [^1]"),
    (
        r"\[\^[^\]\s]{1,40}\s[^\]]{1,60}\]",
        "is not a footnote",
        "write its name without spaces, here and before its text: [^long-note]",
    ),
    (
        r"#(?:REF|DIV/0|VALUE|NAME|NULL|NUM|SPILL)[!?]|#N/A\b|(?<!\S)#{4,}(?!\S)",
        "is what a spreadsheet shows when it has no value",
        "write the value that is meant",
    ),
    (
        (
            r"\bError! (?:Reference source|Bookmark) not \w+"
            r"|\bFehler! (?:Verweisquelle|Textmarke)\b|\bErreur ?! (?:Source du renvoi|Signet)\b"
        ),
        "is what Word prints when it has lost what is referred to",
        "write the title or number that is meant, or a link to it",
    ),
    (
        (
            r"(?i:lorem ipsum)|\[(?i:insert)\b[^\[\]]*\](?!\()"
            r"|(?i:click (?:or tap )?here to enter (?:text|a date))|Choose an item\."
        ),
        "was not replaced",
        "write the words meant",
    ),
    (
        r"(?<![\w/.=&?#-])[a-z]{2,}\?[a-z]{2,}(?![\w=&/])",
        "has a “?” where a letter could not be read",
        "type the letter again",
    ),
    (
        r"\{(?:\+\+|--|~~|>>|==)[^{}]*\}?",
        "does not mark a change",
        "keep or delete the words it marks, and delete the mark",
    ),
    (r"\[Commented \[\w+\]:", "is a Word comment", "delete it, with what it says"),
    (r"'{3}(?=\S)", "does not make anything bold", "write ** before and after the words"),
    (
        r"(?:(?<!\.)\.{5,}+|(?<!\. )(?:\. ){5,}+) ?\d{1,3}$",
        "is a line of a table of contents",
        "write “contents: true” in the front matter, and delete this",
    ),
    (
        r"\[\[(?!_?TOC)[^\[\]]{0,40}\]\]|\[\[|(?<!TOC)\]\]",
        "is not a value",
        "write it as [[venue]], in lower case, without spaces",
    ),
    (
        (
            r"\]\(|\] \((?=https?:|mailto:|#|[\w./-]+\.md)|\)\[(?=https?:|mailto:|#|[\w./-]+\.md)"
            r"|\]\[(?!\d+\])(?=[^\[\]]{1,80}\])"
        ),
        "is not a link",
        (
            "write it as [words](address), without spaces before or in the address; one in the "
            "name of a file is %20"
        ),
    ),
    (r"\]\{", "does not mark any words", "give the language of words as [Tapadh leibh]{lang=gd}"),
    (
        r"\{#[^{}]*$|\{#[\w-]+[^{}]*\}(?=\s*\S)|(?<!\])\(#[\w-]+\)$",
        "is not an id",
        "write it in braces at the end of a heading: {#power}",
    ),
    (r"(?<!_)_{3,}+\{[^{}]*$", "is not a list of options", "close the brace: ___{0-3}"),
    (rf"\{{\{{[<%] ?(?:{_PAGE_BREAK})", *_NEW_PAGE),
    (
        (
            rf"\{{\{{[<%](?! ?(?:{_PAGE_BREAK}))"
            r"|(?<!\{)\{%-? ?(?:include|highlight|raw|figure|assign|comment|link)\b"
        ),
        "is the syntax of another tool, which is not used here",
        "write the words themselves, or a block such as “::: callout”",
    ),
    (r"\[(?:_?TOC_?|toc)\](?!\()|\{\{ ?(?i:toc) ?\}\}|\{:toc\}", *_CONTENTS),
    (
        (
            r"\$\$|(?<![\w$\\])\$(?=[^\s\d])[^$\n]{0,80}[\\^_={}][^$\n]{0,120}(?<=\S)\$(?!\d)"
            r"|(?<![\w$])\$[A-Za-z]\$(?!\w)"
        ),
        "is not a formula",
        "write it in words and symbols: ½, ×, H₂O",
    ),
    (r"(?<=[A-Za-z)])~[\w+-]{1,4}~", "does not make a subscript", "write them as ₂, or in words"),
    (r"(?<=\w)\^[\w+-]{1,4}\^", "does not make a superscript", "write it as ², or 21st"),
    (r"\[@[A-Za-z][\w:-]*", "is not a footnote", "write a footnote: [^1], and a line “[^1]: …”"),
    (
        r"(?<!\S)[:][a-z][a-z_]{2,30}[:](?!\S)",
        "is not a picture",
        "write it in words, or delete it",
    ),
    (r"(?<=\s)-{2,3}(?=\s)", "is not a dash", "write –"),
    (r"<(?=(?:https?:|mailto:)\S)", "does not start a link", "write “>” after the address"),
    (
        r"&(?:amp|nbsp|lt|gt|quot|apos|ndash|mdash|hellip)\b(?!;)|&[a-zA-Z]{2,8};",
        "is not a character",
        "type the character itself",
    ),
    (r"(?<=\w)#{2,6}$", "does not belong to a heading", "delete it"),
)
"""What may stand in words by mistake."""

_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000"
_MARKS = r"#{1,6}|[-*+]|\d{1,9}[.)]"
_ODD_SPACE = re.compile(rf"(?P<mark>{_MARKS})(?P<after>[{_SPACES}])")
_ODD_SPACE_BEFORE = re.compile(rf"(?P<before>[{_SPACES}])[\s{_SPACES}]*(?P<mark>{_MARKS}) ")

_ROW = re.compile(r"\s*\|.*\|\s*$")
_DASHES = re.compile(r"\s*(?:\|\s*:?[-–—=]+:?\s*)+\|\s*$")
_BAR = re.compile(r"(?<!\\)\|")

_TOO_FAR_IN = re.compile(r"[ \t]{4,}(?P<mark>[-*+]|\d{1,3}[.)]) +\S")
"""A list item in a paragraph: with four spaces more, lines belong to the words above."""

_DRAWN = ("mermaid", "plantuml", "dot", "graphviz", "math", "latex", "tikz")

# What UTF-8 becomes when it is read as Windows’ western letters.
_GARBLED = re.compile(
    "[ÂÃ][\u0080-\u00bf\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|â[\u0080\u20ac][\u0080-\u00bf\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)


def stray_beginnings(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Look at the lines of a paragraph: the number of each (from 0), what is wrong, what to do."""
    for number, line in enumerate(lines):
        odd = list(_odd_spaces(line, first=number == 0))
        yield from ((number, *found) for found in odd)
        for pattern, wrong, help in () if odd else _BEGINNINGS:
            if found := re.match(pattern, line.strip()):
                yield number, f"“{short(found[0])}” {wrong}", help + LITERAL
        if number and (found := _TOO_FAR_IN.match(line)):
            yield (
                number,
                f"“{found['mark']}” does not start a list item so far in, so lines are joined",
                "begin the line with as many spaces as the words of the item above it have before "
                "them" + LITERAL,
            )
    yield from _rows_alone(lines)
    pasted = pasted_items(lines)
    yield from describe_items(pasted)
    rows = list(pasted_cells(lines, pasted))
    yield from rows or (() if pasted else kept_lines(lines))


def _rows_alone(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Find rows of tables that are none, once for all of a table: its line of dashes is wanting, or
    has not as many cells as its header.
    """
    rows = [bool(_ROW.match(line)) for line in lines]
    for number, line in enumerate(lines):
        if not rows[number] or (number and rows[number - 1]):
            continue
        said, cells = f"“{short(line.strip())}”", len(_BAR.findall(line)) - 1
        dashes = "|---" * cells + "|"
        below = lines[number + 1 : number + 2]
        if _DASHES.match(line):
            yield number, f"{said} has no header above it", "write it below the header" + LITERAL
        elif below and _DASHES.match(below[0]):
            wrong = f"{said} is not a table row: the line below it makes it no header"
            yield number, wrong, f"for a table, write {dashes} as that line" + LITERAL
        else:
            wrong = f"{said} is not a table row: no line of dashes makes it a header"
            yield number, wrong, f"for a table, write {dashes} below it" + LITERAL


def _odd_spaces(line: str, first: bool) -> Iterator[tuple[str, str]]:
    """Find spaces that are none to the parser, beside what begins a heading or an item."""
    if first and (found := re.match(f"(?P<mark>{_MARKS}) ", line)):
        yield (
            f"a special space before “{found['mark']}” makes it ordinary text",
            "delete it: the line must begin with the mark, or with ordinary spaces",
        )
    if line.isascii():
        return
    if found := _ODD_SPACE.match(line.lstrip(" ")):
        yield (
            (
                f"the space after “{found['mark']}” is {_name_of(found['after'])}, which makes it "
                "ordinary text"
            ),
            "delete it, and type an ordinary space",
        )
    elif not first and (found := _ODD_SPACE_BEFORE.match(line)):
        yield (
            f"{_name_of(found['before'])} before “{found['mark']}” makes it ordinary text",
            "delete it: the line must begin with the mark, or with ordinary spaces",
        )


def _name_of(character: str) -> str:
    return f"U+{ord(character):04X} ({unicodedata.name(character).lower()})"


def stray_signs(words: str) -> Iterator[tuple[str, str]]:
    """Look at words that are printed as they are: what is wrong, what to do."""
    for pattern, wrong, help in _ANYWHERE:
        for found in dict.fromkeys(short(each[0]) for each in re.finditer(pattern, words)):
            yield f"“{found}” {wrong}", help + LITERAL


def stray_command(
    node: SyntaxTreeNode, before: SyntaxTreeNode | None, after: SyntaxTreeNode | None
) -> Iterator[tuple[str, str]]:
    """Look at a backslash and the letters after it: the parser parts the first one from them."""
    if not re.fullmatch(r"\\[a-z]", node.content) or after is None or after.type != "text":
        return
    if before is not None and re.search(r"[\w\\:]$", before.content):
        return  # C:\section is a folder
    rest = re.match("[a-z]*", after.content)
    name = node.content[1:] + (rest[0] if rest else "")
    for pattern, (wrong, help) in _COMMANDS.items():
        if re.fullmatch(pattern, name):
            yield f"“\\{name}” {wrong}", f"{help}; to print it as it is, write \\\\{name}"


def garbled_letters(words: str) -> Iterator[tuple[str, str]]:
    """Find letters that were read in another encoding than they were written in."""
    if words.isascii():
        return
    if "\ufffd" in words:
        yield "“\ufffd” stands for a letter that could not be read", "type the letter again"
    if found := re.search("[\ufb00-\ufb06]", words):
        letters = unicodedata.normalize("NFKC", found[0])
        yield (
            f"“{found[0]}” is one character, which no search for “{letters}” finds",
            f"type {letters}",
        )
    for found in dict.fromkeys(_GARBLED.findall(words)):
        if meant := _as_meant(found):
            yield (
                f"“{found}” was “{meant}” once, and was read in the wrong encoding",
                "replace it, or open the original file as UTF-8 and copy the text again",
            )


def _as_meant(garbled: str) -> str:
    """Return what letters were before they were garbled, or nothing when they were not."""
    raw = b""
    for character in garbled:
        try:
            raw += character.encode("cp1252")
        except UnicodeEncodeError:
            raw += character.encode("latin-1", "replace")
    meant = raw.decode("utf-8", "ignore")
    printed = len(meant) == 1 and (meant.isprintable() or meant == "\u00a0")
    return meant if printed else ""


def stray_fence(info: str) -> Iterator[tuple[str, str]]:
    """Look at what follows ``` where lines for a computer begin."""
    word = info.strip().split(" ")[0]
    if word.startswith("{"):
        yield (
            f"“```{short(word)}” does not start a box: what follows is printed as a code block",
            "write “::: callout”, the words, and “:::”",
        )
    elif word.lower() in _DRAWN:
        yield (
            f"“```{word}” is not a drawing: what follows is printed as a code block",
            "save the drawing as a picture, and write ![what it shows](images/name.svg)",
        )


def stars_between_figures(
    node: SyntaxTreeNode, before: SyntaxTreeNode | None
) -> Iterator[tuple[str, str]]:
    """Look at words between stars after a figure: in 5*4*3, they are lost."""
    first = node.children[0] if node.children else None
    if before is None or first is None or before.type != "text" or first.type != "text":
        return
    if re.search(r"[\d)]$", before.content) and re.match(r"[\w(]", first.content):
        number = re.split(r"\s", before.content)[-1][-8:]
        yield (
            (
                f"the stars in “{number}{node.markup}{short(first.content)}{node.markup}” are "
                "not printed: they make text bold"
            ),
            "for “times” write ×; for a star write \\*",
        )


TOO_FEW_COLONS = "a block begins and ends with three colons: “:::”"
_TOO_FEW = re.compile(r"[\s>]*+:{1,2}(?:\s*+[a-z][a-z-]*+\s*+(?:\{.*\})?)?\s*")


def is_too_few_colons(line: str) -> bool:
    """Whether a line would begin or end a block if it had three colons."""
    return _TOO_FEW.fullmatch(line) is not None
