"""A print order in a folder of its own: counts pages, works it out, delivers it."""

from __future__ import annotations

from pathlib import Path

from packbuilder.diagnostics import PackError
from packbuilder.pipeline.deliver import DeliveredPack, deliver_files
from packbuilder.pipeline.handouts import Handouts
from packbuilder.pipeline.pool import Workers
from packbuilder.pipeline.print_order_jobs import NAME, order_jobs
from packbuilder.pipeline.stages import Progress
from packbuilder.print_order.sums import Prices
from packbuilder.storage.cache import Artifact

FOLDER = "order"


def make_order(
    plan: Handouts,
    prices: Prices,
    workers: Workers,
    output: Path,
    progress: Progress,
    libraries: str = "",
) -> DeliveredPack:
    """Make the order and the files to print, and deliver them together; raises `PackError`."""
    made: dict[str, Artifact] = {}
    jobs = order_jobs(plan, prices, libraries)
    progress.expected(len(jobs))
    for job, result in workers.run([jobs]):
        if isinstance(result, PackError):
            raise result
        progress.made(job.file_name)
        made[job.file_name] = result
    about = {
        "pack": NAME,
        "title": plan.edition.project.theme.labels.order["title"],
        "edition": plan.edition.name,
    }
    return deliver_files(output / plan.edition.name / FOLDER, NAME, about, made)
