"""`content/packs/*.yaml` → packs: which documents, in what form."""

from __future__ import annotations

from dataclasses import dataclass

from packbuilder.diagnostics import Code, fail
from packbuilder.model.variants import Variant
from packbuilder.settings.names import check_name, list_names
from packbuilder.settings.schema import place, read_settings
from packbuilder.storage.source import Source

PACKS = "content/packs"


@dataclass(frozen=True)
class Pack:
    """A pack: its title and its documents, in order.

    `deep_tools` follow them: the documents of tools that tables choose from, in place of which an
    edition may name others. With `posters`, what is a poster is there on A3 too. With
    `print_order`, the pack holds a print order and the files to print, when the edition says how
    many people come.
    """

    title: str
    documents: tuple[str, ...]
    subtitle: str = ""
    description: str = ""
    version: str = "1.0"
    formats: tuple[str, ...] = ("pdf", "docx")
    variant: Variant = "office"
    deep_tools: tuple[str, ...] = ()
    posters: bool = False
    print_order: bool = False

    @property
    def all_documents(self) -> tuple[str, ...]:
        """Return the documents, and the tools that tables choose from."""
        return (*self.documents, *self.deep_tools)


def list_packs(source: Source) -> list[str]:
    """Return the names of all packs."""
    return list_names(source, PACKS)


def pack_path(name: str) -> str:
    """Return the file that says what a pack holds."""
    return f"{PACKS}/{name}.yaml"


def read_pack(source: Source, name: str) -> Pack:
    """Return a pack as its file says; raise `PackError` when a value cannot be."""
    check_name(name, list_packs(source), Code.PACK_UNKNOWN, "pack")
    pack = read_settings(source, pack_path(name), Pack)
    for key, example in (("documents", "[briefing]"), ("formats", "[pdf, docx]")):
        if not getattr(pack, key):
            raise fail(
                Code.VALUE_WRONG,
                place(source, pack_path(name), key),
                f"the pack “{name}” holds no {key}",
                f"list one at least, for instance “{key}: {example}”",
            )
    return pack
