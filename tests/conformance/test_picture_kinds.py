"""Every kind of picture in a document: the PDF still is what it says, PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

import io

from helpers.projects import HEAD, PROGRAMME
from helpers.validators import judge_pdfs, need_verapdf
from PIL import Image


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def pictures() -> dict[str, bytes]:
    noise = Image.effect_noise((400, 300), 60).convert("RGB")
    return {
        "photograph.jpg": encoded(noise, "JPEG"),
        "grey-photograph.jpg": encoded(noise.convert("L"), "JPEG"),
        "cmyk.jpg": encoded(noise.convert("CMYK"), "JPEG"),
        "grey.png": encoded(noise.convert("L")),
        "black-and-white.png": encoded(noise.convert("1")),
        "sixteen-bits.png": encoded(Image.new("I;16", (300, 200), 40_000)),
        "palette.png": encoded(noise.convert("P")),
        "clear-palette.png": encoded(noise.convert("P"), transparency=3),
        "clear.png": encoded(noise.convert("RGBA")),
        "clear-grey.png": encoded(noise.convert("LA")),
        "web.webp": encoded(noise, "WEBP"),
        "web.gif": encoded(noise.convert("P"), "GIF"),
    }


def test_pdfs_with_every_kind_of_picture_conform(project, packbuilder):
    need_verapdf()
    found = pictures()
    text = "\n\n".join(f"![Picture of {name}](images/{name}){{width=20}}" for name in found)
    files = {f"content/images/{name}": data for name, data in found.items()}
    folder = project({PROGRAMME: f"{HEAD}# Pictures\n\n{text}\n", **files})
    done = packbuilder(folder, "build")
    assert done.exit_code == 0, done.output
    (pdf,) = folder.glob("output/*/day/programme.pdf")
    assert judge_pdfs([pdf])[pdf] == {"PDF/A-3A": [], "PDF/UA-1": []}
