"""What a document says of itself around its text: its edition, version, authors, pages."""

from __future__ import annotations

from collections.abc import Sequence

from packbuilder.model import Metadata, OpeningLogo
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.phrases import cover_mark, edition_title, list_in_words, phrase
from packbuilder.pipeline.prepare import values_for
from packbuilder.settings.dates import long_date, runs_right_to_left
from packbuilder.settings.edition import STANDARD, edition_values, logos_of
from packbuilder.settings.project import Project
from packbuilder.theme import Labels
from packbuilder.theme.labels import ENGLISH
from packbuilder.theme.scripts import apart
from packbuilder.transforms.assemble import Imprint


def make_imprint(edition: PreparedEdition, meta: Metadata) -> Imprint:
    """Return what a document in an edition has in its title block and in its footers."""
    project, settings, theme = edition.project.settings, edition.settings, edition.project.theme
    labels = theme.labels_for(meta.language)
    values = values_for(meta, settings)
    foreign = _foreign(meta, project, labels, edition.name)
    language = foreign.get("version_line", meta.language)  # the date is in that of the words
    return Imprint(
        edition=edition_title(project, labels, edition.name, settings),
        version_line=phrase(project.phrases.version, labels.version).format(
            version=values["version"], date=long_date(meta.updated, language)
        ),
        partnership=settings.partnership or "",
        event=event_line(edition, meta) if meta.cover else "",
        attribution=project.attribution_short,
        contents=labels.contents,
        page=labels.page,
        of=labels.of,
        mark=cover_mark(project),
        logos=tuple(OpeningLogo(image, alt) for image, alt, _ in logos_of(settings)),
        series=project.series,
        licence=project.licence,
        kind=" ".join(filter(None, (meta.label or labels.kinds.get(meta.kind, ""), meta.tool))),
        by=_by_line(meta.authors, labels) or _use_line(meta, labels),
        foreign=foreign,
    )


def event_line(edition: PreparedEdition, meta: Metadata) -> str:
    """Return what an event is called, when and where it is, as far as the edition says so."""
    values = edition_values(edition.settings, meta.language)
    turned = runs_right_to_left(meta.language)
    event = [apart(values.get(key, ""), turned) for key in ("event_title", "event_date", "venue")]
    joined = edition.project.theme.labels_for(meta.language).continued_list
    return joined.join(filter(None, event))


def _foreign(meta: Metadata, project: Project, labels: Labels, edition: str) -> dict[str, str]:
    """Return the languages of what is not in that of the document: labels that it lacks, and the
    project's own phrases.
    """
    edition_label = "standard" if edition == STANDARD else "edition"
    used = {
        **{name: name for name in ("contents", "page", "by")},
        "edition": edition_label,
        "version_line": "version",
        "kind": "" if meta.label else f"kinds.{meta.kind}",
    }
    english = {name: ENGLISH for name, label in used.items() if label in labels.english}
    phrases = {"edition": getattr(project.phrases, edition_label)}
    phrases["version_line"] = project.phrases.version
    own = {name: project.language for name, words in phrases.items() if words}
    return {name: tag for name, tag in (english | own).items() if tag != meta.language}


def _use_line(meta: Metadata, labels: Labels) -> str:
    """Return for how long and for whom a tool is; nothing of other documents."""
    time = labels.short_minutes.format(minutes=meta.time) if meta.time else ""
    return " · ".join(filter(None, (time, meta.group))) if meta.tool else ""


def _by_line(names: Sequence[str], labels: Labels) -> str:
    """Return the authors of a document: “by A, B and C”; nothing when there are none."""
    if not names:
        return ""
    return labels.by.format(names=list_in_words(names, labels.last_join, labels))
