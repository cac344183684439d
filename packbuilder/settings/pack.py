"""`content/packs/*.yaml` → packs: which documents, in what form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from packbuilder.diagnostics import Code, Diagnostic, PackError
from packbuilder.model.variants import Variant
from packbuilder.settings.document_names import DocumentNames
from packbuilder.settings.names import check_name, is_listed, list_names
from packbuilder.settings.schema import places, read_settings
from packbuilder.storage.source import Source

PACKS = "content/packs"

KeyPath = tuple[int | str, ...]
"""Keys and numbers that lead to a place in a YAML file."""


@dataclass(frozen=True)
class PackPart:
    """Documents of a pack that belong together. One with a title begins with a page of its own.

    With `finder`, a page follows on which readers find their tool by what they want to ask.
    """

    documents: tuple[str, ...]
    title: str = ""
    subtitle: str = ""
    finder: bool = False


@dataclass(frozen=True)
class Pack:
    """A pack: its title and its documents, in order; or its parts, which hold the documents.

    `deep_tools` follow them: the documents of tools that tables choose from, in place of which an
    edition may name others. `contents` lists documents with their sections, or, as a `finder`,
    tools by what people want to ask. With `number_contents`, contents in Word show the pages of the
    PDF, which is for packs whose pages fall alike in both. `label` says on the cover what kind of
    pack it is. With `posters`, what is a poster is there on A3 too. With `print_order`, the pack
    holds a print order and the files to print, when the edition says how many people come. A pack
    `handed_to` people of one kind leaves out the pages that they are not handed. Packs `for_event`
    are chosen at first where somebody starts an edition on the page.
    """

    title: str
    documents: tuple[str, ...] = ()
    parts: tuple[PackPart, ...] = ()
    subtitle: str = ""
    description: str = ""
    version: str = "1.0"
    contents: Literal["list", "finder"] = "list"
    number_contents: bool = False
    label: str = ""
    formats: tuple[str, ...] = ("pdf", "docx")
    variant: Variant = "office"
    deep_tools: tuple[str, ...] = ()
    posters: bool = False
    print_order: bool = False
    handed_to: Literal["", "person", "table", "facilitator"] = ""
    for_event: bool = False

    def grouped(self) -> tuple[PackPart, ...]:
        """Return the parts with the documents that are left in them, and one for all others."""
        kept = set(self.documents)
        parts = [
            replace(part, documents=tuple(n for n in part.documents if n in kept))
            for part in self.parts
        ]
        listed = {name for part in parts for name in part.documents}
        others = tuple(name for name in self.documents if name not in listed)
        parts = [part for part in parts if part.documents]
        return (*parts, PackPart(others)) if others else tuple(parts)

    def listed(self) -> list[tuple[KeyPath, str]]:
        """Return every document of the file, with where it stands in that: a list and a number."""
        lists: dict[KeyPath, tuple[str, ...]] = {
            ("parts", number, "documents"): part.documents for number, part in enumerate(self.parts)
        }
        lists[("documents",)] = () if self.parts else self.documents
        lists[("deep_tools",)] = self.deep_tools
        return [((*at, n), name) for at, names in lists.items() for n, name in enumerate(names)]

    @property
    def all_documents(self) -> tuple[str, ...]:
        """Return the documents, and the tools that tables choose from."""
        return (*self.documents, *self.deep_tools)


def name_documents(pack: Pack, names: DocumentNames) -> Pack:
    """Return a pack that names documents as they are called."""
    return replace(
        pack,
        documents=names.find_all(pack.documents),
        deep_tools=names.find_all(pack.deep_tools),
        parts=tuple(replace(p, documents=names.find_all(p.documents)) for p in pack.parts),
    )


def list_packs(source: Source) -> list[str]:
    """Return the names of all packs."""
    return list_names(source, PACKS)


def pack_path(name: str) -> str:
    """Return the file that says what a pack holds."""
    return f"{PACKS}/{name}.yaml"


def read_pack(source: Source, name: str) -> Pack:
    """Return a pack as its file says; raise `PackError` with all that cannot be, and with the pack
    without it.
    """
    if not is_listed(source, PACKS, name):
        check_name(name, list_packs(source), Code.PACK_UNKNOWN, "pack")
    try:
        pack = read_settings(source, pack_path(name), Pack)
    except PackError as error:
        rest = error.rest
        raise PackError(
            error.diagnostics, _whole(rest) if isinstance(rest, Pack) else None
        ) from None
    where = places(source, pack_path(name))
    problems = []
    if pack.parts and pack.documents:
        message = f"the pack “{name}” lists documents outside its parts"
        help = "move them into “documents” of a part, and delete this list"
        problems.append(Diagnostic(Code.VALUE_WRONG, where("documents"), message, help))
    pack = _whole(pack)
    for key, example in (("documents", "[briefing]"), ("formats", "[pdf, docx]")):
        if not getattr(pack, key):
            message = f"the pack “{name}” has no {key}"
            help = f"list at least one, for instance “{key}: {example}”"
            problems.append(Diagnostic(Code.VALUE_WRONG, where(key), message, help))
    if problems:
        raise PackError(problems, pack)
    return pack


def _whole(pack: Pack) -> Pack:
    """Return a pack whose documents are also those of its parts."""
    if not pack.parts:
        return pack
    listed = (document for part in pack.parts for document in part.documents)
    return replace(pack, documents=(*pack.documents, *listed))
