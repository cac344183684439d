"""The program as installed: the wheel works without the checkout it was built from.

The new environment sees the libraries of the tests' own through a path file. Path files of the
folder that is added so are not read, the one that leads to the checkout among them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from helpers.guides import README, ROOT, examples

from packbuilder import __version__

pytestmark = pytest.mark.slow

ENVIRONMENT = {
    key: value
    for key, value in os.environ.items()
    if not key.startswith(("PIP_", "PYTHON", "VIRTUAL_ENV"))
}


def run(*command: str | Path, folder: Path) -> str:
    done = subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = ("-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    run(sys.executable, *build, folder=folder)
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The programs' folder of an environment that has the wheel."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, folder=folder)
    python = folder / "bin/python"
    pip = ("-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--quiet")
    run(sys.executable, *pip, "--disable-pip-version-check", wheel, folder=folder)
    inside = run(
        python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder
    )
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    text = "".join(f"{library}\n" for library in sorted(libraries))
    Path(inside.strip(), "libraries-of-the-tests.pth").write_text(text, encoding="utf-8")
    return folder / "bin"


def test_the_wheel_holds_what_it_should(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        about = Parser().parsestr(archive.read(metadata).decode())
    for folder in ("content", "templates"):
        shipped = {f"packbuilder/_shipped/{file}" for file in files_below(folder)}
        assert {
            name for name in names if name.startswith(f"packbuilder/_shipped/{folder}/")
        } == shipped
    assert {name.partition("/")[0] for name in names} == {
        "packbuilder",
        f"packbuilder-{__version__}.dist-info",
    }
    assert about["Version"] == __version__
    assert about.get_all("License-File") == ["LICENSE", "LICENSE-CONTENT.md"]
    assert about.get_payload().strip() == (ROOT / README).read_text(encoding="utf-8").strip()


def files_below(folder: str) -> set[str]:
    return {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and file.name != ".DS_Store"
    }


def test_the_installed_program_does_not_see_the_checkout(installed, tmp_path):
    script = "import packbuilder, sys; print(packbuilder.__file__, *sys.path, sep='\\n')"
    module, *paths = run(installed / "python", "-c", script, folder=tmp_path).split()
    assert Path(module).is_relative_to(installed.parent)
    assert str(ROOT) not in paths
    version = run(installed / "packbuilder", "--version", folder=tmp_path)
    assert version.split()[-1] == __version__


def test_the_installed_program_makes_and_builds_a_project(installed, tmp_path):
    (line,) = (
        example.text
        for example in examples(README, "sh")
        if example.text.startswith("packbuilder init my-event --empty &&")
    )
    run("bash", "-eu", "-c", f'PATH="{installed}:$PATH"\n{line}', folder=tmp_path)
    project = tmp_path / "my-event"
    assert sorted(file.name for file in project.iterdir()) == ["content", "output"]
    results = project / "output/standard"
    made = {file.name for file in (results / "event").iterdir()}
    assert {"event.pdf", "event.docx", "handout.pdf", "handout.docx"} <= made
    with zipfile.ZipFile(results / "event.zip") as archive:
        assert set(archive.namelist()) == made | {"README.txt", "start-here.html"}
    assert run(installed / "packbuilder", "check", folder=project).startswith("no problems found\n")


def test_the_installed_program_brings_its_templates(installed, tmp_path):
    run(
        installed / "packbuilder",
        "init",
        "design",
        "--example",
        "--with-templates",
        folder=tmp_path,
    )
    copied = {
        file.relative_to(tmp_path / "design").as_posix()
        for file in (tmp_path / "design").rglob("*")
        if file.is_file()
    }
    assert copied == files_below("content") | files_below("templates")
