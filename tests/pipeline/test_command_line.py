"""The command `packbuilder`: what its options do, and how a run ends."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers.projects import HEAD, PROGRAMME, SHIPPED, make_project
from test_results import FILES, NAMES, tree

import packbuilder.__main__
from packbuilder import __version__
from packbuilder.cli import main
from packbuilder.cli.problems import as_github, as_json
from packbuilder.diagnostics import NOWHERE, Code, Diagnostic, Severity, Span

TABLE = HEAD + "# Morning\n\n| What | When |\n|---|---|\n| Coffee | nine |\n"


@pytest.fixture
def built(project, packbuilder):
    """Build a project with some options, and give the paths of its results."""

    def run(*arguments: str, code: int = 0) -> tuple[set[str], str]:
        folder = project(FILES)
        result = packbuilder(folder, "build", "--jobs", "0", *arguments)
        assert result.exit_code == code, result.output
        return set(tree(folder / "output")), result.output

    return run


def test_only_builds_one_document(built):
    names, printed = built("--only", "hall")
    made = {"standard/day/hall.pdf", "standard/day/hall.docx"}
    assert names == {*made, "standard/day/manifest.json"}
    assert all(f"output/{name}" in printed for name in made)


def test_format_builds_one_kind(built):
    names, _ = built("--format", "docx")
    kept = {f"standard/day/{name}" for name in NAMES if name.endswith("docx")}
    assert names == {*kept, "standard/day/manifest.json"}


def test_a_format_that_no_pack_has_is_said(project, packbuilder):
    result = packbuilder(project(FILES), "build", "--jobs", "0", "--format", "html")
    assert result.exit_code == 2
    assert "nothing to build: no chosen pack is made as html, or" in result.stderr


def test_a_partial_build_keeps_the_rest_of_the_manifest(project, packbuilder):
    folder = project(FILES)
    packbuilder(folder, "build", "--jobs", "0", "--format", "docx")
    packbuilder(folder, "build", "--jobs", "0", "--only", "hall", "--format", "pdf")
    manifest = json.loads((folder / "output/standard/day/manifest.json").read_text("utf-8"))
    docx = [name for name in NAMES if name.endswith("docx")]
    assert [file["name"] for file in manifest["files"]] == sorted([*docx, "hall.pdf"])


def test_results_are_named_with_their_pages(built):
    _, printed = built("--only", "programme")
    assert printed == (
        "output/standard/day/programme.docx\noutput/standard/day/programme.pdf (1 page)\n"
        "open output/standard/day/programme.pdf\n"
    )


def test_quiet_prints_nothing(built):
    assert built("--quiet", "--only", "programme")[1] == ""


def test_output_names_another_folder(built, project):
    built("--output", "elsewhere/deep", "--only", "programme")
    assert "standard/day/programme.pdf" in tree(project() / "elsewhere" / "deep")


def test_several_packs_and_editions(project, packbuilder):
    files = FILES | {"content/packs/hall.yaml": "title: Hall\ndocuments: [hall]\nformats: [docx]\n"}
    folder = project(files)
    options = ("--edition", "standard", "--edition", "riverbank", "--edition", "standard")
    printed = packbuilder(folder, "build", "hall", *options).output
    assert len(re.findall(r"^output/.*hall\.docx$", printed, re.MULTILINE)) == 2
    expected = {f"{e}/hall{x}" for e in ("standard", "riverbank") for x in ("/hall.docx", ".zip")}
    assert expected <= set(tree(folder / "output"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["--only", "hal"],
        ["--format", "odt"],
        ["--jobs", "-1"],
        ["--nonsense"],
        ["--output", "content/project.yaml"],
    ],
)
def test_a_wrong_command_line_ends_with_2(built, arguments):
    names, printed = built(*arguments, code=2)
    assert names == set()
    assert printed.startswith("Usage: ")


def test_a_document_of_another_pack_is_reported(project, packbuilder):
    folder = project(FILES | {"content/packs/hall.yaml": "title: Hall\ndocuments: [hall]\n"})
    result = packbuilder(folder, "build", "hall", "--only", "programme")
    assert result.exit_code == 2
    assert "none of these packs contains programme; “packbuilder build day --only programme”" in (
        result.output
    )


ENDS = {
    "good": ({}, ["check"], 0),
    "content": ({PROGRAMME: HEAD + "# A\n\n### Too low\n"}, ["build"], 3),
    "warning": ({PROGRAMME: TABLE}, ["check"], 0),
    "strict": ({PROGRAMME: TABLE}, ["check", "--strict"], 4),
    "strict-build": ({PROGRAMME: TABLE}, ["build", "--strict"], 4),
    "unreadable": ({PROGRAMME: b"\xff"}, ["build"], 5),
    "missing": ({PROGRAMME: HEAD + "# A\n\n![What](images/no.svg)\n"}, ["build"], 5),
    "unwritable": ({"output/standard": b"a file"}, ["build", "--jobs", "0"], 6),
    "outside": ({PROGRAMME: HEAD + "# A\n\n![What](../../no.svg)\n"}, ["build"], 10),
    "gravest": ({PROGRAMME: HEAD + "## A\n\n![What](../../no.svg)\n"}, ["check"], 10),
}


@pytest.mark.parametrize(("files", "arguments", "code"), ENDS.values(), ids=ENDS)
def test_a_run_ends_as_the_readme_says(project, packbuilder, files, arguments, code):
    result = packbuilder(project(files), *arguments)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output


def test_an_interrupt_ends_with_130(cache, project, packbuilder, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("packbuilder.pipeline.jobs.write", interrupt)
    result = packbuilder(project(), "build", "--jobs", "0")
    assert result.exit_code == 130
    assert (
        result.output
        == "\nstopped; each pack has either all its earlier files or all its new ones\n"
    )


@pytest.mark.parametrize("quiet", [(), ("--quiet",)])
def test_an_interrupt_after_a_delivery_says_which_files_are_new(
    quiet, project, packbuilder, monkeypatch
):
    """The run has not done all that was asked, so it ends with 130, but it has not done nothing."""

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("packbuilder.pipeline.whole_editions.zip_editions", interrupt)
    folder = project()
    result = packbuilder(folder, "build", *quiet)
    assert result.exit_code == 130
    assert (folder / "output/standard/day/programme.pdf").is_file()
    assert result.output.endswith(
        "\nstopped; output/standard/day: all new; every other pack has either all its earlier "
        "files or all new\n"
    )


def test_a_bug_is_not_hidden(cache, project, packbuilder, monkeypatch):
    def bug(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("packbuilder.pipeline.jobs.write", bug)
    with pytest.raises(ZeroDivisionError):
        packbuilder(project(), "build", "--jobs", "0")


def test_a_port_that_is_taken_is_reported_before_anything_is_built(project, packbuilder):
    folder = project(FILES)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = packbuilder(folder, "watch", "--jobs", "0", "--serve", "--port", port)
    assert result.exit_code == 2
    assert f"port {port} cannot be used" in result.output
    assert not (folder / "output").exists()


def test_list_names_packs_documents_and_editions(project, packbuilder):
    assert packbuilder(project(FILES), "list").output == (
        "Packs:\n  day (default): A day together – programme, hall\n"
        "Documents:\n  hall: content/hall.md\n  programme: content/programme.md\n"
        "Editions:\n  riverbank\n  standard\n"
    )


@pytest.mark.parametrize("command", [["check", "--format"], ["build", "--problems"]])
def test_programs_get_the_same_as_people(project, packbuilder, command):
    folder = project({PROGRAMME: HEAD + "# Morning\n\n50 % of <b>\n"})
    reported = packbuilder(folder, *command, "json")
    assert reported.exit_code == 3
    found = json.loads(reported.stdout)
    assert (found["code"], found["file"], found["line"]) == ("PB201", PROGRAMME, 9)
    for_people = packbuilder(folder, command[0])
    assert f"{found['message']}\n  help: {found['help']}" in for_people.stderr
    github = packbuilder(folder, *command, "github")
    assert github.exit_code == 3
    assert github.stdout == (
        f"::error file={PROGRAMME},line=9,col=1,title=PB201::{found['message']} – {found['help']}\n"
    )
    assert reported.stderr == github.stderr == ""


@pytest.mark.parametrize("style", ["json", "github"])
def test_programs_get_what_stops_a_run(project, packbuilder, style):
    folder = project({"content/project.yaml": "title: Example: two\n"})
    reported = packbuilder(folder, "build", "--problems", style)
    assert reported.exit_code == 3
    assert "content/project.yaml" in reported.stdout
    assert reported.stdout.count("\n") == 1
    assert reported.stderr == ""


@pytest.mark.parametrize("style", ["json", "github"])
def test_programs_get_nothing_but_problems(project, packbuilder, style):
    folder = project({PROGRAMME: TABLE})
    for _ in ("made", "already there"):
        built = packbuilder(folder, "build", "--jobs", "0", "--why", "--problems", style)
        assert (built.exit_code, built.output.count("\n")) == (0, 1)
        assert "PB215" in built.stdout
    good = packbuilder(project({PROGRAMME: HEAD + "# Morning\n"}), "check", "--format", style)
    assert (good.exit_code, good.output) == (0, "")


def test_annotations_escape_what_would_end_them():
    problem = Diagnostic(
        Code.RAW_HTML, Span("content/a, b: 5 %.md", 3, 4), "50 % of\r\n“<b>”", "see: a, b"
    )
    assert as_github(problem) == (
        "::error file=content/a%2C b%3A 5 %25.md,line=3,col=4,title=PB201"
        "::50 %25 of%0D%0A“<b>” – see: a, b"
    )
    whole = replace(problem, span=Span("content/a.md", 0), severity=Severity.ADVICE)
    assert as_github(whole).startswith("::notice file=content/a.md,title=PB201::")
    assert as_github(replace(problem, span=NOWHERE)).startswith("::error title=PB201::")


def test_json_holds_every_character():
    words = "“a”\x7f\u202e\U000e0001\ud800\n"
    line = as_json(Diagnostic(Code.GLYPH_MISSING, Span("a.md"), words, "no"))
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["message"] == words


def test_check_finds_the_problems_of_every_file_at_once(project, packbuilder):
    result = packbuilder(
        project(
            {
                PROGRAMME: HEAD + "# A\n\n### Too low\n",
                "content/hall.md": HEAD + "# Hall\n\n[[venu]]\n",
                "content/packs/other.yaml": "title: Other\ndocuments: [nothing]\n",
                "content/editions/riverbank.yaml": "colour: green\n",
            }
        ),
        "check",
    )
    for code in ("PB213", "PB209", "PB301", "PB123"):
        assert result.output.count(f"[{code}]") == 1
    assert "4 errors, 0 warnings" in result.output


def test_errors_come_first_when_not_all_are_shown(project, packbuilder):
    table = TABLE.partition("# Morning\n\n")[2]
    folder = project({PROGRAMME: HEAD + "# A\n\n" + f"{table}\n" * 60 + "[[venu]]\n"})
    assert packbuilder(folder, "check").output.splitlines()[0].endswith("no value “venu”")


def test_more_than_fifty_problems_are_counted(project, packbuilder):
    result = packbuilder(project({PROGRAMME: HEAD + "# A\n\n" + "[[venu]] " * 60}), "build")
    assert result.output.count("error[") <= 50
    result = packbuilder(project({PROGRAMME: HEAD + "# A\n\n" + "[[venu]]\n" * 60}), "build")
    assert result.output.count("error[") == 50
    assert "… and 10 more\n60 errors, 0 warnings\n" in result.output


@pytest.mark.parametrize("style", ["text", "github", "json"])
def test_content_cannot_steer_a_terminal(project, packbuilder, style):
    named = packbuilder(
        project({"content/plan\x1b[2J.md": HEAD + "# A\n"}), "check", "--format", style
    ).output
    (project() / "content/plan\x1b[2J.md").unlink()
    worded = packbuilder(
        project({"content/plan.md": HEAD + "# A\n\n::: mind\u202edate\n:::\n"}),
        "check",
        "--format",
        style,
    ).output
    assert "\x1b" not in named
    assert "\\u001b[2J.md" in named
    assert "\u202e" not in worded
    assert "mind\\u202edate" in worded


@pytest.mark.parametrize("start", ["--empty", "--example"])
def test_init_makes_a_project_that_builds(tmp_path, packbuilder, start):
    result = packbuilder(tmp_path, "init", "my-event", start, "--with-templates")
    assert result.exit_code == 0
    assert (tmp_path / "my-event" / "templates" / "tokens.yaml").is_file()
    assert packbuilder(tmp_path / "my-event", "check", "--strict").exit_code == 0
    assert packbuilder(tmp_path, "init", "my-event", start).exit_code == 2


def test_init_leaves_the_templates_out_unless_asked(tmp_path, packbuilder):
    packbuilder(tmp_path, "init", "my-event", "--empty")
    assert [path.name for path in (tmp_path / "my-event").iterdir()] == ["content"]


def test_the_empty_start_names_nobody_and_holds_every_kind(tmp_path, packbuilder):
    packbuilder(tmp_path, "init", "my-event", "--empty")
    folder = tmp_path / "my-event"
    built = packbuilder(folder, "build", "--edition", "our-town", "--strict")
    assert built.exit_code == 0, built.output
    text = "".join(file.read_text("utf-8") for file in (folder / "content").rglob("*.*"))
    shipped = (SHIPPED / "content/project.yaml").read_text("utf-8")
    names = re.findall(r"[A-Z]\w+ [A-Z]\w+", shipped.split("attribution_short:")[1])
    assert names
    assert not [name for name in names if name in text]
    kinds = set(re.findall(r"^kind: (\w+)", text, re.MULTILINE))
    assert kinds == {"report", "handout", "tool"}


def test_the_words_of_an_empty_start_are_marked_where_the_project_has_another_language(
    tmp_path, packbuilder
):
    packbuilder(tmp_path, "init", "ours", "--empty", "--language", "pl-PL")
    project = tmp_path / "ours"
    assert "language: pl-PL" in (project / "content/project.yaml").read_text("utf-8")
    built = packbuilder(project, "build", "--edition", "our-town", "--only", "handout", "--strict")
    assert built.exit_code == 0, built.output
    assert "lang=en-GB" in (project / "content/shared/notice.md").read_text("utf-8")
    for wrong in (["--empty", "--language", "polish"], ["--example", "--language", "pl"]):
        assert packbuilder(tmp_path, "init", "other", *wrong).exit_code == 2


def test_init_asks_how_to_start(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = CliRunner().invoke(main, ["init", "my-event"], input="\n")
    assert asked.exit_code == 0
    assert "empty, example" in asked.output
    assert (tmp_path / "my-event/content/report.md").is_file()


def test_the_example_is_never_the_content_one_stands_in(packbuilder):
    result = packbuilder(SHIPPED, "init", "elsewhere", "--example")
    assert result.exit_code == 2
    assert "use --empty" in result.output
    assert not (SHIPPED / "elsewhere").exists()


def test_the_version_is_reported(packbuilder, tmp_path):
    assert packbuilder(tmp_path, "--version").output == f"packbuilder, version {__version__}\n"


def test_the_command_is_installed():
    (command,) = entry_points(group="console_scripts", name="packbuilder")
    assert command.load() is packbuilder.__main__.main


def test_ctrl_c_while_the_command_is_loaded_ends_it_without_a_word(monkeypatch):
    class Interrupt:
        def find_spec(self, name, path=None, target=None):
            if name == "packbuilder.cli":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "packbuilder.cli")
    monkeypatch.setattr(sys, "meta_path", [Interrupt(), *sys.meta_path])
    with pytest.raises(SystemExit) as ended:
        packbuilder.__main__.main()
    assert ended.value.code == 130


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["--version"]])
def test_help_loads_no_engine(arguments):
    heavy = ["babel", "docx", "jinja2", "lxml", "markdown_it", "PIL", "pikepdf", "pydantic"]
    heavy += ["resvg_py", "weasyprint", "yaml"]
    program = (
        "import sys; from packbuilder.cli import main\n"
        f"try: main({arguments})\n"
        f"finally: print([n for n in {heavy} if n in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout
    assert done.stderr == "[]\n"


def test_check_does_not_load_the_pdf_engine(tmp_path):
    program = (
        "import sys; from packbuilder.cli import main\n"
        "try: main(['check'])\n"
        "finally: print('weasyprint' in sys.modules, file=sys.stderr)"
    )
    folder: Path = make_project(tmp_path / "project")
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("no problems found\n", "False\n")


def test_a_pack_that_does_not_exist_is_reported_with_what_is_wrong_in_texts(project, packbuilder):
    folder = project({PROGRAMME: f"{HEAD}See [x](#nowhere).\n"})
    found = packbuilder(folder, "build", "dya").output
    assert "there is no id “nowhere”" in found
    assert found.count("there is no pack “dya”") == 1
