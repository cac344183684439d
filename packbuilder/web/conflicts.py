"""Words that somebody else changed while they were written here: both are shown, and both kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import PurePosixPath

from starlette.exceptions import HTTPException
from starlette.responses import Response

from packbuilder.pipeline.project import LoadedProject
from packbuilder.round_trip.passages import Passage, line_now, moved, patched
from packbuilder.storage.saving import ConflictError
from packbuilder.web.drafting import WHOLE
from packbuilder.web.places import edition_place
from packbuilder.web.requests import Ask, as_file, whole_number
from packbuilder.web.text import Text, known_document, text_before

JOINED, MINE, THEIRS = "joined", "mine", "theirs"
"""What to keep: what is there now, with my words in their place; or one, and a copy of the other.
"""


def conflict_page(
    ask: Ask,
    project: LoadedProject,
    title: str,
    typed: str,
    theirs: str | None,
    choices: Sequence[str],
    hidden: Mapping[str, str],
    unit: str = WHOLE,
) -> Response:
    """Show what was typed for a passage, or the whole of a text, beside what is there now (nothing,
    where that is gone), with the choices that there are. What is `hidden` is sent with that.
    """
    look = ask.look
    place = edition_place(project, ask.edition, ask.base, look)
    return ask.page(
        "conflict.html",
        409,
        title=look.say("conflict.title", title=title),
        wrong=True,
        project_title=project.settings.title,
        place=place,
        nav="texts",
        lead=look.say("conflict.gone" if theirs is None else "conflict.lead"),
        back=f"{place.at}texts/{ask.path['document']}",
        action=f"{place.at}texts/{ask.path['document']}/{unit}",
        field="text" if unit == WHOLE else "words",
        typed=typed,
        theirs=theirs,
        choices=choices,
        hidden=hidden,
    )


def typed_words(ask: Ask) -> Response:
    """Give the words that were typed back as a file: nothing is saved in the project."""
    name = known_document(ask, ask.workspace.project())
    words = f"{(ask.value('text') or ask.value('words')).rstrip()}\n"
    return Response(words, media_type="text/markdown", headers=as_file(f"{name}-my-words.md"))


def save_with_copy(ask: Ask, path: str, mine: str, seen: str, title: str) -> str:
    """Have a text hold what is `mine`, or leave what is there, as the form says, and write the
    other one into a file beside it, which no pack reads. Return the id of the save.

    Raise `ConflictError` when the text is not as it was `seen`, and `PackError` when something
    cannot be written.
    """
    theirs, _ = ask.workspace.read_seen(path)
    kept = ask.value("keep")
    copy = next(each for each in _copies(path) if not (ask.workspace.root / each).exists())
    mine = mine.replace("\n", "\r\n") if "\r\n" in theirs else mine
    files = {copy: mine} if kept == THEIRS else {copy: theirs, path: mine}
    data = {each: text.encode() for each, text in files.items()}
    said = ask.look.say(f"conflict.kept_{kept}", title=title, copy=PurePosixPath(copy).name)
    save = ask.workspace.writer.save_all(data, {path: seen}, said)
    return save.id if save else ""


def _copies(path: str) -> Iterator[str]:
    at = PurePosixPath(path)
    return (str(at.with_name(f"{at.stem}-copy-{number}.txt")) for number in count(1))


# Passages -----------------------------------------------------------------------------------------


def seen_passage(
    ask: Ask, project: LoadedProject, text: Text, number: str
) -> tuple[Passage | None, str]:
    """Return the passage that a form has shown, where it stands now; nothing when it is another
    one now. And the number of that one, if there is one in its place.
    """
    path = _file_of(text, number)
    if ask.value("seen") == text.seen[path]:
        found = text.find(number)
        if found is None:
            raise HTTPException(404)
        return found, number
    before = text_before(ask, project, text, path, ask.value("seen"))
    if before is None:
        return None, number
    passage = before.find(number)
    if passage is None:
        raise HTTPException(404)
    base, now = before.files[path], text.files[path]
    line = line_now(passage.first, base, now)
    there = (p for p in text.passages if p.path == path and p.first <= line <= p.last)
    others = (p for p in there if (p.kind, p.cell) == (passage.kind, passage.cell))
    return moved(passage, base, now), next(map(text.number, others), "")


def overtaken(ask: Ask, project: LoadedProject, text: Text, there: str, typed: str) -> Response:
    """Show words that were typed for a passage beside those of the passage that is in its place
    now, if there is one.
    """
    base, was = ask.value("base") or ask.value("seen"), ask.value("was") or ask.path["unit"]
    path, passage = _file_of(text, was), text.find(there)
    known = text_before(ask, project, text, path, base)
    choices = [JOINED] if passage else []
    if known and known.find(was):
        choices += [THEIRS, MINE]
    hidden = {"seen": text.seen[path], "base": base, "was": was}
    words = passage.words if passage else None
    return conflict_page(ask, project, text.title, typed, words, choices, hidden, there or was)


def keep_one(ask: Ask, project: LoadedProject, text: Text, typed: str) -> Response:
    """Save a text with the typed words as it was when they were typed, or leave it as it is now,
    and keep a copy of the other one.
    """
    was, path = ask.value("was"), _file_of(text, ask.value("was"))
    before = text_before(ask, project, text, path, ask.value("base"))
    passage = before.find(was) if before else None
    if before is None or passage is None:
        raise HTTPException(404)
    mine = patched(before.files[path], passage, typed)
    try:
        save = save_with_copy(ask, path, mine, ask.value("seen"), text.title)
    except ConflictError:
        return overtaken(ask, project, text, "", typed)
    return ask.go(f"/e/{ask.edition}/texts/{text.name}?saved={save}#saved")


def _file_of(text: Text, number: str) -> str:
    """Return the file that a passage is in."""
    paths = list(text.files)
    index = whole_number(number.partition(".")[0], len(paths))
    if index >= len(paths):
        raise HTTPException(404)
    return paths[index]
