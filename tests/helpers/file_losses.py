"""Losses planted in finished files: what they do and hold beside their words, and fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
from lxml import etree

from helpers.planted_losses import NothingToLoseError, Parts, PdfLoss, W, WordLoss, _run

_SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def page_again(document: pikepdf.Pdf) -> None:
    document.pages.append(document.pages[0])


def attachment(document: pikepdf.Pdf) -> None:
    document.attachments["words.txt"] = b"Words"


def of_the_file(key: str, value: Any) -> PdfLoss:
    """Give the file, or its tags, something that none has."""

    def lose(document: pikepdf.Pdf) -> None:
        holder = document.Root.StructTreeRoot if key == "/RoleMap" else document.Root
        holder[key] = value

    return lose


opened = of_the_file("/OpenAction", _SCRIPT)
renamed_tags = of_the_file("/RoleMap", pikepdf.Dictionary(H1=pikepdf.Name.P))


def of_a_page(change: Callable[[Any], None]) -> PdfLoss:
    return lambda document: change(document.pages[0].obj)


def other_order(page: Any) -> None:
    page.Tabs = pikepdf.Name.R


def no_order(page: Any) -> None:
    del page.Tabs


def page_action(page: Any) -> None:
    page.AA = pikepdf.Dictionary(O=_SCRIPT)


def of_a_link(change: Callable[[Any], None], leads: str = "/A") -> PdfLoss:
    """Change the first link to an address, or to a place in the file: `/Dest`."""

    def lose(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            for each in page.obj.get("/Annots", []):
                if leads in each:
                    change(each)
                    return
        raise NothingToLoseError("a link")

    return lose


def unsaid(link: Any) -> None:
    del link.Contents


def said_otherwise(link: Any) -> None:
    link.Contents = pikepdf.String("https://example.org/else")


def said_of_another_page(link: Any) -> None:
    link.Contents = pikepdf.String(f"{link.Contents}1")


def with_a_script(link: Any) -> None:
    link.A.Next = _SCRIPT


def in_a_field(sought: str, code: str) -> WordLoss:
    """Have words be what a field shows until it is updated."""

    def lose(parts: Parts) -> None:
        run = _run(parts, sought)
        for kind in ("begin", "separate"):
            mark = etree.Element(f"{W}r")
            etree.SubElement(mark, f"{W}fldChar", {f"{W}fldCharType": kind})
            run.addprevious(mark)
        instruction = etree.Element(f"{W}r")
        etree.SubElement(instruction, f"{W}instrText").text = code
        run.getprevious().addprevious(instruction)
        last = etree.Element(f"{W}r")
        etree.SubElement(last, f"{W}fldChar", {f"{W}fldCharType": "end"})
        run.addnext(last)

    return lose


def simple_field(parts: Parts) -> None:
    run = _run(parts, "Words between")
    field = etree.Element(f"{W}fldSimple", {f"{W}instr": "QUOTE else"})
    run.addprevious(field)
    field.append(run)


def page_for_pages(parts: Parts) -> None:
    """Have the number of the page stand where that of all pages does."""
    codes = [c for part in parts.values() for c in part.iter(f"{W}instrText")]
    next(code for code in codes if "NUMPAGES" in (code.text or "")).text = " PAGE "
