"""LibreOffice, asked to save a Word file, and to accept and to reject its tracked changes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

SAVED, ACCEPTED, REJECTED = "Saved.docx", "Accept.docx", "Reject.docx"

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LIBRARY = 'xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
_PROFILE = {
    # set up already: a profile that is not gets an empty library of macros
    "registrymodifications.xcu": (
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Setup/Office">'
        '<prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop>'
        "</item></oor:items>"
    ),
    "basic/script.xlc": (
        '<library:libraries xmlns:library="http://openoffice.org/2000/library">'
        '<library:library library:name="Standard" library:link="false"/></library:libraries>'
    ),
    "basic/Standard/script.xlb": (
        f'<library:library {_LIBRARY} library:readonly="false">'
        '<library:element library:name="Changes"/></library:library>'
    ),
    "basic/Standard/Changes.xba": (
        '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Changes" '
        'script:language="StarBasic">'
        """
Sub Settle(file As String, folder As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim word(0) As New com.sun.star.beans.PropertyValue
  Dim document As Object, dispatcher As Object, what As String, turn As Integer
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  word(0).Name = "FilterName"
  word(0).Value = "MS Word 2007 XML"
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  For turn = 0 To 2
    what = Array("Saved", "Accept", "Reject")(turn)
    document = StarDesktop.loadComponentFromURL(file, "_blank", 0, hidden())
    If turn &gt; 0 Then
      dispatcher.executeDispatch(document.CurrentController.Frame, _
        ".uno:" &amp; what &amp; "AllTrackedChanges", "", 0, Array())
    End If
    document.storeToURL(folder &amp; "/" &amp; what &amp; ".docx", word())
    document.close(True)
  Next
End Sub
</script:module>"""
    ),
}


def run_office(profile: Path, *arguments: str, timeout: float | None = None) -> None:
    """Run LibreOffice with the fonts that are installed; the PDF engine, which may be loaded in
    this process, has told it of its own alone.
    """
    assert shutil.which("soffice"), "LibreOffice is not installed: this law cannot be tested"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", *arguments]
    usual = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    subprocess.run(command, check=True, capture_output=True, env=usual, timeout=timeout)


def settle_changes(file: Path, folder: Path) -> None:
    """Save a Word file as it is, with all changes accepted, and with all rejected."""
    profile = folder / "profile"
    for path, text in _PROFILE.items():
        place = profile / "user" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(_HEAD + text, encoding="utf-8")
    settle = f'macro:///Standard.Changes.Settle("{file.as_uri()}","{folder.as_uri()}")'
    run_office(profile, "--norestore", settle)


def save_again(files: Iterable[Path], folder: Path) -> None:
    """Save Word files with their names in a folder, without a change."""
    convert(files, "docx:MS Word 2007 XML", folder)


def convert(
    files: Iterable[Path], target: str, folder: Path, *, timeout: float | None = None
) -> None:
    """Save files in another format in a folder."""
    written = ("--convert-to", target, "--outdir", str(folder), *map(str, files))
    run_office(folder / "profile", *written, timeout=timeout)
