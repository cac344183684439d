"""From marks to properties: page breaks, gaps and sections of a text that is written.

In: the XML of a body with processing instructions between its paragraphs, which say what the next
or the last paragraph needs. Out: the body without them. A mark leaves no empty paragraph behind,
except after a table, where Word itself wants one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

from packbuilder.writers.docx.xml import NAMESPACES, PARAGRAPH_ORDER, W

Element = etree._Element
SectionProperties = Callable[[int, str], str]

_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


def parse(name: str, inner: str) -> Element:
    """Parse an element's inside."""
    return etree.fromstring(f"<w:{name} {_DECLARED}>{inner}</w:{name}>".encode())


def settle(body: Element, befores: Mapping[str, float], starts: list[str]) -> list[tuple[int, str]]:
    """Settle breaks and gaps, drop sections without content.

    `befores` is the space before each style in pt, `starts` how each section begins. Gives the
    sections that remain, in order, with how they begin; their marks are still there.
    """
    kept: list[tuple[int, str]] = []
    start = ""
    empty = True
    for node in list(body):
        if not isinstance(node, etree._ProcessingInstruction):
            empty = False
            continue
        if node.target == "section":
            number = int(node.text or 0)
            start = start or starts[number]
            if empty:
                body.remove(node)
                continue
            kept.append((number, start))
            start, empty = "", True
        else:
            _MARKS[str(node.target)](node, int(node.text or 0), befores)
            body.remove(node)
    return kept


def place_sections(
    body: Element, kept: list[tuple[int, str]], properties: SectionProperties, end: str
) -> None:
    """Put the properties of each section where it ends; `end` is the style of an empty line."""
    for node in list(body):
        if not isinstance(node, etree._ProcessingInstruction):
            continue
        number, start = kept.pop(0)
        section = parse("body", properties(number, start))[0]
        previous = _paragraph_before(node, end)
        if kept:
            insert_in_order(_properties(previous), section)
            body.remove(node)
        else:
            body.replace(node, section)
    etree.cleanup_namespaces(body, keep_ns_prefixes=list(NAMESPACES))


def insert_in_order(properties: Element, child: Element) -> None:
    """Put a property where Word wants it, instead of one of its kind."""
    name = etree.QName(child).localname
    for known in properties.findall(child.tag):
        properties.remove(known)
    at = PARAGRAPH_ORDER.index(name)
    for place, other in enumerate(properties):
        if PARAGRAPH_ORDER.index(etree.QName(other).localname) > at:
            properties.insert(place, child)
            return
    properties.append(child)


def _break(mark: Element, _: int, __: Mapping[str, float]) -> None:
    """Let the next paragraph, or the first one of a table, begin a page."""
    following = _next_element(mark)
    paragraph = None if following is None else next(following.iter(f"{W}p"), None)
    if paragraph is not None:
        insert_in_order(_properties(paragraph), etree.Element(f"{W}pageBreakBefore"))
        _space(_properties(paragraph), 0)


def _gap(mark: Element, twips: int, befores: Mapping[str, float]) -> None:
    """Let the next paragraph stand at least so far away; part two tables by an empty line."""
    following = _next_element(mark)
    if following is None:
        return
    if following.tag == f"{W}tbl":
        mark.addprevious(_empty(twips))
        return
    if _is_box(following):
        mark.addprevious(_empty(0))
        return
    if following.tag != f"{W}p":
        return
    properties = _properties(following)
    spacing = properties.find(f"{W}spacing")
    before = befores.get(_style(properties), 0) * 20
    if spacing is not None:
        before = float(spacing.get(f"{W}before", before))
    if twips > before:
        _space(properties, twips)


def _top(mark: Element, twips: int, _: Mapping[str, float]) -> None:
    """Let the next paragraph stand exactly so far away."""
    following = _next_element(mark)
    if following is not None and following.tag == f"{W}p":
        _space(_properties(following), twips)


def _space(properties: Element, twips: int) -> None:
    spacing = properties.find(f"{W}spacing")
    if spacing is None:
        spacing = etree.Element(f"{W}spacing")
    spacing.set(f"{W}before", str(twips))
    insert_in_order(properties, spacing)


_MARKS = {"break": _break, "gap": _gap, "top": _top}


def _is_box(element: Element) -> bool:
    """Whether a box begins here, whose colour Word would let run into the box before."""
    style = element.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(f"{W}val", "").startswith("CalloutTitle")


def _next_element(mark: Element) -> Element | None:
    """Give what comes next, past other marks but not past the end of a section."""
    following = mark.getnext()
    while isinstance(following, etree._ProcessingInstruction):
        if following.target == "section":
            return None
        following = following.getnext()
    return following


def _paragraph_before(mark: Element, style: str) -> Element:
    """Give the paragraph that can end a section; LibreOffice drops an empty one, rule and all."""
    previous = mark.getprevious()
    if previous is not None and previous.tag == f"{W}p" and previous.find(f".//{W}r") is not None:
        return previous
    empty = _empty(0, style)
    mark.addprevious(empty)
    return empty


def _empty(before: int, style: str = "TableEnd") -> Element:
    spacing = f'<w:spacing w:before="{before}"/>' if before else ""
    return parse("body", f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{spacing}</w:pPr></w:p>')[0]


def _properties(paragraph: Element) -> Element:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    return properties


def _style(properties: Element) -> str:
    style = properties.find(f"{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")
