"""This program and its peers on the same content, side by side in one run.

`make bench` runs it. The content is the shipped report, briefing and tools as plain Markdown, which
all of them read, repeated as often as asked for; the pack is all of it in one file. Every command
is a process of its own, cold, and its wall time is taken several times; nothing asserts a time.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("handouts/summary", "briefing/briefing", "report/event-report")
OURS = "packbuilder: pdf + docx"


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


def build(work: Work, *arguments: str) -> None:
    """Run this program."""
    environment = {**os.environ, "PACKBUILDER_CACHE": str(work.folder / "cache")}
    command = [sys.executable, "-P", "-m", "packbuilder", "build", "--quiet", *arguments]
    subprocess.run(
        command, cwd=work.folder / "project", env=environment, check=True, stderr=subprocess.PIPE
    )


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

    def by_typst(file: Path) -> None:
        source = file.with_suffix(".typ")
        run(pandoc, file, "-s", "-t", "typst", "-o", source)
        run(sys.executable, "-c", f"import typst; typst.compile({str(source)!r}, output="
            f"{str(file.with_suffix('.pdf'))!r})")  # fmt: skip

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
    yield "pandoc: docx + weasyprint pdf", all_of(docx, by_weasyprint)
    if shutil.which("soffice"):
        yield "pandoc: docx, LibreOffice: pdf", all_of(docx, by_office)


def measure(task: Callable[[], object], times: int) -> list[float]:
    """Take the wall time of a task, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        task()
        found.append(time.perf_counter() - start)
    return found


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
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="packbuilder-bench-") as place:
        work = make_work(Path(place), given.size)
        others = dict(peers(work))
        rows = {OURS: measure(lambda: build_cold(work), given.times)}
        for name, maker in others.items():
            rows[name] = measure(lambda maker=maker: maker(work.plain), given.times)
        print_table(f"cold, {len(work.plain)} documents, both formats", rows)

        rows = {OURS: measure(lambda: (edit(work), build(work)), given.times)}
        edited = [work.plain[0], work.plain[-1]]
        for name, maker in others.items():
            rows[name] = measure(lambda maker=maker: (edit(work), maker(edited)), given.times)
        print_table("one document edited: it and the pack, in a new process", rows)

        build(work)
        command = [sys.executable, "-c", "import click"]
        rows = {
            "python -c 'import click'": measure(lambda: subprocess.run(command), given.times),
            "packbuilder": measure(lambda: build(work), given.times),
        }
        print_table("nothing changed", rows)


def print_table(title: str, rows: dict[str, list[float]]) -> None:
    """Print seconds, and the ratio of medians to the first row."""
    first = statistics.median(next(iter(rows.values())))
    print(f"\n{title}\n{'':34}{'min':>8}{'median':>8}{'max':>8}{'ratio':>8}")
    for name, seconds in rows.items():
        middle = statistics.median(seconds)
        numbers = (min(seconds), middle, max(seconds), middle / first)
        print(f"{name:34}" + "".join(f"{number:8.2f}" for number in numbers), flush=True)


if __name__ == "__main__":
    main()
