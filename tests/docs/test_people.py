"""The pages for one kind of person each: short, their commands run, their pictures are there."""

from __future__ import annotations

import re

import pytest
from helpers.guides import README, ROOT, read
from PIL import Image
from test_readme import run

PEOPLE = ("organiser", "partnership", "staff", "designer")
PAGES = {name: f"docs/{name}.md" for name in PEOPLE}
PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 500_000
IMAGE = re.compile(r'<img src="([^"]+)" height="\d+" alt="([^"]+)">')


def images(guide: str) -> list[tuple[str, str]]:
    """List the pictures of a guide by their names, with what they say to those who see none."""
    return [(path.rpartition("/")[2], alt) for path, alt in IMAGE.findall(read(guide))]


@pytest.mark.parametrize("guide", PAGES.values())
def test_five_things_on_a_page(guide):
    text = read(guide)
    assert len(text.splitlines()) <= 45
    assert re.findall(r"^(\d)\. \*\*", text, re.MULTILINE) == ["1", "2", "3", "4", "5"]


@pytest.mark.slow
@pytest.mark.parametrize("guide", PAGES.values(), ids=PAGES)
def test_its_commands_run_as_written(guide, workplace):
    text = re.sub(r"^   ", "", read(guide), flags=re.MULTILINE)
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert blocks
    done = run("".join(blocks), workplace)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_readme_leads_to_every_page():
    assert [page for page in PAGES.values() if f"]({page})" not in read(README)] == []


def test_every_picture_is_shown_and_small():
    shown = {name for guide in (README, *PAGES.values()) for name, _ in images(guide)}
    assert shown == {file.name for file in PICTURES.iterdir()}
    assert sum(file.stat().st_size for file in PICTURES.iterdir()) <= MOST_BYTES
    for file in PICTURES.iterdir():
        with Image.open(file) as picture:
            assert picture.height == 422


def test_the_command_that_draws_them_knows_them_all():
    script = read("docs/gallery.py")
    assert all(f'"{file.stem}": Shown(' in script for file in PICTURES.iterdir())
    recipe = read("Makefile").split("\ngallery: ", 1)[1].split("\n\n", 1)[0]
    assert "$(RUN)python docs/gallery.py" in recipe


def test_a_table_says_what_every_pack_is_for():
    table = read(README).split("## The packs of the example", 1)[1].split("\n## ", 1)[0]
    packs = {file.stem for file in (ROOT / "content/packs").glob("*.yaml")}
    assert {pack for pack in packs if f"`{pack}`" not in table} == set()
