"""A prepared edition → what builds of its packs begin with, kept in the memory of this process.

Copies of the process have it too. No file is made, no font opened, no thread begun.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection

from packbuilder.diagnostics import PackError
from packbuilder.pipeline.chosen import pack_in
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.jobs import hash_shown
from packbuilder.pipeline.publications import compose_document, compose_pack
from packbuilder.readers import read_document
from packbuilder.storage.records import hash_object
from packbuilder.theme import with_variant
from packbuilder.writers import WRITERS


def make_ready(edition: PreparedEdition, asked: Collection[str]) -> None:
    """Make ready what the packs of an edition need that are among those asked for, or else its
    default pack. Mistakes are left for the build to report.
    """
    project = edition.project
    named = [name for name in project.packs if name in asked]
    for name in named or [project.settings.default_pack]:
        with contextlib.suppress(PackError):
            _make_pack_ready(edition, name)


def _make_pack_ready(edition: PreparedEdition, name: str) -> None:
    """Make the publications of a pack's documents, which later editions keep as long as they show
    the same; what they are written with depends on their look alone, and stays.
    """
    pack = pack_in(edition, name)
    theme = with_variant(edition.theme, pack.variant)
    publications = [
        compose_document(edition, each, theme, pack.handed_to).publication
        for each in pack.documents
    ]
    for publication in publications:
        hash_shown(publication)
    profiles = frozenset(part.profile for each in publications for part in each.parts)
    written_with = (hash_object(theme.look), pack.formats, profiles)
    if written_with in _READY:
        return
    for each in pack.documents[:_MOST_READ]:  # others may have come from the cache
        read_document(edition.project.source, edition.path(each))
    if len(publications) > 1:
        publications = [*compose_pack(edition, name, pack, theme).parts]
    for format in pack.formats:
        WRITERS[format].ready(publications, theme)
    _READY.add(written_with)


_MOST_READ = 20
"""So many documents hold nearly all kinds of blocks, each of which is set up when it is met."""
_READY: set[tuple[object, ...]] = set()
"""What this process has made ready for a look, formats and profiles."""
