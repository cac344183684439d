"""What a .docx says: its structure, its styles, and that nothing of the model is lost."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from helpers import word_samples as samples
from helpers.projects import shipped_edition
from helpers.word_lint import WP, W, faults, read
from lxml import etree

from packbuilder import model as m
from packbuilder.pipeline.publications import compose_document
from packbuilder.storage.source import Source
from packbuilder.theme import Theme, read_theme
from packbuilder.writers.docx import write_word
from packbuilder.writers.docx.style_table import PARAGRAPH_STYLES
from packbuilder.writers.docx.tables import column_widths
from packbuilder.writers.docx.xml import dxa, xml_text

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = {name: getattr(samples, name)() for name in ("report", "handout", "pack", "tool")}


@pytest.fixture(scope="module")
def theme() -> Theme:
    return read_theme(Source(ROOT))


@pytest.fixture(scope="module")
def written(theme):
    return {name: write_word(publication, theme) for name, publication in SAMPLES.items()}


@pytest.fixture(scope="module")
def parts(written):
    return {name: read(data) for name, data in written.items()}


@pytest.fixture(scope="module")
def body(parts):
    """The body of the report."""
    return parts["report"]["word/document.xml"][0]


def one(*blocks: m.Block, **changes) -> m.Publication:
    return samples.publication(samples.part(blocks=blocks, **changes))


def body_of(publication, theme):
    return read(write_word(publication, theme))["word/document.xml"][0]


def words(element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def meaning(styles, id: str, path: str):
    """Return a property of a style, or of the next one it is based on that has it; else that of the
    defaults.
    """
    known = {s.get(f"{W}styleId"): s for s in styles.iter(f"{W}style")}
    while id:
        if (found := known[id].find(path)) is not None:
            return found
        base = known[id].find(f"{W}basedOn")
        id = "" if base is None else base.get(f"{W}val")
    return styles.find(f"{W}docDefaults/{W}rPrDefault/{path}")


def style(paragraph) -> str:
    return paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")


def paragraphs(body, name):
    return [p for p in body.iter(f"{W}p") if style(p) == name]


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_wrong(written, name):
    assert faults(written[name]) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_python_docx_opens_it(written, name):
    document = docx.Document(io.BytesIO(written[name]))
    assert document.core_properties.title == "Creating effective partnerships"
    assert document.core_properties.author == "Ada Byron; Alan Turing"
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.created.isoformat().startswith("2026-03-14T00:00:00")


@pytest.mark.parametrize("name", SAMPLES)
def test_no_words_are_lost(parts, name):
    publication = SAMPLES[name]
    texts = [root for path, root in parts[name].items() if "document" in path or "notes" in path]
    found = re.sub(r"\W", "", "".join(words(root) for root in texts if root.tag.startswith(W)))
    for part in publication.parts:
        for block in m.walk((*part.blocks, *(b for note in part.footnotes for b in note))):
            for line in m.own_inlines(block):
                for piece in m.walk_inlines(line):
                    if isinstance(piece, m.Text | m.InlineCode):
                        assert re.sub(r"\W", "", piece.text) in found


def test_nothing_of_a_template_is_left(parts):
    names = " ".join(parts["report"])
    assert not re.search("thumbnail|stylesWithEffects|webSettings|comments", names)
    text = b"".join(samples_bytes(parts["report"]))
    assert b"python-docx" not in text
    assert b"en-US" not in text
    assert b"docId" not in text


def samples_bytes(parts):
    from lxml import etree

    return [etree.tostring(root) for root in parts.values()]


def test_settings_do_what_readers_need(parts):
    settings = parts["report"]["word/settings.xml"]
    names = {child.tag.removeprefix(W) for child in settings}
    assert names.isdisjoint({"updateFields", "documentProtection", "saveSubsetFonts"})
    assert "embedTrueTypeFonts" in names
    assert settings.find(f"{W}autoHyphenation").get(f"{W}val") == "0"
    mode = settings.find(f"{W}compat/{W}compatSetting")
    assert (mode.get(f"{W}name"), mode.get(f"{W}val")) == ("compatibilityMode", "15")


@pytest.mark.parametrize("name", SAMPLES)
def test_styles_take_their_sizes_from_tokens(parts, theme, name):
    profiles = {part.profile for part in SAMPLES[name].parts}
    other = "reading" if len(profiles) > 1 else ""
    (main,) = profiles - {other}
    styles = parts[name]["word/styles.xml"]
    for found in styles.iter(f"{W}style"):
        id = found.get(f"{W}styleId")
        profile = other if id.endswith("Reading") else main
        spec = PARAGRAPH_STYLES.get(id.removesuffix("Reading"))
        if spec:
            look = theme.style(profile, spec.role)
            size = meaning(styles, id, f"{W}rPr/{W}sz")
            assert size.get(f"{W}val") == f"{look.size * 2:g}"
            colour = meaning(styles, id, f"{W}rPr/{W}color")
            assert colour.get(f"{W}val") == look.colour[1:].upper()


def test_running_text_takes_its_looks_from_normal(parts):
    """So that changing Normal in Word changes the pack."""
    styles = parts["report"]["word/styles.xml"]
    by_id = {s.get(f"{W}styleId"): s for s in styles.iter(f"{W}style")}
    assert by_id["Normal"].find(f"{W}rPr") is not None
    for id in ("BodyText", "ListBullet", "CalloutText", "DefinitionText"):
        assert by_id[id].find(f"{W}rPr") is None
    spacing = by_id["BodyText"].find(f"{W}pPr/{W}spacing")
    assert set(spacing.attrib) == {f"{W}after"}


def test_most_blocks_have_the_styles_of_word(theme):
    """Those of the profile that most of a pack is written in."""
    short = samples.part("short", blocks=(samples.p("x"),))
    long = samples.part("long", "handout", blocks=(samples.p("y"),) * 5)
    styles = ids(read(write_word(samples.publication(short, long), theme))["word/styles.xml"])
    assert "BodyTextReading" in styles
    assert "BodyTextHandout" not in styles


@pytest.mark.parametrize("name", SAMPLES)
def test_no_text_is_small_slanted_or_centred(parts, name):
    styles = parts[name]["word/styles.xml"]
    assert min(int(size.get(f"{W}val")) for size in styles.iter(f"{W}sz")) >= 24
    for tag in ("i", "caps", "smallCaps"):
        assert styles.find(f".//{W}{tag}") is None
    assert {jc.get(f"{W}val") for jc in styles.iter(f"{W}jc")} == {"left"}


def test_a_second_profile_has_styles_of_its_own(parts):
    styles = parts["pack"]["word/styles.xml"]
    by_id = {s.get(f"{W}styleId"): s for s in styles.iter(f"{W}style")}
    heading = by_id["Heading2Reading"]
    assert heading.find(f"{W}name").get(f"{W}val") == "Heading 2 reading"
    assert heading.find(f"{W}basedOn").get(f"{W}val") == "Heading2"
    assert not any(id.endswith("Handout") for id in ids(parts["handout"]["word/styles.xml"]))


def ids(styles) -> set[str]:
    return {s.get(f"{W}styleId") for s in styles.iter(f"{W}style")}


def text_width(theme: Theme) -> float:
    """Return how wide the text of an upright page is, in mm."""
    return theme.page("width") - theme.page("left") - theme.page("right")


@pytest.mark.parametrize(
    ("name", "side", "wanted"),
    [
        ("report", "left", lambda theme: theme.length("column")),
        ("handout", "right", lambda theme: text_width(theme) - theme.measure("handout")),
    ],
)
def test_lines_are_no_longer_than_the_measure(parts, theme, name, side, wanted):
    """In reports they begin behind the margin column, in handouts they end before the margin."""
    styles = parts[name]["word/styles.xml"]
    text = next(s for s in styles.iter(f"{W}style") if s.get(f"{W}styleId") == "BodyText")
    given = int(text.find(f"{W}pPr/{W}ind").get(f"{W}{side}")) * 25.4 / 1440
    assert given == pytest.approx(wanted(theme), abs=0.1)


def test_added_paragraphs_stand_like_ours(parts, body):
    """Items, terms, headings and boxes look as they do by their styles alone."""
    for wanted in ("BodyText", "ListBullet", "DefinitionText", "CalloutTitle", "CalloutText"):
        looks = [p.find(f"{W}pPr") for p in paragraphs(body, wanted)]
        plain = [x for x in looks if not {f"{W}ind", f"{W}pBdr", f"{W}numPr"} & {c.tag for c in x}]
        assert plain, wanted


def counted(body, numbering, styles) -> list[str]:
    """Count the headings' numbers as Word does; lists that share their levels count together."""
    nums = {n.get(f"{W}numId"): n for n in numbering.iter(f"{W}num")}
    starts = {
        (a.get(f"{W}abstractNumId"), level.get(f"{W}ilvl")): int(level[0].get(f"{W}val"))
        for a in numbering.iter(f"{W}abstractNum")
        for level in a.iter(f"{W}lvl")
    }
    bare = {
        a.get(f"{W}abstractNumId")
        for a in numbering.iter(f"{W}abstractNum")
        if a.find(f"{W}lvl/{W}numFmt").get(f"{W}val") == "none"
    }
    counters: dict[str, dict[int, int]] = {}
    begun = set()
    found = []
    for p in body.iter(f"{W}p"):
        if not style(p).startswith("Heading"):
            continue
        listed = p.find(f"{W}pPr/{W}numPr")
        if listed is None:
            listed = meaning(styles, style(p), f"{W}pPr/{W}numPr")
        id = "0" if listed is None else listed.find(f"{W}numId").get(f"{W}val")
        abstract = "" if id == "0" else nums[id][0].get(f"{W}val")
        if not abstract or abstract in bare:
            continue
        if id not in begun and nums[id].find(f"{W}lvlOverride") is not None:
            counters[abstract] = {}
        begun.add(id)
        level = int(listed.find(f"{W}ilvl").get(f"{W}val"))
        levels = counters.setdefault(abstract, {})
        for upper in range(level):
            levels.setdefault(upper, starts[abstract, str(upper)])
        levels[level] = levels[level] + 1 if level in levels else starts[abstract, str(level)]
        for lower in [n for n in levels if n > level]:
            del levels[lower]
        found.append(".".join(str(levels[n]) for n in range(level + 1)))
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_word_counts_headings_as_the_model_does(parts, name):
    blocks = [b for part in SAMPLES[name].parts for b in m.walk(part.blocks)]
    wanted = [b.number for b in blocks if isinstance(b, m.Heading) and b.number]
    names = ("document", "numbering", "styles")
    assert counted(*(parts[name][f"word/{part}.xml"] for part in names)) == wanted


def test_odd_heading_numbers_are_kept(theme):
    numbers = ["3", "3.1", "5", "5.1", "1.0.1", "A.2", "2.7", "2.8", "3"]
    blocks = [m.Heading(1, samples.t("x"), f"s.{n}", number=n) for n in numbers]
    parts = read(write_word(one(*blocks), theme))
    plain = [n for n in numbers if n not in ("1.0.1", "A.2")]
    names = ("document", "numbering", "styles")
    assert counted(*(parts[f"word/{name}.xml"] for name in names)) == plain
    assert "A.2x" in words(parts["word/document.xml"])


def test_every_numbered_list_starts_again(body, parts):
    numbering = parts["report"]["word/numbering.xml"]
    firsts = {}
    for p in body.iter(f"{W}p"):
        number = p.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None and style(p).startswith("ListNumber"):
            firsts.setdefault(number.get(f"{W}val"), words(p))
    overrides = {
        n.get(f"{W}numId"): n.find(f".//{W}startOverride").get(f"{W}val")
        for n in numbering.iter(f"{W}num")
        if n.get(f"{W}numId") in firsts
    }
    started = {firsts[id]: start for id, start in overrides.items()}
    assert started["starts at seven"] == "7"
    assert started["starts at one again"] == started["inner one"] == started["anew one"] == "1"
    assert started["Read the card aloud"] == "3"


def test_large_numerals_have_room_below_their_rule(parts, theme):
    """Four fifths of an exact line are above the foot of its letters."""
    line = meaning(parts["report"]["word/styles.xml"], "BigNumber", f"{W}pPr/{W}spacing")
    assert line.get(f"{W}lineRule") == "exact"
    numeral = theme.style("handout", "big-number").size * 0.66
    assert int(line.get(f"{W}line")) / 20 * 0.8 > numeral + 1


def test_dashes_stand_close_before_their_words_in_reports_alone(parts):
    before = {
        (sample, name): int(
            meaning(parts[sample]["word/styles.xml"], name, f"{W}pPr/{W}ind").get(f"{W}hanging")
        )
        for sample in ("report", "handout")
        for name in ("ListBullet", "ListNumber")
    }
    assert before["report", "ListBullet"] < before["report", "ListNumber"]
    assert before["handout", "ListBullet"] == before["handout", "ListNumber"]
    styles = parts["report"]["word/styles.xml"]
    left = int(meaning(styles, "ListBullet", f"{W}pPr/{W}ind").get(f"{W}left"))
    column = int(meaning(styles, "BodyText", f"{W}pPr/{W}ind").get(f"{W}left"))
    assert abs(left - column - before["report", "ListBullet"]) <= 1


def test_a_large_figure_stands_close_to_its_label(theme):
    rows = (cells("60"), cells("delegates"))
    figures = m.Table(cells("Delegates"), rows, look="figures")
    low, usual = (
        body_of(one(table), theme).find(f".//{W}tblPr/{W}tblCellMar")
        for table in (figures, m.Table(cells("Delegates"), rows))
    )
    assert usual is None
    padding = theme.length("cell-padding") * 56.7
    assert all(int(low.find(f"{W}{side}").get(f"{W}w")) < padding for side in ("top", "bottom"))


def test_deep_lists_keep_their_level(theme):
    body = body_of(one(samples.nested(12)), theme)
    levels = [int(x.get(f"{W}val")) for x in body.iter(f"{W}ilvl")]
    assert max(levels) == 8
    lefts = [int(x.get(f"{W}left")) for x in body.iter(f"{W}ind")]
    deepest = theme.length("column") + theme.length("gap") + 11 * theme.length("list-indent")
    assert max(lefts) == pytest.approx(deepest / 25.4 * 1440, abs=2)


def test_tables_repeat_their_header_and_keep_their_rows(body, theme):
    table = data_tables(body)[0]
    rows = table.findall(f"{W}tr")
    assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == "What is done, by whom"
    widths = [int(c.get(f"{W}w")) for c in table.find(f"{W}tblGrid")]
    assert sum(widths) == round(text_width(theme) / 25.4 * 1440)
    assert widths[1] / sum(widths) == pytest.approx(0.5, abs=0.001)
    caption = table.getprevious()
    assert style(caption) == "Caption"
    assert caption.find(f"{W}pPr/{W}keepNext") is not None


def data_tables(body) -> list[Any]:
    """Return the tables with a style: others only put blocks side by side."""
    return [t for t in body.iter(f"{W}tbl") if t.find(f"{W}tblPr/{W}tblStyle") is not None]


def test_a_header_column_is_marked(body):
    looks = [t.find(f"{W}tblPr/{W}tblLook").get(f"{W}firstColumn") for t in data_tables(body)]
    assert looks[:3] == ["0", "1", "0"]


def test_a_box_has_its_bar_beside_all_that_is_in_it(body, parts):
    """By its styles, or where there are lists and lines by the paragraphs themselves."""
    styles = parts["report"]["word/styles.xml"]
    barred = {s.get(f"{W}styleId") for s in styles.iter(f"{W}style") if has_bar(s)}
    all_of_it = list(body.iter(f"{W}p"))
    last = [words(p) for p in all_of_it].index("The last words of the box.")
    first = max(n for n, p in enumerate(all_of_it[:last]) if style(p) == "CalloutTitle")
    assert barred >= {"CalloutTitle", "CalloutText"}
    assert all(style(p) in barred or has_bar(p) for p in all_of_it[first : last + 1])


@pytest.mark.parametrize("profile", ["reading", "handout"])
def test_the_bar_beside_a_box_is_not_broken(theme, profile):
    """Word joins bars where lines begin and end alike, to a twentieth of a point. There is as much
    room between running text and a list as outside.
    """
    item = m.ListItem((samples.p("An item"),))
    said = (samples.p("Before"), m.BulletList((item,)), samples.p("Between"), samples.p("Last"))
    box = m.Callout(samples.t("What this means"), said)
    parts = read(write_word(one(box, profile=profile, footnotes=()), theme))
    place, after = {}, {}
    for each in parts["word/document.xml"].iter(f"{W}p"):
        known = meaning(parts["word/styles.xml"], style(each), f"{W}pPr/{W}ind")
        own = each.find(f"{W}pPr/{W}ind")
        sides = {**({} if known is None else known.attrib), **({} if own is None else own.attrib)}
        left, hanging, right = (int(sides.get(f"{W}{n}", 0)) for n in ("left", "hanging", "right"))
        place[words(each)] = left - hanging, right
        space = each.find(f"{W}pPr/{W}spacing")
        after[words(each)] = 0 if space is None else int(space.get(f"{W}after", 0))
    box_words = ["What this means", "Before", "An item", "Between", "Last"]
    assert len({place[said] for said in box_words}) == 1
    wanted = round(theme.style(profile, "text").after * 20)
    assert [after[said] for said in box_words] == [0, wanted, wanted, wanted, 0]


def has_bar(element) -> bool:
    return element.find(f"{W}pPr/{W}pBdr/{W}left") is not None


def test_lines_to_write_on_are_ruled_paragraphs(body):
    label = next(p for p in paragraphs(body, "AnswerLabel") if "agree on" in words(p))
    lines = [label.getnext(), label.getnext().getnext(), label.getnext().getnext().getnext()]
    assert [style(line) for line in lines] == ["AnswerLine"] * 3
    assert [words(line).strip() for line in lines] == [""] * 3


def test_minutes_stand_in_words(body):
    steps = [p for p in body.iter(f"{W}p") if re.match(r"\d+ minutes:", words(p))]
    assert [words(step).split(":")[0] for step in steps] == ["5 minutes", "10 minutes"]
    assert all(step.find(f"{W}pPr/{W}numPr") is not None for step in steps)


def test_pictures_are_described(parts, body):
    shown = [e for e in body.iter() if e.tag.endswith("}docPr")]
    described = [e.get("descr") for e in shown if e.get("descr")]
    assert described == ["Logo of the Fife Partnership", "A circle and a line"]
    kinds = {r.get("Target") for r in parts["report"]["word/_rels/document.xml.rels"]}
    assert {"media/image3.png", "media/image3.svg"} <= kinds


def test_a_tall_picture_fits_the_page(theme):
    body = body_of(one(m.Figure("images/photo.png", "A tower")), theme)
    extent = next(e for e in body.iter() if e.tag.endswith("}extent"))
    assert (
        int(extent.get("cy")) / 36000
        <= (297 - theme.page("top") - theme.page("bottom")) * 0.8 + 0.1
    )


def test_contents_are_a_field_with_links(body):
    contents = body.find(f"{W}sdt")
    assert contents.find(f".//{W}docPartGallery").get(f"{W}val") == "Table of Contents"
    codes = [c.text.strip() for c in contents.iter(f"{W}instrText")]
    assert codes == ['TOC \\h \\z \\o "2-3"']
    entries = [words(p) for p in contents.iter(f"{W}p") if style(p).startswith("TOC")]
    assert entries == ["Contents", *(e.text for e in samples.CONTENTS.entries)]
    targets = {link.get(f"{W}anchor") for link in contents.iter(f"{W}hyperlink")}
    assert all(re.fullmatch(r"_Toc\d{8}", target) for target in targets)


def test_contents_show_pages_that_are_known(theme):
    """As values of fields, which Word updates when somebody asks it to."""
    known = {entry.anchor: 7 + number for number, entry in enumerate(samples.CONTENTS.entries[:2])}
    numbered = m.number_contents(samples.report(), known)
    contents = body_of(numbered, theme).find(f"{W}sdt")
    links = list(contents.iter(f"{W}hyperlink"))
    for link, entry in zip(links, numbered.contents.entries, strict=True):
        code = link.find(f".//{W}instrText")
        if not entry.page:
            assert code is None
            continue
        assert code.text.strip() == f"PAGEREF {link.get(f'{W}anchor')} \\h"
        assert words(link) == f"{entry.text}{entry.page}"
        assert link.find(f".//{W}tab") is not None
        assert not link.xpath(".//@*[local-name()='dirty']")


def test_the_parts_of_a_pack_have_large_numerals_before_their_links(theme):
    entries = (m.ContentsEntry(1, "Report", code="1"), m.ContentsEntry(2, "Tea", code="T1"))
    listed = m.Contents("", entries, layout="parts")
    first, second = (p for p in body_of(one(listed), theme).iter(f"{W}p") if words(p))
    look = first.find(f"{W}r/{W}rPr/{W}sz")
    assert int(look.get(f"{W}val")) == 2 * theme.style("handout", "big-number").size
    assert second.find(f"{W}r/{W}rPr/{W}sz") is None


def test_footnotes_count_from_one_in_each_document_of_a_pack(parts):
    """As they do in the PDF, which is joined from the documents' own."""
    sections = list(parts["pack"]["word/document.xml"].iter(f"{W}sectPr"))
    fresh = [s.find(f"{W}footnotePr/{W}numRestart") is not None for s in sections]
    assert not fresh[0]
    assert sum(fresh) >= len(samples.pack().parts)
    alone = parts["report"]["word/document.xml"].iter(f"{W}numRestart")
    assert len(list(alone)) <= 1


def test_footnotes_have_names_of_their_own_through_a_pack(parts):
    notes = parts["pack"]["word/footnotes.xml"]
    assert [n.get(f"{W}id") for n in notes] == ["-1", "0", *map(str, range(1, 7))]
    shown = [
        r.get(f"{W}id") for r in parts["pack"]["word/document.xml"].iter(f"{W}footnoteReference")
    ]
    assert shown == list("123456")


def test_words_in_another_language_are_marked(parts, body):
    run = next(r for r in body.iter(f"{W}r") if "Fàilte" in words(r))
    assert run.find(f"{W}rPr/{W}lang").get(f"{W}val") == "gd"
    gaelic = parts["pack"]["word/document.xml"]
    titles = [p for p in gaelic.iter(f"{W}p") if words(p) == "The gaelic"]
    assert titles[0].find(f".//{W}lang").get(f"{W}val") == "gd"


def test_sections_turn_pages_and_start_on_the_right(parts, body):
    kinds = [
        (s.find(f"{W}type").get(f"{W}val"), s.find(f"{W}pgSz").get(f"{W}orient"))
        for s in body.iter(f"{W}sectPr")
    ]
    assert kinds == [("nextPage", None)] * 2 + [("nextPage", "landscape"), ("nextPage", None)]
    pack = parts["pack"]["word/document.xml"]
    starts = [s.find(f"{W}type").get(f"{W}val") for s in pack.iter(f"{W}sectPr")]
    assert starts.count("oddPage") == 3


def test_the_cover_has_no_foot_and_pages_are_counted(parts, body):
    footers = [words(parts["report"][f"word/footer{n}.xml"]) for n in (1, 2)]
    assert footers[0] == ""
    assert (
        footers[1]
        == "Creating effective partnershipsPage\u00a01\u00a0of\u00a01Fife edition · Version 1.2"
    )
    first = next(body.iter(f"{W}sectPr")).find(f"{W}footerReference")
    relations = {
        r.get("Id"): r.get("Target") for r in parts["report"]["word/_rels/document.xml.rels"]
    }
    assert (
        relations[next(iter(v for k, v in first.attrib.items() if k.endswith("}id")))]
        == "footer1.xml"
    )


def test_a_cover_goes_further_down_than_the_pages_behind_it(body):
    """So that its facts stand at the foot, and no line more pushes them off the page."""
    below = [int(s.find(f"{W}pgMar").get(f"{W}bottom")) for s in body.iter(f"{W}sectPr")]
    assert below[0] + 600 < below[1]


def test_landscape_alone_leaves_no_empty_section(theme):
    body = body_of(one(m.Landscape((samples.p("wide"),))), theme)
    sizes = [s.find(f"{W}pgSz").get(f"{W}orient") for s in body.iter(f"{W}sectPr")]
    assert sizes == ["landscape"]


def test_a_page_break_belongs_to_the_next_paragraph(theme):
    body = body_of(one(samples.p("a"), m.PageBreak(), samples.p("b"), m.PageBreak()), theme)
    broken = [words(p) for p in body if p.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert broken == ["b"]
    assert len(body.findall(f"{W}p")) == 2


@pytest.mark.parametrize(
    "block",
    [
        m.BulletList(()),
        m.BulletList((m.ListItem(()),)),
        m.Callout(samples.t("Only a title"), ()),
        m.Quotation((), samples.t("Nobody")),
        m.DefinitionList((m.Definition(samples.t("Term"), ()),)),
        m.Landscape(()),
        m.Steps(5, (m.Step(5, ()),)),
        m.Answer("x", (), 0),
        m.Contents("Contents", ()),
        m.CodeBlock(""),
        m.PageBreak(),
        m.Callout(samples.t("Of a table"), tuple(samples.tables())),
        m.Quotation((samples.nested(2), *samples.tables(), samples.callout())),
        m.BulletList((m.ListItem((samples.p("x"), samples.callout(), *samples.tables())),)),
    ],
    ids=lambda block: type(block).__name__,
)
def test_empty_and_odd_blocks_are_written(block, theme):
    data = write_word(one(block), theme)
    assert faults(data) == []
    assert faults(write_word(one(block, samples.p("after"), block), theme)) == []


def test_a_publication_without_blocks_is_written(theme):
    assert faults(write_word(one(), theme)) == []


def test_what_an_edition_adds_stands_between_double_lines(theme):
    added = m.Callout(samples.t("Added by us"), (samples.p("One."), samples.p("Two.")), added=True)
    first, *rest = body_of(one(added), theme).iter(f"{W}p")
    doubled = [p for p in (first, *rest) if p.find(f".//{W}pBdr/*[@{W}val='double']") is not None]
    assert [words(p) for p in rest][:3] == ["Added by us", "One.", "Two."]
    assert doubled == [first, rest[3]]
    assert faults(write_word(one(added), theme)) == []


def test_pictures_of_a_row_stand_side_by_side(theme):
    pictures = tuple(block for block in samples.blocks() if isinstance(block, m.Figure))
    body = body_of(one(m.Arrangement("row", pictures)), theme)
    assert [len(list(row)) - 1 for row in body.iter(f"{W}tr")] == [len(pictures)]


def test_bold_words_in_bold_styles_stay_bold(theme):
    strong = m.Strong(samples.t("bold"))
    body = body_of(one(m.Callout((strong, *samples.t("plain")), (samples.p("x"),))), theme)
    first, second = list(body.iter(f"{W}r"))[:2]
    assert first.find(f"{W}rPr/{W}b") is not None
    assert second.find(f"{W}rPr/{W}b") is None


def test_bold_words_elsewhere_are_bold_by_their_style(theme):
    body = body_of(one(m.Paragraph((m.Strong(samples.t("bold")),))), theme)
    assert body.find(f".//{W}rPr/{W}rStyle").get(f"{W}val") == "Strong"
    assert body.find(f".//{W}b") is None


def test_a_heading_added_in_word_has_a_number(theme):
    """When others have: styles are linked to the list, and headings without a number opt out."""
    numbered = m.Heading(1, samples.t("x"), "s.x", number="1")
    parts = read(write_word(one(numbered, m.Heading(2, samples.t("y"), "s.y")), theme))
    assert meaning(parts["word/styles.xml"], "Heading2", f"{W}pPr/{W}numPr/{W}numId") is not None
    (first,) = paragraphs(parts["word/document.xml"], "Heading2")
    (second,) = paragraphs(parts["word/document.xml"], "Heading3")
    assert first.find(f"{W}pPr/{W}numPr") is None
    assert second.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val") == "0"


@pytest.mark.parametrize("number", ["", "1"])
def test_the_rule_above_a_section_begins_at_the_margin(theme, number):
    """Word draws it from where the first line begins, so the words stand behind a tab."""
    heading = m.Heading(1, samples.t("x"), "s.x", number=number)
    parts = read(write_word(one(heading), theme))
    (written,) = paragraphs(parts["word/document.xml"], "Heading2")
    numbered = written.find(f"{W}pPr/{W}numPr")
    if numbered is None:
        numbered = meaning(parts["word/styles.xml"], "Heading2", f"{W}pPr/{W}numPr")
    id = numbered.find(f"{W}numId").get(f"{W}val")
    numbering = parts["word/numbering.xml"]
    (num,) = (n for n in numbering.iter(f"{W}num") if n.get(f"{W}numId") == id)
    (listed,) = (
        a
        for a in numbering.iter(f"{W}abstractNum")
        if a.get(f"{W}abstractNumId") == num[0].get(f"{W}val")
    )
    level = listed.find(f"{W}lvl")
    place = level.find(f"{W}pPr/{W}ind")
    assert place.get(f"{W}left") == place.get(f"{W}hanging") == str(dxa(theme.length("column")))
    assert level.find(f"{W}suff").get(f"{W}val") == "tab"
    assert (level.find(f"{W}lvlText").get(f"{W}val") == "") == (not number)


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\ud800", "\ufffe"])
def test_control_characters_are_refused(character):
    with pytest.raises(ValueError, match=r"U\+"):
        xml_text(f"a{character}")


def test_addresses_are_escaped(theme):
    link = m.Link(samples.t("x"), 'https://example.org/a b"<ü>?q=1&r=2')
    parts = read(write_word(one(samples.p(link)), theme))
    targets = [r.get("Target") for r in parts["word/_rels/document.xml.rels"]]
    assert "https://example.org/a%20b%22%3C%C3%BC%3E?q=1&r=2" in targets


def test_a_colour_of_an_edition_is_taken(theme):
    from packbuilder.theme import with_colour

    data = write_word(one(samples.p("x")), with_colour(theme, "#5a1f4b"))
    assert "5A1F4B" in {e.get("val") for e in read(data)["word/theme/theme1.xml"].iter()}


def test_titles_of_parts_are_anchors(theme):
    link = m.Link(samples.t("to the start"), "sample.", internal=True)
    publication = one(samples.p(link), opening=samples.opening(False))
    assert body_of(publication, theme).find(f".//{W}hyperlink") is not None


def test_a_part_without_its_own_footnotes_still_counts(theme):
    first = samples.part(blocks=(samples.inlines(),))
    second = replace(first, name="second")
    parts = read(write_word(samples.publication(first, second), theme))
    assert len(parts["word/footnotes.xml"]) == 2 + 4


def cells(*words: str) -> tuple[m.Cell, ...]:
    return tuple(m.Cell((m.Text(word),)) for word in words)


def test_no_column_is_too_narrow_for_its_longest_word(theme):
    table = m.Table(cells("Name", "Responsibilities"), (cells("a", "b"),), widths=(95, 5))
    body = body_of(one(table), theme)
    first, second = (int(column.get(f"{W}w")) for column in body.iter(f"{W}gridCol"))
    size = theme.style("reading", "table-head").size
    assert second / 20 >= theme.width_of("Responsibilities", size, True) / 25.4 * 72
    assert first + second == round(text_width(theme) / 25.4 * 1440)


def test_the_drawing_of_a_cover_leaves_room_for_a_long_title(theme):
    """So that what stands below it is on the same page."""
    heights = []
    for times in (1, 9, 60):
        title = " ".join(["What we learned"] * times)
        opening = replace(samples.opening(full_page=True), title=title)
        body = body_of(samples.publication(samples.part(opening=opening)), theme)
        heights.append(int(next(body.iter(f"{WP}extent")).get("cy")))
    usual, less, least = heights
    assert usual > less > least > 0.29 * usual


def test_amounts_that_fit_only_just_are_not_cut(theme):
    words = ("Partnership", *["1,234,567"] * 6, "12,345,678")
    table = m.Table(cells("Partnership", *["May"] * 7), (cells(*words),))
    part = samples.part(blocks=(table,), profile="handout")
    body = body_of(samples.publication(part), theme)
    padding = theme.length("cell-padding")
    size = theme.style("handout", "table-text").size
    for word, column in zip(words, body.iter(f"{W}gridCol"), strict=True):
        least = theme.width_of(word, size, word == words[0]) + padding
        assert int(column.get(f"{W}w")) / 1440 * 25.4 >= least - 0.1, word


def test_of_columns_that_need_more_than_there_is_those_that_need_most_get_less():
    table = m.Table(cells("One", "Two", "Three"), (), widths=(20, 70, 10))
    assert column_widths(table, 1000) == [200, 700, 100]
    assert column_widths(table, 1000, (900, 900, 200)) == [400, 400, 200]
    assert column_widths(table, 1000, (300, 900, 200)) == [300, 500, 200]


def scale(*items: str) -> m.Choices:
    lines = tuple(m.ListItem((samples.p(m.Field("tick"), f" {item}"),)) for item in items)
    return m.Choices("how", samples.t("How?"), lines, row=True)


def test_what_is_ticked_side_by_side_takes_as_many_lines_as_it_needs(theme):
    lines = paragraphs(body_of(one(scale("Yes", "No")), theme), "ChoiceLine")
    assert [words(line) for line in lines] == ["☐ Yes☐ No"]
    long = scale(*(f"Answer number {n} of a list" for n in range(4)))
    lines = paragraphs(body_of(one(long), theme), "ChoiceLine")
    assert [words(line).count("☐") for line in lines] == [2, 2]


def kept(paragraph) -> bool:
    return paragraph.find(f"{W}pPr/{W}keepNext") is not None


def test_short_tables_and_groups_stand_on_one_page(theme):
    for rows, held in ((2, [0]), (6, [0, 1, 2, 3, 4]), (9, [0, 7])):
        table = m.Table(cells("Head"), (cells("row"),) * rows)
        found = paragraphs(body_of(one(table), theme), "TableText")
        assert [number for number, row in enumerate(found) if kept(row)] == held
    group = m.Group("who", (samples.p("One"), samples.p("Two"), samples.p("Three")))
    found = paragraphs(body_of(one(group), theme), "BodyText")
    assert [kept(paragraph) for paragraph in found] == [True, True, False]


def test_the_closing_section_stands_on_one_page(theme):
    about = m.Heading(1, samples.t("About"), f"one.{m.ABOUT}")
    blocks = (samples.p("Text"), about, samples.p("Source"), samples.p("Formats"))
    found = paragraphs(body_of(one(*blocks), theme), "BodyText")
    assert [(words(paragraph), kept(paragraph)) for paragraph in found] == [
        ("Text", False),
        ("Source", True),
        ("Formats", False),
    ]


def test_the_foot_of_cards_has_a_ruler_and_scissors_in_one_low_line(theme):
    cards = tuple(m.Card(f"A{n}", "Theme", inlines=samples.t("Why?")) for n in range(1, 9))
    deck = m.Deck(cards, "Back", guide="Print at 100 %.")
    publication = replace(one(deck, deck), pictures=samples.PICTURES)
    found = read(write_word(publication, theme))
    (footer,) = (part for name, part in found.items() if "Print at 100 %." in words(part))
    (line,) = footer.iter(f"{W}p")
    stop = line.find(f"{W}pPr/{W}tabs/{W}tab").get(f"{W}pos")
    assert int(stop) == round(50 / 25.4 * 1440)
    assert "decorative" in etree.tostring(footer).decode()
    margin = theme.length("card-margin-side") - theme.length("card-foot")
    height = int(line.find(f"{W}pPr/{W}spacing").get(f"{W}line"))
    assert 12 * 20 < height <= margin / 25.4 * 1440 + 1


def test_ruled_spaces_are_no_controls_for_plain_text(theme):
    """LibreOffice draws no line below the spaces of such a control."""
    line = samples.p(
        "On ", m.Blank("event date"), " we meet ", m.Field("text", "t1.gap1", "Gap 1"), "."
    )
    controls = list(body_of(one(line), theme).iter(f"{W}sdt"))
    ruled = [c for c in controls if c.find(f".//{W}rStyle[@{W}val='Blank']") is not None]
    assert [c.find(f"{W}sdtPr/{W}tag").get(f"{W}val") for c in ruled] == [
        "edition.event-date.1",
        "t1.gap1",
    ]
    for control in ruled:
        assert control.find(f"{W}sdtPr/{W}text") is None
        assert control.find(f"{W}sdtPr/{W}richText") is not None


def test_the_cover_of_an_edition_stresses_the_event_not_the_partnership(theme):
    lines = (m.OpeningLine("partnership", "Fife Partnership"), m.OpeningLine("event", "Our day"))
    opening = replace(samples.opening(full_page=True), lines=lines)
    body = body_of(samples.publication(samples.part(opening=opening)), theme)
    used = [style.get(f"{W}val") for style in body.iter(f"{W}pStyle")]
    assert {"CoverTitleLow", "CoverPartnership", "CoverEvent"} <= {*used}
    assert PARAGRAPH_STYLES["CoverEvent"].bold
    assert not PARAGRAPH_STYLES["CoverPartnership"].bold


@pytest.mark.parametrize("landscape", [False, True])
def test_whose_tool_it_is_stands_below_its_title(theme, landscape):
    opening = replace(samples.opening(full_page=False), code="T20", title="T20 A tool")
    made = samples.part(profile="handout", opening=opening, landscape=landscape)
    body = body_of(samples.publication(made), theme)
    (whose,) = (
        style.getparent().getparent()
        for style in body.iter(f"{W}pStyle")
        if style.get(f"{W}val") == "OpeningPartnership"
    )
    indent = whose.find(f"{W}pPr/{W}ind").get(f"{W}left")
    assert int(indent) == dxa(theme.length("title-indent"))


@pytest.mark.parametrize(
    ("subtitle", "together"), [("Short", 2), ("A purpose that is long " * 3, 1)]
)
def test_logos_stand_beside_the_drawing_of_a_tool_where_there_is_room(theme, subtitle, together):
    opening = replace(
        samples.opening(full_page=False),
        code="T20",
        title="T20 A tool",
        subtitle=subtitle.strip(),
        icon="images/plan.svg",
    )
    body = body_of(samples.publication(samples.part(profile="handout", opening=opening)), theme)
    (purpose,) = (p for p in paragraphs(body, "Subtitle") if words(p).startswith(subtitle.strip()))
    assert sum(1 for _ in purpose.iter(f"{W}drawing")) == together


def test_no_picture_is_cut_by_the_lines_of_its_paragraph():
    """In lines closer than the font asks for, the top of drawings beside words is cut off."""
    edition = shipped_edition("standard")
    publication = compose_document(edition, "event-report").publication
    parts = read(write_word(publication, edition.theme))
    drawn, raised = [], 0
    for each in parts["word/document.xml"].iter(f"{W}p"):
        if next(each.iter(f"{W}drawing"), None) is not None:
            own = each.find(f"{W}pPr/{W}spacing")
            style = each.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
            found = meaning(parts["word/styles.xml"], style, f"{W}pPr/{W}spacing[@{W}line]")
            raised += own is not None and own.get(f"{W}line") is not None
            line = own if own is not None and own.get(f"{W}line") else found
            drawn.append((line.get(f"{W}lineRule"), int(line.get(f"{W}line"))))
    assert raised
    assert [each for each in drawn if each[0] != "auto" or each[1] < 240] == []


def test_words_beside_a_drawing_are_level_with_its_middle(theme):
    """On the line of letters a drawing reaches far above them; its words are apart from it."""
    line = (m.Icon("images/plan.svg"), *samples.t(" FO1"))
    table = m.Table(cells("Theme"), ((m.Cell(line),),))
    drawn = [
        p
        for p in body_of(one(table), theme).iter(f"{W}p")
        if next(p.iter(f"{W}drawing"), None) is not None
    ]
    assert [words(p) for p in drawn] == ["\u2002FO1"]
    assert drawn[0].find(f"{W}pPr/{W}textAlignment").get(f"{W}val") == "center"


def test_tools_of_a_theme_hang_in_the_column_of_its_points(theme):
    tool = (m.Icon("images/plan.svg"), m.Text(" "), m.Strong(samples.t("T02")))
    further = m.Paragraph((m.Strong(samples.t("Take it further")), m.Text(" "), *tool))
    title = m.Heading(2, samples.t("Power"), anchor="sample.power")
    body = small(theme, m.ThemePage((title, further), "PO", "Power"))
    (line,) = (p for p in body.iter(f"{W}p") if words(p).startswith("Take"))
    column = str(dxa(theme.length("column")))
    indent = line.find(f"{W}pPr/{W}ind")
    assert (indent.get(f"{W}left"), indent.get(f"{W}hanging")) == (column, column)
    looks = {words(r): r.find(f"{W}rPr/{W}rStyle") for r in line.iter(f"{W}r") if words(r).strip()}
    assert {said: look.get(f"{W}val") for said, look in looks.items()} == {
        "Take it further": "SmallCode",
        "T02": "SmallCode",
    }


def test_the_head_of_a_fact_stands_beside_its_drawing(theme):
    """A narrow column would have its drawing on a line of its own."""
    widths = []
    for lead in ((), (m.Icon("images/plan.svg"), m.Text(" "))):
        head = (m.Cell((*lead, m.Text("Time"))), m.Cell(samples.t("Group")))
        facts = m.Table(head, (cells("30", "All"),), strip=True, widths=(1, 99))
        columns = body_of(one(facts), theme).iter(f"{W}gridCol")
        widths.append(int(next(columns).get(f"{W}w")))
    bare, drawn = widths
    assert drawn - bare > dxa(5)


def test_words_of_a_tile_in_rows_hang_behind_its_code(theme):
    line = (m.Icon("images/plan.svg"), m.Text(" "), m.Strong(samples.t("FO")), m.Text(" Stable"))
    tiles = m.BulletList((m.ListItem((m.Paragraph(line),)),), tiles=True)
    body = body_of(one(tiles, profile="handout", footnotes=()), theme)
    (tile,) = paragraphs(body, "ListTile")
    indent = tile.find(f"{W}pPr/{W}ind")
    assert int(indent.get(f"{W}hanging")) == int(indent.get(f"{W}left")) > dxa(20)
    assert next(tile.iter(f"{W}tab"), None) is not None


def test_the_number_of_a_step_does_not_run_into_its_minutes(theme):
    step = m.Cell((m.Numeral(samples.t("1")), *samples.t(" 3 min")))
    bar = m.Table((step,), (cells("Name the issue"),), look="step-bar")
    (shown,) = (p for p in body_of(one(bar), theme).iter(f"{W}p") if "min" in words(p))
    assert words(shown) == "1\u20033 min"


def small(theme, *blocks):
    """The body of a short report."""
    part = samples.part(blocks=blocks, footnotes=())
    return read(write_word(samples.publication(part), theme))["word/document.xml"][0]


def test_a_finding_and_what_it_means_stand_on_one_page(theme):
    heading = m.Heading(2, samples.t("Results"), anchor="sample.results", numeral="2")
    said, meant = (m.Paragraph(samples.t(words)) for words in ("Little is known.", "Be honest."))
    body = small(theme, heading, said, m.Callout(samples.t("What this means"), (meant,)))
    (kept,) = [p for p in paragraphs(body, "BodyText") if words(p) == "Little is known."]
    assert kept.find(f"{W}pPr/{W}keepNext") is not None


def test_the_bar_of_a_plan_stands_with_the_words_above_it(theme):
    bar = m.Table(cells("5", "85"), (cells("T13", "T08"),), look="time-bar")
    body = body_of(one(samples.p("Clock times count from the start."), bar), theme)
    (above,) = [p for p in paragraphs(body, "BodyText") if words(p).startswith("Clock")]
    assert kept(above)


def test_terms_go_on_in_the_next_list(theme):
    """An edition may leave out what stood between them: there is no more room than elsewhere."""
    item = m.Definition(samples.t("Licence"), (m.Paragraph(samples.t("The same.")),))
    body = small(theme, m.DefinitionList((item,)), m.DefinitionList((item,)))
    assert [p.getnext() for p in paragraphs(body, "TableEnd") if kept(p)] == []


def test_a_term_in_the_margin_stands_level_with_what_it_means(theme):
    """The space above both is in a paragraph before them; below a long term, in what it means."""
    item = m.Definition(samples.t("Community Planning Partnership"), (m.Paragraph(samples.t("A")),))
    callout = m.Callout(samples.t("Ask"), (m.Paragraph(samples.t("Us")),))
    body = small(theme, callout, m.DefinitionList((item, item)))
    spaces = [p.find(f"{W}pPr/{W}spacing") for p in paragraphs(body, "DefinitionTerm")]
    assert spaces == [None, None]
    (above,) = [
        p for p in paragraphs(body, "TableEnd") if p.getnext() in paragraphs(body, "DefinitionTerm")
    ]
    assert int(above.find(f"{W}pPr/{W}spacing").get(f"{W}before")) > 200
    after = [p.find(f"{W}pPr/{W}spacing") for p in paragraphs(body, "DefinitionText")]
    assert all(int(space.get(f"{W}after")) > 300 for space in after)


def test_the_number_of_a_theme_is_apart_from_its_title(theme):
    title = m.Heading(2, samples.t("Power"), anchor="sample.power", number="1.1")
    first = m.Heading(1, samples.t("Themes"), anchor="sample.themes", number="1")
    body = small(theme, first, m.ThemePage((title,), code="po", name="Power"))
    (shown,) = paragraphs(body, "ThemeTitle")
    place = shown.find(f"{W}pPr/{W}tabs/{W}tab")
    indent = int(shown.find(f"{W}pPr/{W}ind").get(f"{W}left"))
    assert 400 < int(place.get(f"{W}pos")) - indent < 600
    small_letters = shown.find(f"{W}pPr/{W}rPr/{W}sz").get(f"{W}val")
    assert small_letters == f"{theme.style('reading', 'caption').size * 2:g}"


def test_what_begins_a_section_has_no_room_above(theme):
    """It begins a page: the first heading behind a cover, but no other one."""
    headings = tuple(m.Heading(1, samples.t(words)) for words in ("First", "Second"))
    made = samples.part(opening=samples.opening(full_page=True))
    body = body_of(samples.publication(replace(made, blocks=headings)), theme)
    found = [p for p in body.iter(f"{W}p") if words(p) in ("First", "Second")]
    above = [p.find(f"{W}pPr/{W}spacing") for p in found]
    assert above[0].get(f"{W}before") == "0"
    assert above[1] is None


def test_long_words_of_a_title_leave_less_room_on_a_cover(theme):
    """They take lines of their own: the title would else begin the next page."""

    def above_facts(title: str) -> int:
        opening = replace(samples.opening(full_page=True), title=title, lines=(), logos=())
        body = body_of(samples.publication(samples.part(opening=opening, blocks=())), theme)
        ends = [p.find(f"{W}pPr/{W}spacing") for p in paragraphs(body, "TableEnd")]
        return max(int(e.get(f"{W}before")) for e in ends if e is not None)

    assert above_facts(" ".join(["nnn"] * 10)) - above_facts(" ".join(["n" * 13] * 3)) > 500


def test_photos_side_by_side_are_all_as_high(theme):
    """A strip leaves room to what is beside it; a free place is as wide as the others."""
    found = {
        f"images/{name}.jpg": m.Picture(b"", samples.png(width, 100), width, 100)
        for name, width in (("tall", 75), ("flat", 150), ("strip", 900))
    }
    for names, ratio in (("tall flat", 0.5), ("flat strip", 1 / 3)):
        figures = (m.Figure(f"images/{name}.jpg", name) for name in names.split())
        photos = m.Arrangement("photos", (*figures, m.Arrangement("stack", ())))
        publication = replace(one(photos, m.Paragraph(())), pictures=found)
        (table,) = body_of(publication, theme).iter(f"{W}tbl")
        first, second, free = (
            int(c.find(f"{W}tcW").get(f"{W}w")) - int(c.find(f"{W}tcMar/{W}left").get(f"{W}w"))
            for c in table.iter(f"{W}tcPr")
        )
        assert first / second == pytest.approx(ratio, rel=0.01)
        assert free == pytest.approx((first + second) / 2, rel=0.01)


def test_a_title_leaves_room_for_its_page_in_a_column(theme):
    """Its last word begins a line where the page would else stand below."""
    titles = ["Delegate discussions on working in partnership", "Evidence", "x" * 60]
    titles += [f"{'i' * more} Delegates thought of the event" for more in range(40)]
    entries = tuple(m.ContentsEntry(1, title, f"s{n}", 14) for n, title in enumerate(titles))
    body = body_of(one(m.Contents("", entries, layout="columns"), m.Paragraph(())), theme)
    lines = [
        "".join("|" if e.tag == f"{W}br" else e.text or "" for e in each.iter(f"{W}br", f"{W}t"))
        for each in paragraphs(body, "TOC8")
    ]
    assert lines[1:3] == ["Evidence", "x" * 60]
    parted = [line for line in lines if "|" in line]
    assert 0 < len(parted) < len(lines) - 3
    assert all(line.endswith("|event") for line in parted if "thought" in line)


def test_pages_of_a_list_in_columns_end_where_their_column_does(theme):
    entries = tuple(m.ContentsEntry(1, f"Section {n}", f"s{n}", n) for n in range(1, 9))
    body = body_of(one(m.Contents("", entries, layout="columns"), m.Paragraph(())), theme)
    (table,) = body.iter(f"{W}tbl")
    columns = list(table.iter(f"{W}tc"))
    assert len(columns) == 2
    for column in columns:
        before = int(column.find(f"{W}tcPr/{W}tcMar/{W}left").get(f"{W}w"))
        room = int(column.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) - before
        ends = {int(tab.get(f"{W}pos")) for tab in column.iter(f"{W}tab") if tab.get(f"{W}pos")}
        assert ends
        assert max(ends) <= room + 1


def test_columns_of_items_are_as_short_as_they_can_be(theme):
    long = "words " * 60
    items = tuple(
        m.ListItem((m.Paragraph((m.Text(each),)),)) for each in (long, "Two", "Three", "Four")
    )
    body = body_of(one(m.OrderedList(items, numerals=True, columns=2)), theme)
    (table,) = body.iter(f"{W}tbl")
    first, second = table.iter(f"{W}tc")
    assert (words(first), words(second)) == (long, "TwoThreeFour")


def test_a_lowered_numeral_stands_within_its_line(theme):
    """Digits are two thirds as high as their size, and four fifths of a line are above its foot."""
    heading = m.Heading(2, (m.Text("Partnership is complex"),), "complex", numeral="1")
    body = body_of(one(heading), theme)
    (numeral,) = (r for r in body.iter(f"{W}r") if words(r) == "1")
    (paragraph,) = (p for p in body.iter(f"{W}p") if "Partnership is complex" in words(p))
    line = int(paragraph.find(f"{W}pPr/{W}spacing").get(f"{W}line")) / 20
    lower = -int(numeral.find(f"{W}rPr/{W}position").get(f"{W}val")) / 2
    size = theme.style("handout", "finding-number").size
    assert size == 60
    assert 0 <= lower <= line / 5 + 0.5
    assert size * 0.66 <= line * 4 / 5 + lower + 0.5


def test_page_numbers_stay_bold_when_they_are_updated(theme):
    """A field that is updated looks as its code does."""
    report, (first, *_) = samples.report(), samples.CONTENTS.entries
    listed = replace(samples.CONTENTS, entries=(replace(first, page=3),))
    body = body_of(replace(report, contents=listed), theme)
    codes = [run for run in body.iter(f"{W}r") if "PAGEREF" in run.findtext(f"{W}instrText", "")]
    assert codes
    assert all(run.find(f"{W}rPr/{W}b") is not None for run in codes)


def test_codes_and_facts_have_the_colour_of_titles(theme):
    heads = tuple(m.Cell((m.Text(head),)) for head in ("Time", "Group"))
    facts = m.Table(heads, (heads,), strip=True)
    foot = m.Footer("T01 Facts", "Fife edition", code="T01")
    found = read(write_word(one(facts, footer=foot), theme))
    colours = {
        each.get(f"{W}styleId"): each.find(f".//{W}color").get(f"{W}val")
        for each in found["word/styles.xml"].iter(f"{W}style")
        if each.find(f".//{W}color") is not None
    }
    (code,) = (
        run
        for name, part in found.items()
        if name.startswith("word/footer")
        for run in part.iter(f"{W}r")
        if words(run) == "T01"
    )
    head = next(found["word/document.xml"].iter(f"{W}tc"))
    shown = {code.find(f".//{W}rStyle").get(f"{W}val"), style(next(head.iter(f"{W}p")))}
    assert shown == {"SmallCode", "TableName"}
    assert {colours[each] for each in shown} == {colours["Heading1"]}


def test_what_tools_rest_on_is_a_low_heading_without_a_rule(theme):
    row = (m.Cell((m.Text("T01"),)), m.Cell((m.Text("A tool"),)))
    table = m.Table(row, (row,), header_column=True)
    blocks = (m.Heading(1, (m.Text("What tools rest on"),), numbered=False), table)
    body = body_of(one(*blocks, name=m.ABOUT), theme)
    (heading,) = (p for p in body.iter(f"{W}p") if words(p) == "What tools rest on")
    assert (style(heading), heading.find(f".//{W}pBdr")) == ("Heading2Low", None)


@pytest.mark.parametrize("number", ["3", ""])
def test_a_number_above_figures_stays_on_the_page(theme, number):
    """Without one, the heading stands at the margin, as the figures do."""
    row = (m.Cell((m.Text("15"),)),)
    figures = m.Table((m.Cell((m.Text("Forms"),)),), (row, row), look="figures")
    heading = m.Heading(1, (m.Text("In numbers"),), "numbers", number=number)
    body = body_of(one(heading, figures), theme)
    (found,) = (p for p in body.iter(f"{W}p") if words(p).endswith("In numbers"))
    indents = [i.get(f"{W}left") for i in found.iter(f"{W}ind")]
    assert indents == ([] if number else ["0"]), etree.tostring(found)


def test_numbers_of_three_figures_have_a_wider_indent(theme):
    """“100.” would touch the words behind it, or push them out of line."""

    def room(first: int) -> int:
        body = body_of(one(m.OrderedList(samples.items("one", "two", "three"), start=first)), theme)
        listed = [p for p in body.iter(f"{W}p") if style(p) == "ListNumber"]
        (found,) = {int(p.find(f"{W}pPr/{W}ind").get(f"{W}hanging")) for p in listed}
        return found

    usual = theme.length("list-indent") / 25.4 * 1440
    assert room(97) == pytest.approx(usual, abs=60)
    assert room(98) > room(97) + 80
    assert room(998) > room(98) + 80


@pytest.mark.parametrize("edition", ["Riverbank edition", "The edition of a partnership " * 5])
@pytest.mark.parametrize("title", ["Power map", "A title that needs a second line " * 4])
def test_a_foot_of_three_lines_ends_nearer_to_the_edge(theme, title, edition):
    """It would grow up into the page otherwise, and take a line of its text."""
    footer = m.Footer(title, edition)
    publication = one(samples.p("x"), footer=footer)
    margins = read(write_word(publication, theme))["word/document.xml"].find(f".//{W}pgMar")
    distance = int(margins.get(f"{W}footer"))
    usual = round(theme.page("footer") / 25.4 * 1440)
    if len(title) + len(edition) < 60:
        assert distance == pytest.approx(usual, abs=1)
    else:
        assert 567 <= distance < usual
