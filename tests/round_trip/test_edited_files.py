"""Twenty edited Word files, as Word writes them, with the exact patch that has to come of each.

`edits/NAME.docx` holds the parts that differ from `edits/delivered/DOCUMENT.docx`, which an earlier
version of the program made; pictures are left out. `edits/source/` is the content they come from.
"""

from __future__ import annotations

import difflib
import json
import re
import shutil
from pathlib import Path

import pytest
from helpers.edited_word import parts_of, with_parts
from helpers.projects import SHIPPED

EDITS = Path(__file__).parent / "edits"
CASES = json.loads((EDITS / "cases.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with the content as it was."""
    folder = tmp_path_factory.mktemp("edits")
    shutil.copytree(SHIPPED / "content", folder / "content")
    shutil.copytree(EDITS / "source" / "content", folder / "content", dirs_exist_ok=True)
    return folder


def whole_file(name: str) -> bytes:
    delivered = (EDITS / "delivered" / f"{CASES[name]['document']}.docx").read_bytes()
    return with_parts(delivered, parts_of((EDITS / f"{name}.docx").read_bytes()))


def apply(patch: str, folder: Path) -> None:
    """Replace the lines of a patch's only hunk."""
    path = re.search(r"^\+\+\+ b/(.*)$", patch, re.MULTILINE)[1]
    hunk = patch.partition("\n@@")[2].splitlines()[1:]
    old, new = ([line[1:] for line in hunk if line[:1] in f" {sign}"] for sign in "-+")
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert "\n".join(old) in text
    file.write_text(text.replace("\n".join(old), "\n".join(new), 1), encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_patch_and_report(name, content, packbuilder, tmp_path):
    case, folder = CASES[name], content
    if changed := case.get("source_changed_by"):
        folder = tmp_path / "changed"
        shutil.copytree(content, folder)
        apply((EDITS / changed).read_text(encoding="utf-8"), folder)
    file = tmp_path / f"{name}.docx"
    file.write_bytes(whole_file(name))
    settled = [f"--{case['tracked']}"] if case["tracked"] else []
    result = packbuilder(
        folder, "pull", str(file), "--json", "--edition", case["edition"], *settled
    )
    found = json.loads(result.stdout)
    expected = (EDITS / f"{name}.patch").read_text(encoding="utf-8")
    assert found["patch"] == expected, "".join(
        difflib.ndiff(expected.splitlines(keepends=True), found["patch"].splitlines(keepends=True))
    )
    assert sorted({entry["kind"] for entry in found["report"]}) == sorted(case["report"])
    assert result.exit_code == (3 if "CONFLICT" in case["report"] else 0)
