"""What all tests share: the options, small projects, and the command line run inside the test."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers.projects import SHIPPED, make_project
from helpers.read_once import keep_documents, keep_editions, read_as_users_do
from helpers.shared_results import shared_cache, shared_folder, shipped_builds
from helpers.time_limits import wait_until
from hypothesis import HealthCheck, settings

from packbuilder.cli import main

# A command in the background of a shell ignores Ctrl+C, and so would all that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No test starts or uses a warm process but those that are about it.
os.environ["PACKBUILDER_RESIDENT"] = "off"

# The same examples on every run; `--hypothesis-profile explore` looks further.
settings.register_profile(
    "repeat",
    derandomize=True,
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "explore", parent=settings.get_profile("repeat"), derandomize=False, max_examples=3000
)
settings.load_profile("repeat")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the expected files again; read every difference before you keep it",
    )
    parser.addoption(
        "--everything",
        action="store_true",
        help="try all places, examples of CommonMark and shipped files, not some of each kind",
    )


def pytest_collection_finish() -> None:
    """Leave what all tests have loaded out of every later collection of garbage, and do fewer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return request.config.getoption("--update-golden")


@pytest.fixture(scope="session", autouse=True)
def kept_results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Read and make nothing twice in a run, and nothing from the user's own kept results."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PACKBUILDER_CACHE", str(shared_cache(tmp_path_factory)))
        keep_documents(patch)
        keep_editions(patch)
        yield


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a test a place of its own for kept results, and nothing that other tests have read: for
    tests of how files are made and kept.
    """
    read_as_users_do(monkeypatch)
    folder = tmp_path / "cache"
    monkeypatch.setenv("PACKBUILDER_CACHE", str(folder))
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Make a project: the small one of `diagnostics/base`, with these files put in."""
    return lambda files={}: make_project(tmp_path / "project", files)


@pytest.fixture
def packbuilder(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `packbuilder` with these arguments in a folder; files are made in this process, which
    has its engines loaded, unless `--jobs` asks for others.
    """

    def run(folder: Path, *arguments: str) -> Result:
        monkeypatch.chdir(folder)
        if arguments[:1] == ("build",) and not {"--jobs", "--cluster"} & {*arguments}:
            arguments += ("--jobs", "0")
        result = CliRunner().invoke(main, arguments)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture(scope="session")
def built_places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where small projects are kept once they are built."""
    return tmp_path_factory.mktemp("built")


@pytest.fixture
def built_project(
    tmp_path: Path, packbuilder: Callable[..., Result], built_places: Path
) -> Callable[..., Path]:
    """Make a small project and run a build in it; what was built before is copied.

    Nothing else is ever built in the place of the first build, so that it stays remembered.
    """

    def make(files: Mapping[str, str | bytes], *arguments: str) -> Path:
        digest = hashlib.sha256(repr((sorted(files.items()), arguments)).encode()).hexdigest()
        kept = built_places / digest
        if not kept.exists():
            result = packbuilder(make_project(kept, files), *arguments)
            assert result.exit_code == 0, result.output
        return Path(shutil.copytree(kept, tmp_path / "project"))

    return make


@pytest.fixture(scope="session")
def full_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped full pack in its standard edition, built once for all workers."""
    return _build_once(tmp_path_factory, "full-pack", ["full-pack"]) / "standard" / "full-pack"


@pytest.fixture(scope="session")
def all_packs(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """Every shipped pack, built once for all workers; of the local edition, packs that hold all
    documents between them.
    """
    builds = shipped_builds(pytestconfig.getoption("--everything"))
    return _build_once(tmp_path_factory, "all-packs", *builds)


def _build_once(factory: pytest.TempPathFactory, name: str, *builds: list[str]) -> Path:
    """Build shipped packs in the folder that all workers share; the first to come does it.

    Nothing in them may be warned of, neither in the content nor in the finished files.
    """
    shared = shared_folder(factory)
    output, ready = shared / name, shared / f"{name}-is-ready"
    try:
        output.mkdir()
    except FileExistsError:
        assert wait_until(ready.is_file, seconds=3600), f"{name}: the build has not ended"
    else:
        codes = set()
        for arguments in builds:
            command = [sys.executable, "-m", "packbuilder", "build", *arguments]
            command += ["--quiet", "--strict", "--output", str(output)]
            codes.add(subprocess.run(command, cwd=SHIPPED, check=False).returncode)
        written = ready.with_suffix(".new")  # renamed when it is whole, as others look for it
        written.write_text(" ".join(map(str, sorted(codes))), encoding="utf-8")
        written.replace(ready)
    assert ready.read_text(encoding="utf-8") == "0", f"{name}: the build failed"
    return output
