"""All that writing files takes, loaded: what a process of the build begins with.

On Linux the processes are copies of one that has imported this and does nothing else. So nothing
here may start a thread or open a font.
"""

from __future__ import annotations

import contextlib
import gc

import packbuilder.pipeline.jobs  # noqa: F401 - loaded ahead
from packbuilder.diagnostics import PackError
from packbuilder.pipeline.process import loaded_libraries
from packbuilder.storage.state import libraries_now
from packbuilder.writers import WRITERS

for writer in WRITERS.values():
    with contextlib.suppress(PackError):  # reported by the first job that needs it
        writer.load()

gc.freeze()  # what never becomes garbage is not looked through again, and stays shared

_LIBRARIES = libraries_now(loaded_libraries())


def still_there() -> bool:
    """Whether what engines have loaded, or will open yet, is there as it was."""
    opened = (path for writer in WRITERS.values() for path in writer.opens())
    return libraries_now(_LIBRARIES) == _LIBRARIES and all(path.is_file() for path in opened)
