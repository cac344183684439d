"""Which forms a publication holds, and a hash that says whether two copies ask the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from packbuilder.model.nodes import Block
from packbuilder.model.publications import Publication
from packbuilder.model.walking import all_fields


@dataclass(frozen=True, slots=True)
class Form:
    """One document with places to answer.

    `digest` is a hash of the names of its fields and of what can be chosen in each, in reading
    order; labels do not count, as they may be reworded.
    """

    name: str
    version: str
    digest: str


def forms_of(publication: Publication) -> list[Form]:
    """Return the forms of a publication, in order."""
    found = []
    for part in publication.parts:
        if digest := digest_fields(part.blocks):
            found.append(Form(part.name, publication.version, digest))
    return found


def digest_fields(blocks: Iterable[Block]) -> str:
    """Return the hash of all fields in blocks; nothing where there are none."""
    fields = [
        [field.name, field.kind, field.value, *field.options] for field, _ in all_fields(blocks)
    ]
    if not fields:
        return ""
    listed = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(listed.encode()).hexdigest()[:32]
