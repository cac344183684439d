"""Lists the sockets and files that a build opens, and which of them are none of its business.

python tests/robustness/listing.py full-pack     in the folder of a project; needs strace
"""

from __future__ import annotations

import os
import re
import site
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-P", "-m", "packbuilder", "build", "--quiet", "--jobs", "2"]
SYSTEM = (
    *("/usr", "/lib", "/lib64", "/bin", "/sbin", "/proc", "/dev"),
    *("/etc/ld.so.cache", "/etc/fonts", "/etc/locale.alias", "/etc/localtime", "/etc/mime.types"),
    *("/etc/ssl/openssl.cnf", "/sys/fs/cgroup", "/sys/devices/system/cpu"),
)
"""Libraries, fonts, locales, and what the system says of itself."""
INSTALLED = (sys.prefix, sys.base_prefix, *site.getsitepackages(), f"{ROOT}/packbuilder")
SHIPPED = (f"{ROOT}/templates", f"{ROOT}/content")

_OPENED = re.compile(r"open(?:at|at2)?\b.*= \d+<(/[^>]*)>$")
_NETWORK = re.compile(r"\b(socket|connect|bind|sendto|sendmsg)\(.*\b(AF|PF)_(?!UNIX)\w+")


@dataclass(frozen=True)
class Listing:
    """What a build opened: all files, those that are foreign to it, and sockets to other places."""

    files: frozenset[str]
    foreign: frozenset[str]
    sockets: tuple[str, ...]


def list_opened(project: Path, folder: Path, *arguments: str) -> Listing:
    """Build with a home, a cache and a place for temporary files below `folder`; list all opens.

    Raises CalledProcessError when the build fails.
    """
    lines = folder / "lines.txt"
    own = {name: folder / name.lower() for name in ("HOME", "TMPDIR", "PACKBUILDER_CACHE")}
    for place in own.values():
        place.mkdir()
    calls = "trace=%network,open,openat,openat2"
    strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-e", calls, "-o", str(lines)]
    output = folder / "output"
    subprocess.run(
        [*strace, *COMMAND, "--output", str(output), *arguments],
        cwd=project,
        env={**os.environ, **{name: str(place) for name, place in own.items()}},
        check=True,
    )
    reported = lines.read_text(encoding="utf-8", errors="replace").splitlines()
    mine = (own["TMPDIR"], own["PACKBUILDER_CACHE"], output, project / "content")
    templates = project / "templates"
    return _sort_out(reported, [*map(str, mine), str(templates), *SYSTEM, *INSTALLED, *SHIPPED])


def _sort_out(lines: Iterable[str], allowed: Iterable[str]) -> Listing:
    roots = {os.path.realpath(place) for place in allowed} | set(allowed)
    lines = list(lines)
    files = frozenset(found[1] for line in lines if (found := _OPENED.search(line)))
    foreign = {file for file in files if not any(_is_below(file, root) for root in roots)}
    foreign.discard(str(ROOT))  # where Python looks for the package of an editable install
    sockets = tuple(line for line in lines if _NETWORK.search(line))
    return Listing(files, frozenset(foreign), sockets)


def _is_below(file: str, root: str) -> bool:
    return file == root or file.startswith(f"{root}/")


def main() -> int:
    """List what a build of the project in this folder opens."""
    with tempfile.TemporaryDirectory(prefix="listing-") as name:
        found = list_opened(Path.cwd(), Path(name).resolve(), *sys.argv[1:])
    for line in (*sorted(found.foreign), *found.sockets):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(
        f"{len(found.files)} files opened, {len(found.foreign)} of them foreign; "
        f"{len(found.sockets)} sockets to other places\n"
    )
    return bool(found.foreign or found.sockets)


if __name__ == "__main__":
    sys.exit(main())
