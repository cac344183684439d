"""The first page, Home of an edition, its packs to choose, its known words, and the way out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from packbuilder.pipeline.chosen import documents_held
from packbuilder.pipeline.project import LoadedProject
from packbuilder.pipeline.standing import Standing
from packbuilder.rules.content.files import check_file_names
from packbuilder.settings.edit_yaml import set_keys
from packbuilder.settings.edition import STANDARD, Edition, edition_path, list_editions
from packbuilder.settings.names import plain_name
from packbuilder.settings.project import PROJECT
from packbuilder.storage.saving import ConflictError, Save
from packbuilder.web.fields import LONGEST_NAME
from packbuilder.web.places import (
    EditionPlace,
    FileLink,
    changed_things,
    describe_event,
    edition_place,
    file_link,
    problem_in_words,
    reasons_in_words,
)
from packbuilder.web.requests import Ask
from packbuilder.web.workspace import EditionView

_ONE_WORD = re.compile(r"[\w’'-]{1,60}")
_PLAIN_NAME = re.compile(r"[\w .,:;!?+&()‘’“”'\"–—-]+")
_NOT_COPIED = (
    *("partnership", "short_name", "logo", "logo_alt", "website", "reply_days"),
    *("partner_logos", "version", "versions"),
)
_COUNTED = (
    *("partnership", "short_name", "contact_name", "contact_phone", "contact_email"),
    *("event_title", "event_date", "start_time", "venue", "access_notes", "delegates"),
)
"""The details that an event usually has."""


# First page ---------------------------------------------------------------------------------------


def first(ask: Ask) -> Response:
    """Show all editions, and what starts a new one."""
    return _first(ask, 200)


def _first(ask: Ask, status: int, wrong: str = "") -> Response:
    project = ask.workspace.project()
    listed = list(_editions(ask, project))
    mistakes = [{"field": "name", "label": ask.look.say("first.name"), "words": wrong}]
    return ask.page(
        "first.html",
        status,
        title=ask.look.say("first.title"),
        project_title=project.settings.title,
        editions=sorted(listed, key=lambda each: not each["file"]),
        mistakes=mistakes if wrong else [],
        wrong=wrong,
        typed=ask.value("name"),
        chosen=ask.value("from"),
    )


def _editions(ask: Ask, project: LoadedProject) -> Iterator[dict[str, Any]]:
    for name in project.edition_names:
        place = edition_place(project, name, ask.base, ask.look)
        edition = project.editions.get(name)
        about = ask.look.say("first.for_nobody")
        if edition and name != STANDARD:
            packs = ask.look.count(len(project.settings.packs_of(edition)), "packs")
            event = describe_event(project, edition) or ask.look.say("first.no_date")
            about = f"{event} · {packs}"
        yield {
            "name": name,
            "title": place.title,
            "about": about,
            "file": project.source.exists(edition_path(name)),
        }


def new_edition(ask: Ask) -> Response:
    """Make the file of a new edition, and go on with its details."""
    ask.only({"name", "from"})
    project, title = ask.workspace.project(), " ".join(ask.value("name").split())
    name = plain_name(title)
    wrong = _why_not(title, name, list_editions(project.source))
    if wrong:
        return _first(ask, 422, ask.look.say(f"first.{wrong}"))
    text = set_keys(_copied(project, ask.value("from")), {"short_name": title}, name)
    packs = [pack for pack, found in project.packs.items() if found.for_event]
    if packs and ask.value("from") == "":
        text = set_keys(text, {"packs": packs}, name)
    said = ask.look.say("saved.edition", name=title)
    try:
        ask.workspace.writer.save(edition_path(name), text.encode(), "", said)
    except ConflictError:
        return _first(ask, 422, ask.look.say("first.taken"))
    return ask.go(f"/e/{name}/details/partnership")


def _why_not(title: str, name: str, known: Sequence[str]) -> str:
    """Return why an edition cannot be called so; nothing when it can."""
    if not title:
        return "no_name"
    if len(title) > LONGEST_NAME or not _PLAIN_NAME.fullmatch(title) or not name:
        return "bad_name"
    if list(check_file_names([edition_path(name)])) or not re.search("[a-z]", name):
        return "bad_name"
    return "taken" if name in known else ""


def _copied(project: LoadedProject, other: str) -> str:
    """Return the file of another edition without what only that one can have."""
    if other not in project.edition_names or not project.source.exists(edition_path(other)):
        return ""
    keys = [*_NOT_COPIED, *(each.name for each in fields(Edition) if "contact" in each.name)]
    text = project.source.read_text(edition_path(other))
    return set_keys(text, dict.fromkeys(keys), edition_path(other))


# Home ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PackLine:
    """A pack on Home: how it stands, in words, and what can be got of it."""

    name: str
    title: str
    about: str
    kind: str
    state: str
    why: str
    zip: FileLink | None
    pages: str


def home(ask: Ask) -> Response:
    """Show how an edition stands, and what to do next."""
    name, look = ask.edition, ask.look
    view = ask.workspace.view(name)
    place = edition_place(view.project, name, ask.base, look)
    edition = view.project.editions.get(name)
    lines = list(pack_lines(ask, view))
    mistakes = [problem_in_words(each, view.project, place, look) for each in view.mistakes]
    to_make = [line for line in lines if line.kind in ("again", "missing")]
    run = ask.workspace.builds.current
    usual = "home.standard_title" if name == STANDARD else "home.title"
    return ask.page(
        "home.html",
        title=(edition and edition.event_title) or look.say(usual, name=place.title),
        project_title=view.project.settings.title,
        place=place,
        nav="home",
        event=edition and describe_event(view.project, edition),
        figures=_figures(ask, view, lines),
        tasks=_tasks(ask, view, place, lines),
        packs=lines,
        mistakes=mistakes,
        to_make=len(to_make),
        made_before=any(line.kind == "again" for line in lines),
        zip=_whole_zip(ask, view),
        busy=f"{place.at}make/{run.id}" if run else "",
        done=last_save(ask),
    )


def last_save(ask: Ask) -> Save | None:
    """Return the save that was just made, which a page announces."""
    wanted = ask.query.get("saved", "")
    return next((save for save in ask.workspace.writer.saves() if save.id == wanted), None)


def pack_lines(ask: Ask, view: EditionView) -> Iterator[PackLine]:
    """Yield the packs of an edition as they stand, but for those whose file is gone."""
    language = view.project.settings.language
    broken = {each.span.path for each in view.mistakes}
    for standing in view.status.found:
        if standing.kind != "pack" or standing.name not in view.project.pack_names:
            continue
        pack = view.project.packs.get(standing.name)
        kind, why = _state(ask, view, standing, broken)
        folder = ask.workspace.output / view.name
        pages = bool(standing.built and pack)
        yield PackLine(
            standing.name,
            pack.title if pack else standing.name,
            (pack.subtitle or pack.description) if pack else "",
            kind,
            ask.look.say(f"states.{kind}"),
            why,
            file_link(ask.workspace, folder / f"{standing.name}.zip", language),
            f"pages/{standing.name}" if pages else "",
        )


def _state(ask: Ask, view: EditionView, standing: Standing, broken: set[str]) -> tuple[str, str]:
    """Return how a pack stands, and why."""
    pack, settings = view.project.packs.get(standing.name), view.project.editions.get(view.name)
    held = documents_held(view.project, settings or Edition(), pack) if pack else ()
    files = {view.project.documents.get(each, "") for each in held}
    kept = ask.look.say("states.kept") if standing.built else ""
    if standing.state == "fresh":
        return "ready", ""
    if broken:
        return ("mistake" if files & broken else "held"), kept
    if standing.state == "stale":
        return "again", reasons_in_words(standing.reasons, view.project, ask.look)
    return "missing", ""


def _figures(ask: Ask, view: EditionView, lines: list[PackLine]) -> list[dict[str, object]]:
    look = ask.look
    ready = [line for line in lines if line.kind == "ready"]
    late = [line for line in lines if line.kind != "ready"]
    reasons = [reason for each in view.status.found for reason in each.reasons]
    changed = list(dict.fromkeys(changed_things(reasons, view.project, look)))
    because = look.say("home.first_time")
    if changed:
        because = look.say("home.because", what=", ".join(changed[:2]))
    elif any(line.zip for line in late):
        because = look.say("home.otherwise")
    elif not late:
        because = look.say("home.nothing_to_make")
    mistakes = len(view.mistakes)
    fix = look.words["counted"]["mistakes_in"][mistakes > 1]
    rows = (
        ("chosen", _count_chosen(view, lines), look.say("home.chosen_why")),
        ("ready", len(ready), look.say("home.ready_why")),
        ("to_make", len(late), because),
        ("to_fix", mistakes, fix if mistakes else look.say("home.nothing_to_fix")),
    )
    return [{"name": look.say(f"home.{n}"), "number": number, "why": w} for n, number, w in rows]


def _count_chosen(view: EditionView, lines: Sequence[PackLine]) -> int:
    """Count the packs that the edition names; others may lie there from earlier."""
    settings = view.project.editions.get(view.name) or Edition()
    return len({line.name for line in lines}.intersection(view.project.settings.packs_of(settings)))


def _tasks(
    ask: Ask, view: EditionView, place: EditionPlace, lines: list[PackLine]
) -> Iterator[dict[str, str]]:
    look, edition = ask.look, view.project.editions.get(view.name)
    empty = sum(not getattr(edition, key) for key in _COUNTED) if edition else 0
    filled = look.count(empty, "not_filled") if empty else look.say("home.all_filled")
    n = _count_chosen(view, lines)
    chosen = look.say("home.n_of_all", n=n, all=len(view.project.pack_names))
    mistakes, built = len(view.mistakes), any(line.zip for line in lines)
    start = look.say("home.can_start" if built else "home.after_making")
    people = edition.delegates if edition else None
    printing = look.say("home.print_about_unknown")
    if people:
        printing = look.say("home.print_about", people=look.count(people, "people"))
    fix = look.say("home.n_to_fix", n=mistakes) if mistakes else look.say("home.none_to_fix")
    rows = [
        (
            "details",
            "details",
            look.say("home.details_about"),
            "missing" if empty else "ready",
            filled,
        ),
        ("choose", "packs", look.say("home.choose_about"), "ready", chosen),
        ("fix", "mistakes", "", "mistake" if mistakes else "ready", fix),
        ("words", "texts", look.say("home.words_about"), "free", look.say("home.can_start")),
        ("print", "print", printing, "free", start),
    ]
    if mistakes:
        worst = problem_in_words(view.mistakes[0], view.project, place, look)
        rows[2] = (*rows[2][:2], f"{worst.where}: {worst.message}", *rows[2][3:])
    for key, path, about, kind, state in rows:
        link = f"{place.at}{path}"
        yield {"name": look.say(f"home.{key}"), "link": link} | {
            "about": about,
            "kind": kind,
            "state": state,
        }


def _whole_zip(ask: Ask, view: EditionView) -> FileLink | None:
    """Return the zip of all packs, where it is fresh; of one pack, that one's."""
    language = view.project.settings.language
    fresh = {each.name: each for each in view.status.found if each.state == "fresh"}
    whole = f"{view.name}.zip"
    if whole in fresh:
        return file_link(ask.workspace, ask.workspace.output / whole, language)
    packs = [each for each in view.status.found if each.kind == "pack"]
    if len(packs) == 1 and packs[0].state == "fresh":
        folder = ask.workspace.output / view.name
        return file_link(ask.workspace, folder / f"{packs[0].name}.zip", language)
    return None


def know_word(ask: Ask) -> Response:
    """Add a word to those that the project says are right."""
    ask.only({"word"})
    word, known = ask.value("word"), ask.workspace.project().settings.known_words
    if not _ONE_WORD.fullmatch(word):
        raise HTTPException(422)
    text, seen = ask.workspace.read_seen(PROJECT)
    saved = None
    if word not in known:
        after = set_keys(text, {"known_words": [*known, word]}, PROJECT)
        said = ask.look.say("mistakes.known", word=word)
        saved = ask.workspace.writer.save(PROJECT, after.encode(), seen, said)
    return ask.go(f"/e/{ask.edition}/mistakes?saved={saved.id if saved else ''}")


# The way out --------------------------------------------------------------------------------------


def stop(ask: Ask) -> Response:
    """Ask whether to end the program, and end it."""
    look = ask.look
    if ask.posted:
        ask.only(())
        ask.stop()
        lines = [look.say("stop.done_lead")]
        return ask.page("message.html", title=look.say("stop.done"), lines=lines)
    lines = [look.say("stop.lead")]
    if ask.workspace.builds.current:
        lines.append(look.say("stop.build"))
    post = {"at": f"{ask.base}/stop", "words": look.say("stop.button")}
    return ask.page("message.html", title=look.say("stop.title"), lines=lines, post=post)


def help_page(ask: Ask) -> Response:
    """Say how things are done here."""
    lines = ask.look.words["help"]["lines"]
    return ask.page("message.html", title=ask.look.say("help.title"), lines=lines)
