"""The repository itself: what stands in it, what it may not name, and how it is pinned."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "LICENSE",
    "LICENSE-CONTENT.md",
    "Makefile",
    "CHANGELOG.md",
    "README.md",
    "constraints.txt",
    "content",
    "docs",
    "output",
    "packbuilder",
    "pyproject.toml",
    "templates",
    "tests",
}

# An index of packages, or a file fetched from one.
REGISTRY = re.compile(
    r"://[^\s/]+/(?:[^\s]+/)?simple/?(?=[\s\"'>)]|$)|://\S+\.(?:whl|tar\.gz)\b"
    r"|--(?:extra-)?index-url|--find-links|\bindex[-_]url\s*=",
)

PIN = re.compile(
    r"^(?P<name>[a-z0-9-]+)==\S+.*\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+",
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Every file of the project, those not yet committed among them."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def texts(tracked: list[Path]) -> dict[str, str]:
    """The text of every file that is text."""
    contents = {file: file.read_bytes() for file in tracked}
    return {
        file.relative_to(ROOT).as_posix(): data.decode("utf-8")
        for file, data in contents.items()
        if b"\0" not in data
    }


@pytest.fixture(scope="module")
def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def names(requirements: list[str]) -> set[str]:
    return {normal(re.split(r"[<>=!~;\[ ]", line, maxsplit=1)[0]) for line in requirements}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> set[str]:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return {normal(pin["name"]) for pin in PIN.finditer(text)}


def test_top_level_is_as_agreed(tracked):
    assert {file.relative_to(ROOT).parts[0] for file in tracked} <= TOP_LEVEL


@pytest.mark.parametrize("folder", ["content", "output", "templates"])
def test_folders_are_there(folder):
    assert (ROOT / folder).is_dir()


def test_no_registry_is_named(texts):
    found = [
        f"{name}: {match.group()}"
        for name, text in texts.items()
        if ROOT / name != Path(__file__).resolve()
        for match in REGISTRY.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "https://packages.example.org/simple",
        "https://packages.example.org/team/simple/",
        "https://files.example.org/a/b/name-1.0-py3-none-any.whl",
        "--index-url https://example.org",
        "--extra-index-url=https://example.org",
        "index_url = https://example.org",
    ],
)
def test_a_registry_would_be_found(line):
    assert REGISTRY.search(line)


def test_no_file_names_the_folder_of_this_checkout(texts):
    if len(ROOT.parts) < 3:
        pytest.skip("the folder's name is too short to be looked for")
    here = re.compile(re.escape(ROOT.as_posix()) + r"(?![\w-])")
    assert [name for name, text in texts.items() if here.search(text)] == []


def test_constraints_hold_no_address():
    assert "://" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_every_pin_has_a_hash():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert len(pins()) == len(re.findall("^[^ #].*==", text, re.MULTILINE)) > 0


def test_every_requirement_is_pinned(project):
    wanted = names(project["dependencies"]) | names(project["optional-dependencies"]["test"])
    assert wanted - pins() == set()


def test_the_build_backend_is_pinned():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert names(tomllib.loads(text)["build-system"]["requires"]) - pins() == set()


def test_every_runtime_requirement_has_a_floor_and_a_cap(project):
    bounded = re.compile(r"[A-Za-z0-9-]+>=[0-9.]+,<[0-9]+")
    assert [line for line in project["dependencies"] if not bounded.fullmatch(line)] == []


LIST_FILES = """
import sys, pytest

class Unread(pytest.Module):
    def collect(self):
        return []

class Lister:
    def pytest_pycollect_makemodule(self, module_path, parent):
        print("file:", module_path)
        return Unread.from_parent(parent, path=module_path)

sys.exit(pytest.main(sys.argv[1:], plugins=[Lister()]))
"""
"""Lists the files that pytest takes its tests from, and reads none of them, which takes time."""


def collected(folder: Path) -> set[Path]:
    """List the files in a folder whose tests pytest would run, with the options of this project."""
    environment = {name: text for name, text in os.environ.items() if "PYTEST" not in name}
    command = [sys.executable, "-c", LIST_FILES, "--collect-only", "-q", "-p", "no:cacheprovider"]
    # Without the second option pytest lists files of the folders above.
    place = [f"--rootdir={folder}", f"--confcutdir={folder}"]
    run = subprocess.run(
        [*command, "-c", ROOT / "pyproject.toml", *place, folder],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}, (
        run.stdout + run.stderr
    )
    return {Path(name) for name in re.findall(r"^file: (.+)$", run.stdout, re.MULTILINE)}


def test_every_file_of_tests_is_collected():
    """A folder that pytest skips looks the same as one whose tests all pass."""
    has_tests = re.compile(r"^ *(?:async )?def test_", re.MULTILINE)
    written = {
        file
        for file in (ROOT / "tests").rglob("test_*.py")
        if has_tests.search(file.read_text(encoding="utf-8"))
    }
    assert written
    assert written - collected(ROOT / "tests") == set()


def test_no_two_files_of_tests_have_the_same_name():
    """Of two files with one name, pytest runs only the first."""
    names = [file.name for file in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))


def test_no_name_of_a_folder_hides_its_tests(tmp_path):
    written = set()
    for name in ("build", "dist", "venv", "node_modules", "CVS", "_darcs", "a.egg"):
        file = tmp_path / name / f"test_in_{len(written)}.py"
        file.parent.mkdir()
        file.write_text("def test_one():\n    pass\n", encoding="utf-8")
        written.add(file)
    assert collected(tmp_path) == written
