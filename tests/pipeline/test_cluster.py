"""A cluster makes the same files as one machine; what is lost or poisoned costs only itself."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from helpers.errands import Errand
from helpers.guides import CLUSTER, examples
from helpers.projects import PROGRAMME, make_project
from helpers.time_limits import wait_until
from test_results import tree
from test_whole_editions import PAGE

from packbuilder.diagnostics import Code, ExitCode, PackError

WIDE = (
    "::: table {caption=Wide}\n" + "|\n".join(["| a " * 60, "|---" * 60, "| b " * 60]) + "|\n:::\n"
)
"""What no page has room for, as comes out when it is laid out."""
FILES = {
    PROGRAMME: PAGE.format("Programme", "") + f'\n:::: only {{edition="poisoned"}}\n{WIDE}::::\n',
    "content/badge.md": PAGE.format("Badge", ""),
    "content/packs/day.yaml": "title: Day\nformats: [pdf, docx]\ndocuments: [programme, badge]\n",
    "content/editions/riverbank.yaml": "venue: Town Hall\n",
    "content/editions/poisoned.yaml": "venue: Pier\n",
}


def need(found: object, what: str) -> None:
    """Skip a test for want of something, loudly; in CI that is a failure."""
    if not found:
        said = f"NOT TESTED: builds on a cluster, as {what} is missing"
        pytest.fail(said) if os.environ.get("CI") else pytest.skip(said)


@dataclass
class Machines:
    """A scheduler in this process, and workers in processes with stores of their own."""

    folder: Path
    cluster: Any
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.cluster.scheduler_address

    def command(self, name: str) -> list[str]:
        """Return the words of a command as the guide has it, for these machines."""
        text = "".join(block.text for block in examples(CLUSTER, "sh")).replace("\\\n", " ")
        (line,) = (line for line in text.splitlines() if line.startswith(name))
        line = line.replace("tls://farm.example.org:8786", self.address)
        return re.sub(r"(\w+\.pem)", rf"{self.folder}/\1", line).split()

    def make_ready(self, count: int) -> None:
        """Have so many workers."""
        lacking = count - sum(worker.poll() is None for worker in self.workers)
        self.workers += [self._start(len(self.workers) + n) for n in range(lacking)]
        assert wait_until(lambda: len(self.cluster.scheduler.workers) == count)

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        own = {
            "PACKBUILDER_CACHE": str(self.folder / f"store{number}"),
            "PYTHONPATH": str(Path(__file__).parents[1]),
        }
        with (self.folder / "said.txt").open("ab") as said:
            return subprocess.Popen(
                [sys.executable, "-m", *self.command("dask worker")],
                cwd=self.folder,
                env=os.environ | own,
                stderr=said,
            )


@pytest.fixture(scope="module")
def machines(tmp_path_factory) -> Iterator[Machines]:
    need(shutil.which("openssl"), "openssl")
    try:
        import dask
        from distributed import Future, LocalCluster, Security
        from distributed.utils import _offload_executor
    except ImportError:
        need(None, "the package distributed")
    folder = tmp_path_factory.mktemp("machines")
    certificate, key = str(folder / "ca.pem"), str(folder / "key.pem")
    made = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    where = ["-subj", "/CN=machines", "-days", "2", "-out", certificate, "-keyout", key]
    subprocess.run(["openssl", "req", *made, *where], check=True, capture_output=True)
    shutil.copy(certificate, folder / "cert.pem")
    security = Security(
        tls_ca_file=certificate,
        require_encryption=True,
        tls_client_cert=certificate,
        tls_client_key=key,
        tls_scheduler_cert=certificate,
        tls_scheduler_key=key,
    )
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(
            n_workers=0,
            protocol="tls",
            host="127.0.0.1",
            security=security,
            scheduler_kwargs={"dashboard": False},
        ) as cluster,
    ):
        found = Machines(folder, cluster)
        yield found
        for worker in found.workers:
            worker.kill()
            worker.wait()
    Future._cb_executor.shutdown()  # other tests fork this process: no thread may stay
    Future._cb_executor = None
    _offload_executor.shutdown()


def test_a_cluster_makes_what_one_machine_makes(tmp_path, machines, packbuilder, monkeypatch):
    """An edition that cannot be made costs itself, with the same words."""
    machines.make_ready(2)
    folder = make_project(tmp_path / "project", FILES)
    chosen = ("day", "--edition", "riverbank", "--edition", "poisoned", "--quiet", "--output")
    monkeypatch.setenv("PACKBUILDER_CACHE", str(tmp_path / "alone"))
    alone = packbuilder(folder, "build", *chosen, "alone", "--jobs", "0")
    monkeypatch.setenv("PACKBUILDER_CACHE", str(tmp_path / "together"))
    _, build, every, *where = machines.command("packbuilder build")
    assert every == "--all-editions"
    together = packbuilder(folder, build, *chosen, "together", *where)
    assert "[PB308]" in alone.output
    assert (together.exit_code, together.output) == (alone.exit_code, alone.output)
    assert tree(folder / "together") == tree(folder / "alone")
    assert (folder / "alone/riverbank/day/programme.pdf").exists()
    assert not (folder / "alone/poisoned/day/programme.pdf").exists()
    assert all(any(machines.folder.glob(f"store{number}/results/*/*")) for number in (0, 1))


@pytest.mark.usefixtures("cache")
def test_what_is_lost_costs_itself(tmp_path, machines, monkeypatch):
    from packbuilder.pipeline import cluster

    machines.make_ready(2)
    monkeypatch.setattr(cluster, "_PATIENCE", 1.0)
    monkeypatch.setattr(cluster, "_LOOK", 0.1)
    files = [machines.folder / name for name in ("ca.pem", "cert.pem", "key.pem")]
    once, parts = str(tmp_path / "once"), (Errand("part"), Errand("other"))
    jobs = [Errand("crash.pdf", "crash"), Errand("whole", needs=parts), Errand(once, "lose_worker")]
    with cluster.open_cluster(machines.address, *files, print) as pool:
        found = {
            job.file_name: made.diagnostics[0].code if isinstance(made, PackError) else made.data
            for job, made in pool.run([jobs])
        }
        assert found == {
            "crash.pdf": Code.RENDER_FAILED,
            "whole": b"whole part other",
            once: b"made after all",
        }
        machines.make_ready(2)
        list(pool.run([[Errand("next.pdf")]]))  # meanwhile the new worker is found
        ((_, killer),) = pool.run([[Errand("killer.pdf", "lose_worker")]])
        assert killer.diagnostics[0].code is Code.RENDER_FAILED
        with pytest.raises(PackError, match="PB731"):
            list(pool.run([[Errand("last.pdf")]]))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tcp://farm:8786", "begins with tls://"),
        ("tls://farm", "the port is missing"),
        ("tls://farm:8786", "also needs --tls-ca-file, --tls-cert, --tls-key"),
    ],
)
def test_an_open_or_unknown_cluster_is_refused(project, packbuilder, address, said):
    result = packbuilder(project(), "build", "--cluster", address)
    assert result.exit_code == ExitCode.USAGE
    assert said in " ".join(result.output.split())


def test_a_missing_certificate_is_named(project, packbuilder):
    result = packbuilder(project(), "build", "--cluster", "tls://farm:8786", "--tls-key", "k.pem")
    assert result.exit_code == ExitCode.USAGE
    assert "File 'k.pem' does not exist" in result.output
