"""A logo that somebody gives: tried as a build would, and put beside the other pictures."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import PurePosixPath

from packbuilder.diagnostics import Span
from packbuilder.pipeline.pictures import read_pictures
from packbuilder.settings.names import plain_name
from packbuilder.storage.saving import ConflictError
from packbuilder.storage.source import Source
from packbuilder.web.edition_file import WrongError
from packbuilder.web.look import Look
from packbuilder.web.places import sentences
from packbuilder.web.requests import Upload
from packbuilder.web.workspace import Workspace

MOST_BYTES = 2_000_000
_FOLDER = "images"
_STATUSES = {"logo_name": 422, "logo_kind": 415, "logo_large": 413}
_STARTS = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"<": ".svg", b"\xef\xbb\xbf<": ".svg"}
_PHOTOGRAPHS = (".png", ".jpg", ".jpeg", ".jfif")
"""Endings of names; programs save one kind under the ending of another."""


def keep_logo(workspace: Workspace, upload: Upload, look: Look) -> str:
    """Put a logo into the content, and return its path there; raise `WrongError` with what is wrong
    with it.
    """
    if wrong := _why_not(upload):
        raise WrongError({"logo": look.say(f"wrong.{wrong}")}, _STATUSES[wrong])
    path = f"{_FOLDER}/{_name(upload)}"
    _try(workspace, path, upload.data)
    file = f"content/{path}"
    try:
        if workspace.writer.hash(file) != hashlib.sha256(upload.data).hexdigest():
            workspace.writer.save(file, upload.data, "", look.say("saved.logo", name=upload.name))
    except ConflictError:
        raise WrongError({"logo": look.say("wrong.logo_name")}) from None
    return path


def _why_not(upload: Upload) -> str:
    name = unicodedata.normalize("NFC", upload.name)
    if not name or name != upload.name or not name.isprintable() or name.startswith("."):
        return "logo_name"
    if not _ending(upload):
        return "logo_kind"
    return "logo_large" if len(upload.data) > MOST_BYTES else ""


def _ending(upload: Upload) -> str:
    """Return the ending that a picture should have by what it holds; nothing where it is none."""
    data, named = upload.data.lstrip(), PurePosixPath(upload.name).suffix.lower()
    found = next((ending for start, ending in _STARTS.items() if data.startswith(start)), "")
    return found if named in ((".svg",) if found == ".svg" else _PHOTOGRAPHS) else ""


def _name(upload: Upload) -> str:
    """Return a name that works everywhere, and that no other picture has."""
    stem = plain_name(PurePosixPath(upload.name).stem)[:40].strip("-") or "picture"
    mark = hashlib.sha256(upload.data).hexdigest()[:6]
    return f"logo-{stem.removeprefix('logo-')}-{mark}{_ending(upload)}"


def _try(workspace: Workspace, path: str, data: bytes) -> None:
    """Raise `WrongError` with what is wrong with a picture, as a build would find it."""
    source, span = Source(workspace.root, {f"content/{path}": data}), Span(path)
    colours = workspace.project().theme.tokens.colours
    _, wrong = read_pictures(source, [(path, span)], colours)
    for first in wrong[:1]:
        said = first.message.partition(": ")[2] or first.message
        raise WrongError({"logo": sentences(said, first.help)}, 415)
