"""A print order in a folder of its own: counts pages, works it out, delivers it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from packbuilder.diagnostics import PackError
from packbuilder.pipeline.deliver import PackResult, deliver_files
from packbuilder.pipeline.handouts import Handouts
from packbuilder.pipeline.pool import Workers
from packbuilder.pipeline.print_order_jobs import NAME, order_jobs
from packbuilder.print_order.sums import Prices
from packbuilder.storage.cache import Made

FOLDER = "order"


class Progress(Protocol):
    """Who wants to know how far it is."""

    def expect(self, files: int) -> None:
        """Count in files that will be made."""

    def step(self, name: str) -> None:
        """Count a file that is made."""


def make_order(
    plan: Handouts,
    prices: Prices,
    workers: Workers,
    output: Path,
    bar: Progress,
    libraries: str = "",
) -> PackResult:
    """Make the order and the files to print, and deliver them together; raises `PackError`."""
    made: dict[str, Made] = {}
    jobs = order_jobs(plan, prices, libraries)
    bar.expect(len(jobs))
    for job, result in workers.run([jobs]):
        if isinstance(result, PackError):
            raise result
        bar.step(job.file_name)
        made[job.file_name] = result
    about = {
        "pack": NAME,
        "title": plan.composer.workspace.theme.labels.order["title"],
        "edition": plan.composer.name,
    }
    return deliver_files(output / plan.composer.name / FOLDER, NAME, about, made)
