"""Pages of the shipped packs → the small pictures of them that the guides show.

`make gallery` runs it. It builds what it needs into a folder that is thrown away.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
HEIGHT, COLOURS = 420, 32
"""How high a picture is in dots, and how many colours it has."""


class Shown(NamedTuple):
    """A page to show: its edition, pack and document, and its number."""

    edition: str
    pack: str
    document: str
    page: int


GALLERY = {
    "cover": Shown("standard", "full-pack", "full-pack", 1),
    "finder": Shown("standard", "full-pack", "full-pack", 5),
    "at-a-glance": Shown("standard", "full-pack", "event-report", 2),
    "theme": Shown("standard", "full-pack", "event-report", 11),
    "briefing": Shown("standard", "full-pack", "briefing", 2),
    "summary": Shown("standard", "full-pack", "summary", 1),
    "worksheet": Shown("standard", "full-pack", "t01-right-approach", 1),
    "how-to-run": Shown("standard", "full-pack", "t01-right-approach", 3),
    "cards": Shown("standard", "full-pack", "t08-question-cards", 3),
    "skills-matrix": Shown("standard", "full-pack", "t04-skills-matrix", 1),
    "power-map": Shown("standard", "full-pack", "t05-power-map", 2),
    "edition-cover": Shown("riverbank", "full-pack", "full-pack", 1),
    "print-order": Shown("riverbank", "organiser", "print-order", 1),
    "large-print": Shown("standard", "tools-large-print", "t01-right-approach", 1),
    "high-contrast": Shown("standard", "tools-high-contrast", "t01-right-approach", 1),
}


def build(output: Path) -> None:
    """Build the packs that pages are shown of."""
    for edition in sorted({shown.edition for shown in GALLERY.values()}):
        packs = sorted({s.pack for s in GALLERY.values() if s.edition == edition})
        command = [sys.executable, "-m", "packbuilder", "build", *packs, "--edition", edition]
        subprocess.run([*command, "--output", output, "--quiet"], cwd=ROOT, check=True)


def draw(pdf: Path, page: int) -> Image.Image:
    """Return a small picture of a page, with a thin line around it."""
    with pypdfium2.PdfDocument(pdf) as document:
        shown = document[page - 1]
        picture = shown.render(scale=2 * HEIGHT / shown.get_height()).to_pil().convert("RGB")
    width = round(HEIGHT * picture.width / picture.height)
    small = picture.resize((width, HEIGHT), Image.Resampling.LANCZOS)
    framed = Image.new("RGB", (width + 2, HEIGHT + 2), "#828e97")
    framed.paste(small, (1, 1))
    return framed.quantize(COLOURS, dither=Image.Dither.NONE)


def main() -> None:
    """Draw every picture of the gallery again."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder)
        build(output)
        for name, shown in GALLERY.items():
            found = output / shown.edition / shown.pack
            (pdf,) = (p for p in found.rglob(f"{shown.document}.pdf"))
            draw(pdf, shown.page).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
