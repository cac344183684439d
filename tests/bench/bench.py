"""This program and its peers on the same content, side by side in one run.

`make bench` runs it. The content is the shipped report, briefing and tools as plain Markdown, which
all of them read, repeated as often as asked for; the pack is all of it in one file. Every command
is a process of its own, cold. Each round runs all of them one after the other, and a ratio is that
of two runs of the same round, so that a busy machine slows both; nothing asserts a time.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from processor import adopt_orphans, spent

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("handouts/summary", "briefing/briefing", "report/event-report")
ENGINES = ("weasyprint", "pikepdf", "lxml", "python-docx", "pypandoc-binary", "typst")
OURS = "packbuilder: pdf + docx"
WARM = "packbuilder: resident builder"


@dataclass(frozen=True)
class Work:
    """A folder with the content: `project/` for this program, `plain/` for its peers."""

    folder: Path
    names: tuple[str, ...]

    @property
    def plain(self) -> list[Path]:
        """The documents, and all of them in one file."""
        return [self.folder / "plain" / f"{name}.md" for name in (*self.names, "pack")]


def make_work(folder: Path, times: int) -> Work:
    """Write the content `times` over."""
    project, plain = folder / "project", folder / "plain"
    (project / "content/packs").mkdir(parents=True)
    plain.mkdir()
    tools = sorted((ROOT / "content/tools").glob("*.md"))
    files = [ROOT / f"content/{name}.md" for name in DOCUMENTS] + tools
    names = []
    for number in range(times):
        for file in files:
            name = f"{file.stem}-{number}"
            text = plain_text(file.read_text(encoding="utf-8"))
            head = f"---\ntitle: {file.stem} {number}\nkind: report\nupdated: 2026-03-14\n---\n\n"
            (project / f"content/{name}.md").write_text(head + text, encoding="utf-8")
            (plain / f"{name}.md").write_text(text, encoding="utf-8")
            names.append(name)
    (plain / "pack.md").write_text(
        "\n\n".join((plain / f"{name}.md").read_text(encoding="utf-8") for name in names),
        encoding="utf-8",
    )
    listed = "".join(f"  - {name}\n" for name in names)
    (project / "content/packs/pack.yaml").write_text(f"title: Pack\ndocuments:\n{listed}", "utf-8")
    settings = "title: Bench\ndefault_pack: pack\n"
    (project / "content/project.yaml").write_text(settings, encoding="utf-8")
    return Work(folder, tuple(names))


def plain_text(text: str) -> str:
    """Keep of a document what every Markdown program understands, without losing words."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = re.sub(r"^:::+.*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"\s*\{[^{}\n]*\}", "", text)
    text = re.sub(r"\[\[(\w+)\]\]", r"\1", text)
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\[\^[^\]]+\]:?", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\.md[^)]*\)", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\(#[^)]*\)", r"\1", text)
    text = re.sub(r"_{3,}", "…", text)
    return text.replace("( )", "☐").replace("[ ]", "☐").strip() + "\n"


def build(work: Work, *arguments: str, resident: str = "off") -> None:
    """Run this program, by itself unless a resident builder is `on`."""
    _run_ours(work, "build", "--quiet", *arguments, resident=resident)


def _run_ours(work: Work, *arguments: str, resident: str) -> str:
    own = {"PACKBUILDER_CACHE": f"{work.folder}/cache", "PACKBUILDER_RESIDENT": resident}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "packbuilder", *arguments],
        cwd=work.folder / "project",
        env={**os.environ, **own, "XDG_RUNTIME_DIR": str(work.folder), "CI": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def start_resident(work: Work) -> None:
    """Have a build leave a resident builder behind, and wait until it listens."""
    edit(work)
    build(work, resident="on")
    while "background process" not in _run_ours(work, "status", resident="on"):
        time.sleep(0.5)


def build_cold(work: Work) -> None:
    """Run it as if for the first time."""
    shutil.rmtree(work.folder / "cache", ignore_errors=True)
    shutil.rmtree(work.folder / "project/output", ignore_errors=True)
    build(work)


Maker = Callable[[list[Path]], None]


def peers(work: Work) -> Iterator[tuple[str, Maker]]:
    """Name the peers that are here, each with what makes both formats of some files, by two
    processes at once.
    """
    try:
        import pypandoc
        import typst
    except ImportError:
        print("NOT MEASURED: pandoc and typst; `make bench` installs them", file=sys.stderr)
        return
    pandoc = pypandoc.get_pandoc_path()

    def run(*command: str | Path) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def docx(file: Path) -> None:
        run(pandoc, file, "-o", file.with_suffix(".docx"))

    def by_typst(file: Path, *standards: str) -> None:
        source = file.with_suffix(".typ")
        run(pandoc, file, "-s", "-t", "typst", "-M", f"title={file.stem}", "-V", "lang=en",
            "-o", source)  # fmt: skip
        text = source.read_text(encoding="utf-8").replace("☐", "□")  # its font has no other
        source.write_text(text, encoding="utf-8")
        run(sys.executable, "-c", f"import typst; typst.compile({str(source)!r}, output="
            f"{str(file.with_suffix('.pdf'))!r}, pdf_standards={list(standards)})")  # fmt: skip

    def by_tagged_typst(file: Path) -> None:
        by_typst(file, "ua-1")

    def by_weasyprint(file: Path) -> None:
        page = file.with_suffix(".html")
        run(pandoc, file, "-s", "-t", "html", "-o", page)
        run(sys.executable, "-m", "weasyprint", page, file.with_suffix(".pdf"))

    def by_office(file: Path) -> None:
        profile = f"-env:UserInstallation=file://{work.folder}/office-{file.stem}"
        run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir",
            file.parent / "office", file.with_suffix(".docx"))  # fmt: skip

    def all_of(*makers: Callable[[Path], None]) -> Maker:
        def make_all(files: list[Path]) -> None:
            with ThreadPoolExecutor(2) as pool:
                for maker in makers:
                    list(pool.map(maker, files))

        return make_all

    del typst
    yield "pandoc: docx", all_of(docx)
    yield "pandoc: docx + typst pdf", all_of(docx, by_typst)
    yield "pandoc: docx + typst pdf/ua-1", all_of(docx, by_tagged_typst)
    yield "pandoc: docx + weasyprint pdf", all_of(docx, by_weasyprint)
    if shutil.which("soffice"):
        yield "pandoc: docx, LibreOffice: pdf", all_of(docx, by_office)


@dataclass(frozen=True)
class Times:
    """What tasks took, in seconds by the clock and of the processor, round by round."""

    wall: dict[str, list[float]]
    processor: dict[str, list[float]]


def measure(tasks: dict[str, Callable[[], object]], times: int) -> Times:
    """Take the times of tasks: in each round, one of each."""
    found: dict[str, list[float]] = {name: [] for name in tasks}
    used: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(times):
        for name, task in tasks.items():
            before, start = spent(), time.perf_counter()
            try:
                task()
            except subprocess.CalledProcessError as error:
                print(f"NOT MEASURED: {name}: {error}", file=sys.stderr)
                continue
            found[name].append(time.perf_counter() - start)
            used[name].append(spent() - before)
    whole = [name for name, seconds in found.items() if len(seconds) == times]
    return Times({name: found[name] for name in whole}, {name: used[name] for name in whole})


def edit(work: Work) -> None:
    """Change a word of the smallest document, in both folders, and of the peers' pack."""
    first, pack = work.names[0], work.plain[-1]
    for file in (work.folder / f"project/content/{first}.md", work.plain[0], pack):
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"\nWord {time.time_ns()}.\n")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=3, help="how often each is measured")
    options.add_argument("--size", type=int, default=1, help="how often the content is repeated")
    options.add_argument("--peers", default="", help="only those whose name holds this")
    given = options.parse_args()
    print_surroundings()
    adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="packbuilder-bench-") as place:
        work = make_work(Path(place), given.size)
        others = {name: maker for name, maker in peers(work) if given.peers in name}
        cold = {OURS: lambda: build_cold(work)} | {
            name: partial(maker, work.plain) for name, maker in others.items()
        }
        title = f"cold, {len(work.plain)} documents, both formats"
        print_table(title, measure(cold, given.times))
        edits = _measure_edits(work, others, given.times)
        print_table("one document edited: it and the pack", edits)

        build(work)
        command = [sys.executable, "-c", "import click"]
        nothing = {
            "python -c 'import click'": lambda: subprocess.run(command, check=True),
            "packbuilder": lambda: build(work),
        }
        print_table("nothing changed", measure(nothing, given.times))
        print(f"\nload {os.getloadavg()[0]:.1f} at the end")


def _measure_edits(work: Work, others: dict[str, Maker], times: int) -> Times:
    """Measure commands after an edit, each in a new process; ours also beside a warm one."""
    edited = [work.plain[0], work.plain[-1]]

    def after_edit(task: Callable[[], object]) -> Callable[[], object]:
        return lambda: (edit(work), task())

    tasks: dict[str, Callable[[], object]] = {OURS: after_edit(lambda: build(work))}
    if hasattr(os, "pidfd_open"):
        start_resident(work)
        tasks[WARM] = after_edit(lambda: build(work, resident="on"))
    tasks |= {name: after_edit(partial(maker, edited)) for name, maker in others.items()}
    try:
        return measure(tasks, times)
    finally:
        _run_ours(work, "stop", resident="off")


def print_surroundings() -> None:
    """Print what the figures depend on: Python, engines, and how busy the machine is."""
    flags = sysconfig.get_config_var("CONFIG_ARGS") or ""
    built = "optimised" if "--enable-optimizations" in flags else "built without optimisation"
    built = "the system's own" if sys.base_prefix == "/usr" else built
    print(f"Python {platform.python_version()}, {built}, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f}")  # fmt: skip
    print(", ".join(f"{name} {_version(name)}" for name in ENGINES))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not here"


def print_table(title: str, times: Times) -> None:
    """Print seconds by the clock and of the processor, each with the median of the ratios to the
    first row, round by round.
    """
    columns = f"{'min':>8}{'median':>8}{'max':>8}{'ratio':>8}"
    print(f"\n{title}\n{'':34}{columns}  processor:{columns}")
    for name in times.wall:
        wall, processor = (_row(rows, name) for rows in (times.wall, times.processor))
        print(f"{name:34}{wall}{'':12}{processor}", flush=True)


def _row(rows: dict[str, list[float]], name: str) -> str:
    seconds, first = rows[name], next(iter(rows.values()))
    ratio = statistics.median(own / other for own, other in zip(seconds, first, strict=True))
    numbers = (min(seconds), statistics.median(seconds), max(seconds), ratio)
    return "".join(f"{number:8.2f}" for number in numbers)


if __name__ == "__main__":
    main()
