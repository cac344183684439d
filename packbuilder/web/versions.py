"""The versions of an edition: what changed since the last one, what to print again, a new one."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from packbuilder.pipeline.run import output_to_itself
from packbuilder.pipeline.versions import (
    Advice,
    last_version,
    number_after,
    version_keys,
    with_version,
)
from packbuilder.settings.dates import long_date
from packbuilder.settings.edition import STANDARD, Edition, EditionVersion
from packbuilder.storage.versions import is_number, keep_version, version_path
from packbuilder.web.comparing import Comparison
from packbuilder.web.edition_file import EditionFile, OverlapError, WrongError
from packbuilder.web.home import last_save
from packbuilder.web.places import (
    document_title,
    edition_place,
    problem_in_words,
    sentence,
    sentences,
)
from packbuilder.web.requests import Ask, as_file

LONGEST_WORDS = 200
MOST_CHOICES = 90
"""So many documents can be chosen one by one, as a form has a limit; the others are as advised."""
_MOMENT = 0.15
"""Seconds that the page waits for a comparison, before it says that it goes on."""
_PATIENCE = 5.0
_SHOWN = 60
"""Letters of a changed passage that are shown."""
_WORD_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def versions(ask: Ask) -> Response:
    """Show what changed since the last version, or make a new one."""
    if not ask.posted:
        return _show(ask)
    if ask.edition == STANDARD:
        raise HTTPException(404)
    documents = ask.workspace.project().documents
    ask.only({"seen", "version", "words", *(f"reprint-{name}" for name in documents)})
    number, words = (" ".join(ask.value(key).split()) for key in ("version", "words"))
    wrong = _wrong(ask, number, words)
    if wrong:
        return _show(ask, wrong)
    return _give(ask, number, words)


def _wrong(ask: Ask, number: str, words: str) -> dict[str, str]:
    """Return what is wrong with what was typed, by its field."""
    known, say = ask.workspace.project().edition(ask.edition).versions, ask.look.say
    found = {}
    if not is_number(number):
        found["version"] = say("versions.number_wrong")
    elif number in known:
        found["version"] = say("versions.number_taken", version=number)
    if len(words) > LONGEST_WORDS:
        found["words"] = say("versions.words_long", most=LONGEST_WORDS)
    return found


def _give(ask: Ask, number: str, words: str) -> Response:
    """Keep what the version is made of, save it in the edition, and make the packs."""
    name, workspace = ask.edition, ask.workspace
    project = workspace.project()
    again = _chosen(ask, project.edition(name))
    given = EditionVersion(datetime.date.today(), words, tuple(again))
    said = ask.look.say("versions.said", version=number)
    edition_file = EditionFile(workspace, name)
    if edition_file.seen != ask.value("seen"):
        return _show(ask, {"version": ask.look.say("details.conflict")}, 409)
    unsaved = with_version(project, name, number, given)
    with output_to_itself(workspace.output, _PATIENCE):
        keep_version(workspace.root, workspace.output, name, number, unsaved)
    try:
        keys = version_keys(project.edition(name), number, given)
        edition_file.save(keys, ask.value("seen"), said, ())
    except (OverlapError, WrongError):
        return _show(ask, {"version": ask.look.say("details.conflict")}, 409)
    return ask.go_to_run(workspace.builds.start(name))


def _chosen(ask: Ask, edition: Edition) -> list[str]:
    """Return the documents to print again: as somebody chose, or else as we advise."""
    compared = _compared(ask, edition)
    advised = compared.advised if compared else ()
    found = []
    for name in ask.workspace.project().documents:
        key = f"reprint-{name}"
        if ask.value(key) == "yes" or (key not in ask.form and name in advised):
            found.append(name)
    return found


# What is shown ------------------------------------------------------------------------------------


def _show(ask: Ask, wrong: Mapping[str, str] = {}, status: int = 422) -> Response:
    name, look = ask.edition, ask.look
    view = ask.workspace.view(name)
    project, place = view.project, edition_place(view.project, name, ask.base, ask.look)
    edition = project.editions.get(name, Edition())
    compared = None if view.mistakes else _compared(ask, edition)
    going_on = compared is not None and not compared.over.is_set()
    here = f"{place.at}versions?since={compared.since}" if compared else ""
    if ask.by_script and compared and not going_on:
        return Response(headers={"hx-redirect": here})
    typed = ask.value("version") if ask.posted else number_after(edition)
    labels = {"version": look.say("versions.number"), "words": look.say("versions.words")}
    problems = compared.problems if compared else view.mistakes
    failed = compared is not None and not going_on and compared.failed and not problems
    return ask.page(
        "versions.html",
        status if wrong else 200,
        title=_title(ask, edition, typed, place.title),
        wrong=wrong,
        mistakes=[{"field": k, "label": labels[k], "words": w} for k, w in wrong.items()],
        project_title=project.settings.title,
        place=place,
        nav="versions",
        lead=_lead(ask, edition, compared),
        own=name != STANDARD,
        comparing=going_on,
        failed=failed,
        here=here,
        at=compared.at if compared else 0,
        of=compared.of if compared else 0,
        rows=list(_rows(ask, compared)) if compared and not going_on else [],
        since=compared.since if compared else "",
        problems=[problem_in_words(each, project, place, look) for each in problems],
        typed=typed,
        typed_words=ask.value("words"),
        seen=EditionFile(ask.workspace, name).seen,
        earlier=list(_earlier(ask, edition)),
        done=last_save(ask),
    )


def _title(ask: Ask, edition: Edition, number: str, title: str) -> str:
    """Return the heading: of the version that comes next, or of versions in general."""
    if edition.versions and is_number(number):
        return ask.look.say("versions.of", version=number, edition=title)
    return ask.look.say("versions.title")


def _compared(ask: Ask, edition: Edition) -> Comparison | None:
    """Return how the edition compares with the version that is asked for, or with the last one."""
    workspace, name = ask.workspace, ask.edition
    since = ask.query.get("since", "")
    if version_path(workspace.output, name, since) is None or since not in edition.versions:
        since = last_version(workspace.output, name, edition)
    if not since:
        return None
    return workspace.comparisons.look(name, since, workspace.stamp, _MOMENT)


def _lead(ask: Ask, edition: Edition, compared: Comparison | None) -> str:
    look = ask.look
    if compared is None:
        return look.say("versions.none_kept" if edition.versions else "versions.lead")
    if not compared.over.is_set() or compared.failed:
        return look.say("versions.comparing", since=compared.since)
    date = edition.versions[compared.since].date
    when = look.say("versions.of_date", date=long_date(date, look.language)) if date else ""
    number = sum(each.change.kind != "gone" for each in compared.found)
    return look.count(number, "changed_since", since=f"{compared.since}{when}")


def _rows(ask: Ask, compared: Comparison) -> Iterator[dict[str, Any]]:
    """Yield the documents that changed, with what we would do."""
    project, number = ask.workspace.project(), 0
    for each in compared.found:
        change, key = each.change, f"reprint-{each.change.name}"
        gone = change.kind == "gone"
        chosen = ask.value(key) == "yes" if ask.posted else each.reprint
        reason = next((r for r in each.reasons if each.reprint), "no")
        number += change.kind != "gone"
        yield {
            "name": change.name,
            "title": document_title(project, change.name) if not gone else change.title,
            "what": _what(ask, each),
            "compare": bool(change.proof),
            "advice": ask.look.say(f"versions.{'gone' if gone else f'advice_{reason}'}"),
            "again": each.reprint,
            "asked": not gone and number <= MOST_CHOICES,
            "chosen": chosen,
        }


def _what(ask: Ask, advice: Advice) -> str:
    """Return what changed in a document, in a few sentences."""
    change, look = advice.change, ask.look
    fields = look.words["fields"]
    said = [look.say(f"versions.is_{each}") for each in advice.reasons if each not in _SAID_ELSE]
    if "cards" in advice.reasons:
        said += list(_cards(ask, advice))
    if "details" in advice.reasons:
        names = ", ".join(fields.get(key, key) for key in change.details)
        said.append(look.say("versions.is_details", names=names))
    if "words" in advice.reasons and change.passages:
        first = " ".join(change.passages[0].split())
        shown = first if len(first) <= _SHOWN else f"{first[: _SHOWN - 1].rstrip()}…"
        said.append(look.count(len(change.passages), "passages", first=shown))
    elif "words" in advice.reasons:
        said.append(look.say("versions.is_shorter"))
    return " ".join(map(sentence, said))


_SAID_ELSE: Collection[str] = ("cards", "details", "words")
"""Reasons that are said with what exactly it is."""


def _cards(ask: Ask, advice: Advice) -> Iterator[str]:
    change = advice.change
    for key, codes in (
        ("changed", change.cards_changed),
        ("new", change.cards_new),
        ("gone", change.cards_gone),
    ):
        if codes:
            yield ask.look.say(f"versions.cards_{key}", codes=" ".join(codes))


def _earlier(ask: Ask, edition: Edition) -> Iterator[dict[str, Any]]:
    """Yield the versions that were given out, the last one first."""
    look, project = ask.look, ask.workspace.project()
    for number, each in reversed(edition.versions.items()):
        titles = [project.names.codes.get(name) or name for name in each.reprint]
        yield {
            "number": number,
            "date": long_date(each.date, look.language) if each.date else "–",
            "words": each.words or "–",
            "reprint": ", ".join(titles) or "–",
            "again": bool(each.reprint),
            "kept": version_path(ask.workspace.output, ask.edition, number) is not None,
        }


def compared_file(ask: Ask) -> Response:
    """Answer with the Word file in which the changes of a document are marked."""
    project, since = ask.workspace.project(), ask.path["number"]
    edition = project.edition(ask.edition)
    if since not in edition.versions or not version_path(ask.workspace.output, ask.edition, since):
        raise HTTPException(404)
    found = ask.workspace.comparisons.look(ask.edition, since, ask.workspace.stamp, _PATIENCE)
    if found.problems:
        words = [sentences(each.message, each.help) for each in found.problems]
        title = ask.look.say("versions.no_comparison")
        return ask.page("message.html", 422, title=title, project_title="", lines=words)
    proofs = {each.change.name: each.change.proof for each in found.found}
    data = proofs.get(ask.path["document"], b"")
    if not data:
        raise HTTPException(404)
    name = f"{ask.path['document']}-since-{since}.docx"
    return Response(data, media_type=_WORD_FILE, headers=as_file(name))
