"""Image files → pictures: what is let in, and in what state it comes out."""

from __future__ import annotations

import io

import pytest
from helpers.projects import HEAD
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from packbuilder.diagnostics import Code, PackError, Span
from packbuilder.pipeline.decoding import Decoder
from packbuilder.storage.source import Source
from packbuilder.theme.drawings import MOST_SHAPES
from packbuilder.theme.photographs import (
    LARGEST_PIXELS,
    UnusableError,
    look_at_bitmap,
    prepare_bitmap,
)
from packbuilder.theme.pictures import (
    FINE_WIDTH,
    PRINT_WIDTH,
    Made,
    PictureKind,
    as_bitmap,
    make_bitmap,
    read_picture,
)

COLOURS = {"ink": "#1b2730", "primary": "#1d4a73"}
ASKED = Span("content/programme.md", 9)
NAMESPACE = "http://www.w3.org/2000/svg"


def svg(inner: str = "", box: str = "0 0 60 40", more: str = "") -> str:
    return f'<svg xmlns="{NAMESPACE}" viewBox="{box}"{more}>{inner}</svg>'


def image(
    kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (60, 40), **options
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


@pytest.fixture
def read(project):
    def read(name: str, data: str | bytes):
        path = f"content/images/{name}"
        return read_picture(Source(project({path: data})), path, ASKED, COLOURS)

    return read


@pytest.fixture
def refused(read):
    def refused(name: str, data: str | bytes) -> str:
        with pytest.raises(PackError) as caught:
            read(name, data)
        (problem,) = caught.value.diagnostics
        assert (problem.code, problem.span) == (Code.IMAGE_BROKEN, ASKED)
        return problem.message.partition("cannot be used: ")[2]

    return refused


def opened(picture, width: float = 160) -> Image.Image:
    return Image.open(io.BytesIO(as_bitmap(picture, width)))


def test_a_drawing_comes_as_svg_and_can_be_had_as_bitmap(read):
    picture = read("plan.svg", svg('<rect width="60" height="40" fill="token:primary"/>'))
    assert (picture.width, picture.height) == (60, 40)
    assert b"#1d4a73" in picture.svg
    assert b"token:" not in picture.svg
    assert picture.bitmap == b""
    assert opened(picture).convert("RGB").getpixel((800, 500)) == (0x1D, 0x4A, 0x73)


@pytest.mark.parametrize(("width", "pixels"), [(0.01, 1), (8, 80), (160, 1600), (400, 1600)])
def test_a_drawing_is_as_fine_as_its_print_needs(read, width, pixels):
    assert opened(read("plan.svg", svg("<path/>")), width).width == pixels


@pytest.mark.parametrize(
    "element",
    [
        "script",
        "image",
        "foreignObject",
        "text",
        "a",
        "filter",
        "animate",
        "iframe",
    ],
)
def test_other_elements_are_refused(refused, element):
    assert refused("plan.svg", svg(f"<{element}/>")) == f"it contains <{element}>"


@pytest.mark.parametrize(
    "attribute",
    [
        'onclick="x()"',
        'onload="x()"',
        'style="fill:url(https://example.org/a.svg)"',
        'fill="url(https://example.org/a.svg#b)"',
        'href="https://example.org"',
        'xmlns:x="http://www.w3.org/1999/xlink" x:href="file:///etc/passwd"',
    ],
)
def test_other_attributes_are_refused(refused, attribute):
    assert "it contains the attribute" in refused("plan.svg", svg(f"<rect {attribute}/>"))


@pytest.mark.parametrize(
    "start",
    [
        '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE svg [<!ENTITY ns_a "aaaa"><!ENTITY ns_b "&ns_a;&ns_a;">]>',
        '<!DOCTYPE svg [<!ENTITY ns_a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE svg [<!ENTITY % ns_a "aaaa">]>',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://example.org/svg11.dtd" []>',
    ],
)
def test_entities_are_refused(refused, start):
    assert refused("plan.svg", start + svg("<rect/>")) == "it has a DOCTYPE or entities"


def test_what_a_drawing_program_adds_is_dropped(read):
    start = '<?xml version="1.0" encoding="UTF-16"?><!-- made by hand -->'
    start += '<?xml-stylesheet href="https://example.org/a.css"?>'
    picture = read(
        "plan.svg", start + svg("<title>The room</title>", more=' width="1" height="1e9"')
    )
    assert picture.svg.startswith(b"<svg")
    assert opened(picture).size == (PRINT_WIDTH, round(PRINT_WIDTH * 40 / 60))


def test_a_drawing_of_illustrator_states_its_namespaces_as_entities(read):
    start = (
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd" [\n'
        f'\t<!ENTITY ns_svg "{NAMESPACE}">\n\t<!ENTITY ns_ai "http://ns.adobe.com/AI/10.0/">\n]>\n'
    )
    drawn = (
        '<svg xmlns="&ns_svg;" xmlns:i="&ns_ai;" viewBox="0 0 60 40"><switch>'
        '<foreignObject requiredExtensions="&ns_ai;"><i:pgfRef/></foreignObject>'
        '<g i:extraneous="self"><rect width="60" height="40" fill="#00ff00"/></g>'
        '<g><rect width="60" height="40"/></g></switch><i:pgf>eJzs</i:pgf></svg>'
    )
    picture = read("logo.svg", start + drawn)
    assert opened(picture).convert("RGB").getpixel((9, 9)) == (0, 255, 0)
    assert b"foreign" not in picture.svg


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (svg('<rect fill="token:primry"/>'), "there is no colour “primry”"),
        (svg(box="0 0 60"), "no usable viewBox"),
        (svg(box="0 0 0 40"), "no usable viewBox"),
        (svg(box="0 0 nan 40"), "no usable viewBox"),
        (svg(box="0 0 60 inf"), "no usable viewBox"),
        (svg(box="0 0 60px 40px"), "no usable viewBox"),
        (svg(box="0 0 1 1000000"), "far taller than it is wide"),
        (svg("<rect/>" * MOST_SHAPES), "too many shapes"),
        (svg(f'<path d="{"M0 0" * 300_000}"/>'), "too many shapes"),
        (svg("<g>" * 4000 + "</g>" * 4000), "cannot be drawn"),
        ('<svg viewBox="0 0 9 9"/>', "not an SVG drawing"),
        ("<html/>", "not an SVG drawing"),
        ("no drawing at all", "not SVG"),
        ("", "not SVG"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_broken_drawings_are_reported(refused, text, words):
    assert words in refused("plan.svg", text)


@pytest.mark.parametrize(
    ("kind", "comes_as"), [("PNG", "PNG"), ("JPEG", "JPEG"), ("WEBP", "PNG"), ("GIF", "PNG")]
)
def test_a_jpeg_stays_one_and_all_others_come_as_png(read, kind, comes_as):
    picture = read(f"room.{kind.lower()}", image(kind))
    assert (opened(picture).format, opened(picture).size, picture.svg) == (comes_as, (60, 40), b"")
    assert picture.ending == {"PNG": "png", "JPEG": "jpg"}[comes_as]
    assert (picture.width, picture.height) == (60, 40)


def test_photographs_are_no_larger_than_print_needs(read):
    assert opened(read("room.png", image(size=(4000, 1000)))).size == (PRINT_WIDTH, 400)


def test_photographs_lose_their_metadata_but_stand_upright(read):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "taken at home"  # turned, and described
    picture = read("room.jpg", image("JPEG", size=(60, 40), exif=exif))
    assert opened(picture).size == (40, 60)
    assert b"taken at home" not in picture.bitmap
    assert not opened(picture).getexif()


def test_transparency_is_kept(read):
    assert opened(read("room.png", image(mode="RGBA"))).mode == "RGBA"
    assert opened(read("room.png", image(mode="P", transparency=0))).mode == "RGBA"
    assert opened(read("room.jpg", image("JPEG", mode="CMYK"))).mode == "RGB"


def test_photographs_of_a_pack_in_greys_are_in_one_ink(project):
    """Also where they are dark: no more than a fifth is inked. Logos are grey, and stay as dark."""
    red = (150, 20, 20)
    out = {"room.jpg": io.BytesIO(), "logo.png": io.BytesIO()}
    for name, file in out.items():
        Image.new("RGB", (60, 40), red).save(file, "JPEG" if "jpg" in name else "PNG")
    source = Source(project({f"content/{name}": file.getvalue() for name, file in out.items()}))
    greys = {"ink": "#222222", "primary": "#3d3d3d"}
    photograph, logo = (
        opened(read_picture(source, f"content/{name}", ASKED, greys)) for name in out
    )
    assert (photograph.mode, logo.mode) == ("L", "L")
    assert 200 <= photograph.getpixel((30, 20)) <= 208
    assert logo.getpixel((30, 20)) < 70
    coloured = opened(read_picture(source, "content/room.jpg", ASKED, COLOURS))
    assert coloured.mode == "RGB"


BROKEN = [
    ("room.png", b"This is text.", "it is not a PNG, JPEG, WebP or GIF"),
    ("room.png", b"", "it is not a PNG, JPEG, WebP or GIF"),
    ("room.tif", image("TIFF"), "it is not a PNG, JPEG, WebP or GIF"),
    ("room.png", svg().encode(), "it is not a PNG, JPEG, WebP or GIF"),
    ("room.png", image()[:-30], "it is damaged"),
    ("room.jpg", image("JPEG")[:-300], "it is damaged"),
]


@pytest.mark.parametrize(
    ("name", "data", "words"), BROKEN, ids=["text", "empty", "tiff", "svg", "cut-png", "cut-jpeg"]
)
def test_broken_photographs_are_reported(refused, name, data, words):
    assert refused(name, data) == words
    with pytest.raises(UnusableError, match=words):
        look_at_bitmap(data, PRINT_WIDTH)


def thumbnailed(data: bytes, inner: bytes) -> bytes:
    """Return a JPEG with a smaller one in its metadata, as cameras write it."""
    return data[:2] + b"\xff\xe1" + (len(inner) + 2).to_bytes(2) + inner + data[2:]


@pytest.mark.parametrize(
    "data",
    [
        image(),
        image(size=(4000, 1001)),
        image(mode="1"),
        image("GIF"),
        image("WEBP"),
        image("JPEG"),
        image("JPEG", size=(3001, 2000)),
        image("JPEG", size=(300, 200), progressive=True),
        thumbnailed(image("JPEG"), image("JPEG", size=(6, 4))),
        image("JPEG") + b"more",
    ],
    ids=["png", "wide", "bits", "gif", "webp", "jpeg", "big", "progressive", "inner", "more"],
)
def test_a_glance_says_how_large_a_photograph_comes_out(data):
    assert look_at_bitmap(data, PRINT_WIDTH) == prepare_bitmap(data, PRINT_WIDTH)[1:]


def test_a_glance_turns_what_stands_sideways():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert look_at_bitmap(image("JPEG", exif=exif), PRINT_WIDTH) == (40, 60)


def test_a_glance_sees_that_a_photograph_with_a_smaller_one_inside_is_cut():
    whole = thumbnailed(image("JPEG", size=(300, 200)), image("JPEG", size=(6, 4)))
    with pytest.raises(UnusableError, match="it is damaged"):
        look_at_bitmap(whole[:-40], PRINT_WIDTH)


def test_check_decodes_no_photograph(project, packbuilder, monkeypatch):
    folder = project(
        {
            "content/programme.md": f"{HEAD}# One {{#morning}}\n\n![A hall.](images/a.jpg)\n",
            "content/images/a.jpg": image("JPEG", size=(3000, 2000)),
        }
    )
    asked: list[str] = []

    def make(_: Decoder, kind: PictureKind, data: bytes) -> Made:
        asked.append(kind)
        return make_bitmap(kind, data)

    monkeypatch.setattr(Decoder, "make", make)
    assert packbuilder(folder, "check").exit_code == 0
    assert set(asked) == {"glance"}


@pytest.mark.parametrize("size", [(8000, 5001), (10_000, 10_000), (15_000, 15_000)])
def test_pixel_bombs_are_refused(refused, size):
    assert size[0] * size[1] > LARGEST_PIXELS
    Image.MAX_IMAGE_PIXELS, kept = None, Image.MAX_IMAGE_PIXELS
    bomb = image(mode="1", size=size)
    Image.MAX_IMAGE_PIXELS = kept
    assert len(bomb) < 200_000
    assert refused("room.png", bomb) == "it has more than 40 million pixels"


GOOD = {"plan.svg": svg("<rect/>").encode(), "a.png": image(), "a.jpg": image("JPEG")}


@pytest.mark.parametrize("name", GOOD)
@given(place=st.integers(0), byte=st.integers(0, 255), end=st.integers(0))
def test_damaged_files_are_read_or_refused(name, tmp_path_factory, place, byte, end):
    data = bytearray(GOOD[name])
    data[place % len(data)] = byte
    folder = tmp_path_factory.getbasetemp()
    (folder / name).write_bytes(data[: len(data) - end % 3])
    try:
        picture = read_picture(Source(folder), name, ASKED, COLOURS)
    except PackError:
        return
    assert opened(picture).size[0] > 0


def test_sixteen_bits_keep_their_greys(read):
    ramp = Image.new("I;16", (256, 1))
    for x in range(256):
        ramp.putpixel((x, 0), x * 257)
    out = io.BytesIO()
    ramp.save(out, "PNG")
    found = opened(read("ramp.png", out.getvalue()))
    assert (found.mode, [found.getpixel((x, 0)) for x in range(256)]) == ("L", list(range(256)))


def test_a_strip_is_refused_before_it_is_decoded(refused):
    assert refused("strip.png", image(mode="1", size=(1, 25_000))).startswith("one side has more")


INKSCAPE = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:sodipodi="http://example.org/s" '
    'xmlns:inkscape="http://example.org/i" width="60mm" height="40mm" viewBox="0 0 60 40" '
    'inkscape:version="1.3"><defs id="defs1"/><sodipodi:namedview pagecolor="#fff"/>'
    '<metadata><x xmlns="urn:x"/></metadata><g inkscape:label="Layer 1">'
    '<rect style="fill:#1d4a73;-inkscape-stroke:none" width="60" height="40"/></g></svg>'
)


def test_plain_svg_of_inkscape_stays_a_drawing(read):
    picture = read("a.svg", INKSCAPE)
    assert b"inkscape" not in picture.svg.replace(b"-inkscape", b"")
    assert opened(picture).convert("RGB").getpixel((800, 500)) == (0x1D, 0x4A, 0x73)


@pytest.mark.parametrize(
    "inner",
    [
        (
            '<defs><linearGradient id="a"><stop offset="0" stop-color="#1d4a73"/></linearGradient>'
            '</defs><rect fill="url(#a)" width="60" height="40"/>'
        ),
        '<defs><style>.a{fill:#1d4a73}</style></defs><rect class="a" width="60" height="40"/>',
        (
            '<defs><clipPath id="a"><rect width="60" height="40"/></clipPath></defs>'
            '<g clip-path="url(#a)"><rect fill="#1d4a73" width="60" height="40"/></g>'
        ),
        '<defs><rect id="a" fill="#1d4a73" width="60" height="40"/></defs><use href="#a"/>',
    ],
    ids=["gradient", "style-sheet", "clip-path", "use"],
)
def test_what_only_one_engine_draws_becomes_a_fine_bitmap(read, inner):
    picture = read("a.svg", '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd">' + svg(inner))
    found = opened(picture)
    assert (picture.svg, picture.drawn, found.width) == (b"", True, FINE_WIDTH)
    assert found.convert("RGB").getpixel((900, 900)) == (0x1D, 0x4A, 0x73)


@pytest.mark.parametrize(
    "inner",
    [
        '<defs><style>@import "https://example.org/a.css";</style></defs>',
        "<defs><style>rect{fill:url(https://example.org/a)}</style></defs>",
        '<use href="https://example.org/a.svg#b"/>',
        '<use href="file:///etc/passwd#b"/>',
        '<defs><pattern id="a" href="b.svg#c"/></defs>',
    ],
)
def test_nothing_comes_from_elsewhere(refused, inner):
    assert refused("a.svg", svg(inner)).startswith("it contains ")


def test_a_photograph_is_prepared_once(read, monkeypatch, tmp_path):
    monkeypatch.setenv("PACKBUILDER_CACHE", str(tmp_path / "cache"))
    first = read("room.jpg", image("JPEG"))
    monkeypatch.setattr("packbuilder.theme.pictures.prepare_bitmap", None)
    assert read("again.jpg", image("JPEG")) == first
