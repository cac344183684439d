"""The command that opens the page, and the file that does so by a double click."""

from __future__ import annotations

import configparser
import shlex
import sys

import pytest

from packbuilder.diagnostics import ExitCode


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has another file")
def test_an_icon_opens_the_page(packbuilder, project):
    root = project()
    assert packbuilder(root, "open", "--add-icon").exit_code == ExitCode.OK
    file = root / "Open packbuilder.desktop"
    assert file.stat().st_mode & 0o111
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(file, "utf-8")
    entry = entry["Desktop Entry"]
    assert shlex.split(entry["Exec"])[0] == sys.executable
    assert entry["Path"] == str(root)
    assert entry["Icon"].endswith("mark.svg")


def test_a_mac_opens_the_page_by_a_double_click(packbuilder, project, monkeypatch):
    root = project()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert packbuilder(root, "open", "--add-icon").exit_code == ExitCode.OK
    file = root / "Open packbuilder.command"
    assert file.stat().st_mode & 0o111
    words = shlex.split(file.read_text(), comments=True)
    assert words[words.index("cd") + 1] == str(root)
    assert words[words.index("exec") + 1] == sys.executable


def test_windows_opens_the_page_in_the_linux_inside_it(packbuilder, project, monkeypatch):
    root = project()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("WSL_DISTRO_NAME", "Debian 100%")
    assert packbuilder(root, "open", "--add-icon").exit_code == ExitCode.OK
    lines = (root / "Open packbuilder.cmd").read_bytes().decode().split("\r\n")
    assert lines[1].startswith(f'wsl.exe --distribution "Debian 100%%" --cd "{root}" --exec "')
    assert lines[1].endswith('" -P -m packbuilder open')


def test_only_a_project_can_be_opened(packbuilder, tmp_path):
    found = packbuilder(tmp_path, "open", "--no-browser")
    assert found.exit_code == ExitCode.UNREADABLE
    assert "not a project" in found.output
