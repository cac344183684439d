"""A logo that somebody gives: tried as a build would, and put beside the other pictures."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

from packbuilder.diagnostics import Span
from packbuilder.pipeline.pictures import read_pictures
from packbuilder.storage.saving import ConflictError
from packbuilder.storage.source import Source
from packbuilder.web.edition_file import WrongError
from packbuilder.web.look import Look
from packbuilder.web.requests import Upload
from packbuilder.web.workspace import Workspace

MOST_BYTES = 2_000_000
_FOLDER = "images"
_STATUSES = {"logo_name": 422, "logo_kind": 415, "logo_large": 413}
_STARTS = {
    ".png": (b"\x89PNG",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".svg": (b"<", b"\xef\xbb\xbf<"),
}


def keep_logo(workspace: Workspace, upload: Upload, look: Look) -> str:
    """Put a logo into the content, and return its path there; raise `WrongError` with what is wrong
    with it.
    """
    if wrong := _why_not(upload):
        raise WrongError({"logo": (look.say(f"wrong.{wrong}"), "")}, _STATUSES[wrong])
    path = f"{_FOLDER}/{_name(upload)}"
    _try(workspace, path, upload.data)
    file = f"content/{path}"
    try:
        if workspace.writer.hash(file) != hashlib.sha256(upload.data).hexdigest():
            workspace.writer.save(file, upload.data, "", look.say("saved.logo", name=upload.name))
    except ConflictError:
        raise WrongError({"logo": (look.say("wrong.logo_name"), "")}) from None
    return path


def _why_not(upload: Upload) -> str:
    name = unicodedata.normalize("NFC", upload.name)
    ending = PurePosixPath(name).suffix.lower()
    if not name or name != upload.name or not name.isprintable() or name.startswith("."):
        return "logo_name"
    if ending not in _STARTS or not upload.data.lstrip().startswith(_STARTS[ending]):
        return "logo_kind"
    return "logo_large" if len(upload.data) > MOST_BYTES else ""


def _name(upload: Upload) -> str:
    """Return a name that works everywhere, and that no other picture has."""
    pure = PurePosixPath(upload.name)
    stem = re.sub(r"[^a-z0-9]+", "-", pure.stem.casefold()).strip("-")[:40] or "picture"
    mark = hashlib.sha256(upload.data).hexdigest()[:6]
    return f"logo-{stem.removeprefix('logo-')}-{mark}{pure.suffix.lower()}"


def _try(workspace: Workspace, path: str, data: bytes) -> None:
    """Raise `WrongError` with what is wrong with a picture, as a build would find it."""
    source, span = Source(workspace.root, {f"content/{path}": data}), Span(path)
    colours = workspace.project().theme.tokens.colours
    _, wrong = read_pictures(source, [(path, span)], colours)
    for first in wrong[:1]:
        said = first.message.partition(": ")[2] or first.message
        raise WrongError({"logo": (said, first.help)}, 415)
