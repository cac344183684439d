"""What is typed and not saved: kept while people write, and offered to them again."""

from __future__ import annotations

import time
from collections.abc import Iterator

from starlette.responses import Response

from packbuilder.web.requests import Ask, whole_number
from packbuilder.web.text import Text, known_document, read_text

WHOLE = "all"
"""The passage that is the whole of a text."""


def keep_draft(ask: Ask) -> Response:
    """Keep what is being typed into a passage, or into the whole text, without saving it."""
    ask.only({"seen", "unit", "words", "text", "then", "where"})
    project = ask.workspace.project()
    path, unit = project.documents[known_document(ask, project)], ask.value("unit") or WHOLE
    if unit != WHOLE and ask.path["document"] in project.texts.documents:
        paths = list(read_text(ask, project, ask.path["document"]).files)
        index = whole_number(unit.partition(".")[0], len(paths))
        path = paths[index] if index < len(paths) else path
    words = ask.value("text") if unit == WHOLE else ask.value("words")
    ask.workspace.drafts.keep(path, ask.value("seen"), unit, words)
    return Response(status_code=204)


def list_drafts(ask: Ask, text: Text) -> Iterator[dict[str, str]]:
    """Yield the passages for which other words were typed and not saved, and when."""
    for draft in ask.workspace.drafts.find(text.seen):
        passage = text.find(draft.unit) if draft.unit != WHOLE else None
        if passage and passage.words != draft.words:
            when = time.strftime("%H:%M", time.localtime(draft.time))
            yield {"unit": draft.unit, "when": when, "start": " ".join(draft.words.split())[:60]}


def draft_of(ask: Ask, text: Text, opened: str) -> str | None:
    """Return what was typed into the passage that is open, when it was asked for."""
    asked = "draft" in ask.query
    found = ask.workspace.drafts.find(text.seen) if asked else ()
    return next((draft.words for draft in found if draft.unit == opened), None)
