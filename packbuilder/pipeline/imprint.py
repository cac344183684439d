"""What a document says of itself around its text: its edition, version, authors, pages."""

from __future__ import annotations

from packbuilder.model import Document, Metadata
from packbuilder.pipeline.prepare import values_for
from packbuilder.pipeline.project import Workspace
from packbuilder.settings.edition import STANDARD, Edition
from packbuilder.theme import Labels
from packbuilder.transforms.assemble import Imprint

MARK = "templates/mark.svg"


def make_imprint(workspace: Workspace, name: str, edition: Edition, meta: Metadata) -> Imprint:
    """Say what a document in the edition `name` has on its title and at the foot of its pages."""
    labels, values = workspace.theme.labels_for(meta.language), values_for(meta, edition)
    phrases = workspace.project.phrases
    event = [values.get(key, "") for key in ("event_title", "event_date", "venue")]
    return Imprint(
        edition=edition_title(workspace, name, edition),
        version_line=_phrase(phrases.version, labels.version).format(
            version=values["version"], date=values["updated"]
        ),
        partnership=edition.partnership or "",
        event=", ".join(filter(None, event)),
        attribution=workspace.project.attribution_short,
        contents=labels.contents,
        page=labels.page,
        of=labels.of,
        blank_page=labels.blank_page,
        mark=cover_mark(workspace),
        logo=edition.logo or "",
        logo_alt=edition.logo_alt or "",
        series=workspace.project.series,
        licence=workspace.project.licence,
        kind=meta.label or labels.kinds.get(meta.kind, ""),
    )


def edition_title(workspace: Workspace, name: str, edition: Edition) -> str:
    """Return what the edition `name` is called; nothing where the project wants it left out."""
    labels, phrases = workspace.theme.labels, workspace.project.phrases
    if name == STANDARD:
        return _phrase(phrases.standard, labels.standard)
    title = _phrase(phrases.edition, labels.edition)
    return title.format(name=edition.short_name or name.title())


def about_title(workspace: Workspace) -> str:
    """Return the heading of what ends every document; nothing where the project wants none."""
    return _phrase(workspace.project.phrases.about, workspace.theme.labels.about)


def cover_mark(workspace: Workspace) -> str:
    """Return the drawing on covers; nothing where the project wants none."""
    mark = workspace.project.mark
    return MARK if mark is None else mark


def _phrase(own: str | None, usual: str) -> str:
    return usual if own is None else own


def by_line(document: Document, labels: Labels) -> str:
    """Name the authors of a document: “by A, B and C”; nothing when there are none."""
    names = document.meta.authors
    if not names:
        return ""
    first = labels.continued_list.join(names[:-1])
    joined = labels.last_join.join(filter(None, [first, names[-1]]))
    return labels.by.format(names=joined)
