"""Results that all workers of a test run share, so that shipped packs are made once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from helpers.projects import SHIPPED
from packbuilder.diagnostics import Span
from packbuilder.model import Publication
from packbuilder.pdf.page_numbers import NumberFont, number_pages
from packbuilder.pipeline.jobs import LayoutJob, result_of
from packbuilder.storage.cache import cache_store
from packbuilder.theme import Theme

OTHER_COLOURS = ["tools-greyscale", "tools-high-contrast"]
"""Packs whose pages are those of another pack in other colours: one tool of them is made."""
OTHER_LOOKS = {*OTHER_COLOURS, "tools-large-print"}
"""Packs that print the tools of another pack in another look."""
LOCAL_EDITIONS = [file.stem for file in SHIPPED.glob("content/editions/*.yaml")]
LOCAL_PACKS = ["facilitator", "full-pack", "host-cards", "organiser", "posters", "table-host"]
"""Packs that hold all documents between them, but for the one of the next that no other has."""
LOCAL_FORMS = ["tools-screen"]


def shipped_builds(everything: bool) -> list[list[str]]:
    """Return the arguments of builds that make every shipped pack, and of the local editions every
    document; of forms, and in other colours, one document where not `everything` is asked for.
    """
    packs = sorted(file.stem for file in SHIPPED.glob("content/packs/*.yaml"))
    local = [word for edition in LOCAL_EDITIONS for word in ("--edition", edition)]
    if everything:
        return [packs, [*LOCAL_PACKS, *LOCAL_FORMS, *local]]
    return [
        [pack for pack in packs if pack not in OTHER_COLOURS],
        [*OTHER_COLOURS, "--only", "t05-power-map"],
        [*LOCAL_PACKS, *local],
        [*LOCAL_FORMS, "--only", "t03-linear", *local],
    ]


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all workers of this run have in common."""
    folder = factory.getbasetemp()
    return folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder


def shared_cache(factory: pytest.TempPathFactory) -> Path:
    """Return where results of shipped packs are kept for this run."""
    return shared_folder(factory) / "cache"


def laid_out(publication: Publication, theme: Theme) -> bytes:
    """Return a publication as PDF, its pages not numbered; it is laid out once in a run."""
    store = cache_store()
    assert store is not None
    return result_of(store, LayoutJob(publication, "pdf", theme, Span(""))).data


def pdf_of(publication: Publication, theme: Theme) -> bytes:
    """Return a publication as PDF; it is laid out once in a run."""
    return number_pages(laid_out(publication, theme), NumberFont(theme))
