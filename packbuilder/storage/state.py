"""What was read and what was made, by content: is anything stale, and why.

In: a project's folder, and what an earlier run recorded. Out: reasons in words. A run with nothing
to do is decided here alone, so nothing here may load an engine.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packbuilder.storage.seen import look_at
from packbuilder.storage.shipped import shipped

if TYPE_CHECKING:
    from packbuilder.storage.source import Source

CACHE_VARIABLE = "PACKBUILDER_CACHE"
_FORMAT = 2
_ENGINES = {
    *("babel", "cssselect2", "font_source_sans_pro", "fontpkg_ibm_plex_sans_arabic"),
    *("fonttools", "jinja2", "lxml"),
    *("markdown_it_py", "markupsafe", "mdit_py_plugins", "phonenumberslite", "pikepdf", "pillow"),
    *("pydyf", "pyphen", "python_docx", "pyyaml", "resvg_py", "tinycss2"),
    *("tinyhtml5", "weasyprint"),
}
"""What a result's bytes depend on, by the names of their folders of metadata."""
_HERE = str(Path(__file__).parents[1])
_TALKING = ("/cli", "/web")
"""The rooms that print and show, and make no result."""


@dataclass(frozen=True)
class BuildRequest:
    """What to build: packs of editions, of them these documents and formats only when given.

    Without `packs`, it is the project's default one, or, for editions that are built as a whole,
    all of each edition's packs and its print order. Without `editions`, it is every edition.
    `output` may be relative to `root`. Of several editions, only those of a `shard` are built: of
    the second of eight (2, 8), the second edition and every eighth after it.
    """

    root: Path
    output: Path
    packs: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    strict: bool = False
    whole: bool = False
    shard: tuple[int, int] = (1, 1)

    @property
    def partial(self) -> bool:
        """Whether something of a pack may be left out."""
        return bool(self.only or self.formats)


@dataclass(frozen=True)
class Record:
    """What a run read and made: hashes of inputs by path, of results by path below the output.

    `problems` are the warnings it reported, to be reported again; `libraries` are sizes and times
    of the native libraries that the PDF engine had loaded. A `partial` run left some files as they
    were, whatever they are made from now. `seen` is what the system said of all of it when it was
    last found unchanged.
    """

    program: str
    libraries: dict[str, list[int]]
    inputs: dict[str, str]
    outputs: dict[str, str]
    problems: tuple[dict[str, Any], ...] = ()
    partial: bool = False
    seen: str = ""


def cache_folder() -> Path | None:
    """Return where results are kept for later runs; nowhere when there is no home for them."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    usual = home / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    return Path(os.environ.get("XDG_CACHE_HOME") or usual, "packbuilder")


@lru_cache
def program() -> str:
    """Return a hash of this program and of its engines’ versions; the same on every machine.

    Rooms that only talk with people count for nothing: no result depends on them.
    """
    digest = hashlib.sha256()
    for folder, _, names in sorted(os.walk(_HERE)):
        inside = folder[len(_HERE) :].replace(os.sep, "/")
        for name in sorted(names) if not inside.startswith(_TALKING) else ():
            if name.endswith(".py"):
                digest.update(f"{inside}/{name}\0".encode())
                with open(f"{folder}/{name}", "rb", buffering=0) as file:  # noqa: PTH123
                    digest.update(file.read())
    digest.update(json.dumps(_versions()).encode())
    return digest.hexdigest()


def hash_inputs(source: Source) -> dict[str, str]:
    """Hash every file that a build could read."""
    return source.hashes(("content", "templates"))


def libraries_now(known: Iterable[str]) -> dict[str, list[int]]:
    """Return size and time of native libraries, by path; those that are gone are left out."""
    found = {}
    for path in sorted(known):
        with contextlib.suppress(OSError):
            status = Path(path).stat()
            found[path] = [status.st_size, status.st_mtime_ns]
    return found


def hash_libraries(paths: Iterable[str]) -> str:
    """Hash native libraries by their names and what they hold; the same on every machine that has
    the same ones, and nothing when there are none.
    """
    found = sorted((Path(path).name, hash_file(Path(path))) for path in paths)
    return hashlib.sha256(json.dumps(found).encode()).hexdigest() if found else ""


def hash_file(path: Path) -> str:
    """Hash a file; nothing when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


# Nothing to do ----------------------------------------------------------------------------------


def read_record(request: BuildRequest) -> Record | None:
    """Read what the last run of the same request left; a damaged record counts as none."""
    file = _record_file(request)
    try:
        found = json.loads(file.read_bytes()) if file else {}
        if found.pop("format") == _FORMAT:
            return Record(**{**found, "problems": tuple(found["problems"])})
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    return None


def write_record(request: BuildRequest, record: Record) -> None:
    """Keep a record for the next run; one that cannot be kept is no loss."""
    file = _record_file(request)
    if file is None:
        return
    temporary = file.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps({"format": _FORMAT, **asdict(record)}), encoding="utf-8")
        temporary.replace(file)


def looks_the_same(record: Record, request: BuildRequest) -> bool:
    """Whether nothing has changed by what the system says of files, none of which is read. When it
    says something else, they may still be the same.
    """
    return bool(record.seen) and record.seen == _look(record, request)


def nothing_changed(
    record: Record, request: BuildRequest, inputs: Callable[[], Mapping[str, str]]
) -> bool:
    """Whether the same request would make what is there already, by the hashes of all files; keep
    what the system says of them, so that they are not read again for it.
    """
    seen = _look(record, request)
    same = (
        record.program == program()
        and record.inputs == inputs()
        and record.libraries == libraries_now(record.libraries)
        and all(
            hash_file(request.root / request.output / name) == found
            for name, found in record.outputs.items()
        )
    )
    if same and seen:
        write_record(request, replace(record, seen=seen))
    return same


def _look(record: Record, request: BuildRequest) -> str:
    """Ask the system about all that a build depends on, and about what it made."""
    root, own = str(request.root), request.root / "templates"
    templates = own if own.is_dir() else shipped("templates")
    folders = (_HERE, f"{root}/content", str(templates))
    output = os.path.join(root, request.output)  # noqa: PTH118
    files = (f"{output}/{name}" for name in record.outputs)
    libraries = libraries_now(record.libraries)
    if record.libraries != libraries:
        return ""
    return look_at(folders, files, (record.program, record.outputs, _versions(), folders))


# Stale, and why ---------------------------------------------------------------------------------


def is_fresh(entry: Mapping[str, Any] | None, key: str, found: str) -> bool:
    """Whether a result is as it should be: made from what `key` stands for, and not changed since.

    `entry` is what the manifest says of it, `found` the hash of the file that is there.
    """
    return entry is not None and (key, found) == (entry.get("key"), entry.get("sha256"))


def stale_reasons(
    entry: Mapping[str, Any] | None, sources: Mapping[str, str], found: str, libraries: str = ""
) -> tuple[str, ...]:
    """Return why a result that is not fresh has to be rebuilt, in words.

    `entry` is what the manifest says of it, `sources` are the hashes of what it comes from now,
    `found` is the hash of the file that is there, empty when there is none; `libraries` is that of
    the native libraries it is made with.
    """
    if entry is None:
        return ("it has not been built yet",)
    if not found:
        return ("the file is missing",)
    if found != entry.get("sha256"):
        return ("the file was changed by something else",)
    if entry.get("made_by") != program():
        return ("the version of the program or of one of its engines has changed",)
    if entry.get("libraries", "") != libraries:
        return ("the version of a library of the PDF engine has changed",)
    before = entry.get("sources", {})
    changed = [
        f"{path} has changed" if path in before else f"{path} is used now"
        for path in sources
        if before.get(path, "") != sources[path]
    ]
    changed += [f"{path} is no longer used" for path in before if path not in sources]
    return tuple(sorted(changed)) or ("it would be made from something different",)


def made_from(inputs: Mapping[str, str]) -> frozenset[str]:
    """Return the hashes of all that builds made whole from exactly these inputs, as far as they are
    remembered.
    """
    found: set[str] = set()
    folder = cache_folder()
    for file in folder.glob("records/*.json") if folder else ():
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            record = json.loads(file.read_bytes())
            if record["inputs"] == inputs and record["partial"] is False:
                found.update(record["outputs"].values())
    return frozenset(found)


def is_as_made(
    manifest: Mapping[str, Any], folder: Path, inputs: Mapping[str, str], libraries: str
) -> bool:
    """Whether the files of a folder are those that its manifest lists, and what they come from is
    as it was. `libraries` is empty when it is not known.
    """
    try:
        return all(
            entry["made_by"] == program()
            and (not libraries or entry.get("libraries", libraries) == libraries)
            and all(inputs.get(path) == found for path, found in entry["sources"].items())
            and hash_file(folder / entry["name"]) == entry["sha256"]
            for entry in manifest["files"]
        )
    except (KeyError, TypeError, AttributeError):  # somebody changed the manifest
        return False


def recorded_reasons(
    manifest: Mapping[str, Any], folder: Path, inputs: Mapping[str, str]
) -> tuple[str, ...]:
    """Return why files are stale where content has mistakes, so that they cannot be planned."""
    found: dict[str, None] = {}
    for entry in manifest.get("files", ()):
        try:
            sources = {path: inputs.get(path, "") for path in entry.get("sources", {})}
            now = hash_file(folder / str(entry["name"]))
            known = str(entry.get("libraries", ""))
            if (now, sources) != (entry["sha256"], entry["sources"]):
                found |= dict.fromkeys(stale_reasons(entry, sources, now, known))
        except (KeyError, TypeError, AttributeError):
            found["the list of its files was changed by something else"] = None
    return tuple(found)


def known_libraries() -> str:
    """Return the hash of the native libraries that the last build had loaded, as they are now;
    nothing where no build is remembered. No engine has to be loaded for it.
    """
    folder = cache_folder()
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError, RecursionError):
        records = folder.glob("records/*.json") if folder else ()
        newest = max(records, key=lambda file: file.stat().st_mtime_ns, default=None)
        if newest:
            return hash_libraries(json.loads(newest.read_bytes())["libraries"])
    return ""


def installed() -> list[str]:
    """Name all that is installed with its versions, as the folders of metadata do."""
    names: set[str] = set()
    for place in sys.path:
        if place.endswith("-packages"):
            with contextlib.suppress(OSError):
                names.update(os.listdir(place))  # noqa: PTH208
    return sorted(n.removesuffix(".dist-info") for n in names if n.endswith(".dist-info"))


def _versions() -> list[str]:
    """Name the engines with their versions."""
    return [name for name in installed() if name.partition("-")[0].lower() in _ENGINES]


def _record_file(request: BuildRequest) -> Path | None:
    folder = cache_folder()
    if folder is None:
        return None
    asked = asdict(request) | {"strict": False, "output": request.root / request.output}
    name = hashlib.sha256(json.dumps(asked, default=str).encode()).hexdigest()[:32]
    return folder / "records" / f"{name}.json"
