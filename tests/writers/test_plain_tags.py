"""The structure of a PDF has no tags that say nothing."""

from __future__ import annotations

import pikepdf

from packbuilder.writers.pdf.layout import load_engine

HTML = """<html lang="en"><title>Tags</title><body>
<p style="width: 30mm">Words in <span>more than</span> one line, <em>some</em> of them
<span lang="fr">en français</span>.</p>
<section><div></div><div>Loose words</div></section>
<table><tr><th>Cost<td>£20</table></body></html>"""


def kids(element):
    found = element.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def outline(element):
    """Write an element as `Tag(inside, …)`, marks of words as `•`."""
    if isinstance(element, int):
        return "•"
    inside = ", ".join(map(outline, kids(element)))
    return f"{str(element.S)[1:]}{':' + str(element.Lang) if '/Lang' in element else ''}({inside})"


def test_words_stand_in_what_they_belong_to_and_empty_boxes_are_left_out(tmp_path):
    load_engine().HTML(string=HTML).write_pdf(tmp_path / "a.pdf", pdf_variant="pdf/ua-1")
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        tree = pdf.Root.StructTreeRoot
        paragraph, section, table = kids(kids(tree)[0])
        lines = outline(paragraph)
        assert lines.startswith("P(•, •, ")
        assert "NonStruct(Span(•))" in lines
        assert lines.endswith("Span:fr(•), •)")
        assert outline(section) == "Sect(Div(Span(•)))"
        assert "TH(•), TD(•)" in outline(table)
        marked = tree.ParentTree.Nums[1]
        assert len(marked) > 8
        assert all(mark in kids(element) for mark, element in enumerate(marked))
