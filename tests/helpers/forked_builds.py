"""Where builds are hurt: a project with an earlier pack, and what has to be true afterwards.

Builds run in forks of this process, which has the engines loaded already, so that a trial takes a
fraction of a second. A fork waits for a signal to begin: so strace can be attached to it first.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from helpers.projects import PROGRAMME, change, copy_templates, make_project
from packbuilder.cli import main
from packbuilder.diagnostics import ExitCode
from packbuilder.storage import state
from packbuilder.storage.delivery import NOTICE, finish_deliveries

BUILD = ("build", "--jobs", "0", "--quiet")
READY, BEGIN = "ready.txt", signal.SIGUSR1
"""What a build leaves in its project when it waits, and what it waits for."""
RECIPE = "title: A day together\ndocuments: [programme]\nformats: [pdf, docx]\n"
TOLD = {code for code in ExitCode if code not in (ExitCode.OK, ExitCode.BUG)}
"""How a build may end that could not do what was asked for."""

MANIFEST = "standard/day/manifest.json"

Tree = dict[str, bytes]


@dataclass(frozen=True)
class Ending:
    """How a build ended: its exit code, negative for a signal, and what it said."""

    code: int
    said: str


class Build:
    """A build in a fork of this process, in a group of its own, that waits for `begin`."""

    def __init__(self, project: Path, arguments: tuple[str, ...] = BUILD) -> None:
        self._log = project / "said.txt"
        (project / READY).unlink(missing_ok=True)
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {BEGIN})
        self.pid = os.fork()
        os.setpgid(self.pid, self.pid)  # both do it, so that it is done for both
        if self.pid == 0:
            _become_build(self._log, project, arguments)
        signal.pthread_sigmask(signal.SIG_SETMASK, held)

    def begin(self) -> None:
        """Let it go on."""
        os.kill(self.pid, BEGIN)

    def wait(self) -> Ending:
        """Wait for its end."""
        _, status = os.waitpid(self.pid, 0)
        said = self._log.read_text(encoding="utf-8", errors="replace")
        return Ending(os.waitstatus_to_exitcode(status), said)


def _become_build(log: Path, project: Path, arguments: tuple[str, ...]) -> None:
    """Run the command line in this process, and end it without a word to the one it came from."""
    code = 1
    try:
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.stdout = sys.stderr = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        os.chdir(project)
        os.environ[state.CACHE_VARIABLE] = str(project / "cache")
        (project / READY).touch()
        signal.sigwait({BEGIN})  # no call of those that are hurt, so that counting them is exact
        code = main(arguments, standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def build(project: Path, arguments: tuple[str, ...] = BUILD) -> Ending:
    """Build undisturbed."""
    running = Build(project, arguments)
    running.begin()
    return running.wait()


class Ground:
    """A project whose text was changed after its pack was built; `old` and `new` are its results,
    before and after the build that is to be hurt.
    """

    def __init__(self, folder: Path, kept: bool) -> None:
        """Prepare it; with `kept`, results are in the cache, so that delivering is most of it."""
        self._master = make_project(folder / "master", {"content/packs/day.yaml": RECIPE})
        copy_templates(self._master)
        self._trial = folder / "trial"
        _load_all(self._master, folder)
        _expect_good(build(self._master))
        self.old = tree(self._master / "output")
        change(self._master, PROGRAMME, "Coffee at nine.", "Tea at ten, and coffee for all.")
        self.new = self._make_new(kept)
        assert self.old.keys() == self.new.keys()
        assert all(self.old[name] != self.new[name] for name in self.old)

    @contextmanager
    def trial(self) -> Iterator[Path]:
        """Yield a fresh copy."""
        shutil.rmtree(self._trial, ignore_errors=True)
        shutil.copytree(self._master, self._trial)
        yield self._trial

    def judge(self, project: Path, ending: Ending) -> str:
        """Return what is wrong after a hurt build and another one; nothing when all is well."""
        found = tree(project / "output")
        killed = ending.code == -signal.SIGKILL
        if not killed and ending.code != 0 and self._lacks_one(found):
            return self._judge_next(project)
        if wrong := self._judge_files(found):
            return wrong
        if killed and not self._tells(project / "output", found):
            return "old and new files side by side, and no notice"
        if "Traceback" in ending.said or not (killed or ending.code == 0 or ending.code in TOLD):
            return f"ended with {ending.code}: {ending.said[-3000:]}"
        if ending.code == 0 and found != self.new:
            return "a good end without the new pack"
        if not killed and found not in (self.old, self.new):
            return "mixed"
        finish_deliveries(project / "output")
        if tree(project / "output") not in (self.old, self.new):
            return "mixed after what the next build does first"
        return self._judge_next(project)

    def _lacks_one(self, found: Tree) -> bool:
        """Whether one file could not be made and all others were delivered, as is meant."""
        reported = found.get(MANIFEST, b"{}")
        files = {
            f"standard/day/{file['name']}": file["sha256"] for file in json.loads(reported)["files"]
        }
        true = all(hashlib.sha256(found[n]).hexdigest() == sha256 for n, sha256 in files.items())
        rest = {name: data for name, data in found.items() if name != MANIFEST}
        whole = all(data in (self.old[name], self.new[name]) for name, data in rest.items())
        kept = found["standard/day.zip"] == self.old["standard/day.zip"]
        return true and whole and kept and reported not in (self.old[MANIFEST], self.new[MANIFEST])

    def _tells(self, output: Path, found: Tree) -> bool:
        """Whether who looks at the folder sees all old or all new files, or a notice."""
        inside = {name: data for name, data in found.items() if "/day/" in name}
        whole = any(
            all(data == known[name] for name, data in inside.items())
            for known in (self.old, self.new)
        )
        return whole or (output / "standard/day" / NOTICE).is_file()

    def _judge_files(self, found: Tree) -> str:
        for name in self.old:
            if name not in found:
                return f"lost: {name}"
            if found[name] not in (self.old[name], self.new[name]):
                return f"corrupt: {name}"
        return ""

    def _judge_next(self, project: Path) -> str:
        again = build(project)
        if again.code != 0:
            return f"the next build ended with {again.code}: {again.said[-600:]}"
        output = project / "output"
        left = [file.name for file in (*output.rglob(".*"), *output.rglob(NOTICE))]
        if left:
            return f"left over: {left}"
        return "" if tree(project / "output") == self.new else "the next build made something else"

    def _make_new(self, kept: bool) -> Tree:
        copy = self._master.with_name("copy")
        shutil.copytree(self._master, copy)
        _expect_good(build(copy))
        if kept:
            shutil.rmtree(self._master / "cache")
            shutil.copytree(copy / "cache" / "results", self._master / "cache" / "results")
        return tree(copy / "output")


def _load_all(project: Path, folder: Path) -> None:
    """Build once in this process, so that its forks find everything loaded."""
    before, os.environ[state.CACHE_VARIABLE] = Path.cwd(), str(folder / "first")
    os.chdir(project)
    try:
        main((*BUILD, "--output", str(folder / "first")), standalone_mode=False)
    finally:
        os.chdir(before)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def tree(folder: Path) -> Tree:
    """Read the files of a pack, without what only builds know of."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith(".") and file.name != NOTICE
    }


def _expect_good(ending: Ending) -> None:
    assert ending.code == 0, ending.said
