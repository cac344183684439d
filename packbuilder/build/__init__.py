"""Recipe × edition → files: the only place where readers, transforms and writers meet.

`workspace` holds what is read, `compose` makes publications, `jobs` are the files to make,
`workers` the processes that make them, `pack` plans a pack, `delivery` puts it in place, `run`
leads it all.
"""

from packbuilder.build.compose import check_project, compose
from packbuilder.build.delivery import PackResult
from packbuilder.build.pack import Plan
from packbuilder.build.run import (
    Outcome,
    Watchers,
    Wish,
    open_workers,
    output_to_itself,
    run,
    zip_editions,
)
from packbuilder.build.workers import Workers
from packbuilder.build.workspace import Workspace, open_workspace

__all__ = [
    "Outcome",
    "PackResult",
    "Plan",
    "Watchers",
    "Wish",
    "Workers",
    "Workspace",
    "check_project",
    "compose",
    "open_workers",
    "open_workspace",
    "output_to_itself",
    "run",
    "zip_editions",
]
