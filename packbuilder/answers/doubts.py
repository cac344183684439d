"""What is doubtful about filled forms, in words for the person who gathers them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from packbuilder.answers.returned import Doubt, DoubtKind, Returned
from packbuilder.diagnostics import Code, Diagnostic, Severity, Span


@dataclass(frozen=True, slots=True)
class Explained:
    """A kind of doubt: its code, what it means, what to do."""

    code: Code
    message: str
    help: str


_UNREADABLE, _DOUBTFUL = Code.FORM_UNREADABLE, Code.ANSWER_DOUBTFUL
_VERSION, _TWICE = Code.FORM_VERSION, Code.FORM_TWICE

EXPLAINED: Final[Mapping[DoubtKind, Explained]] = MappingProxyType(
    {
        "two answers": Explained(
            _DOUBTFUL,
            "two answers to one question",
            "it is not counted; ask the person, or leave it out",
        ),
        "no such option": Explained(
            _DOUBTFUL,
            "an answer that the question does not offer",
            "it is not counted; look at the form, and type it into the template if it is clear",
        ),
        "too long": Explained(
            _DOUBTFUL,
            "an answer of more than 2,000 characters",
            "it is left out; read it in the file itself",
        ),
        "unknown fields": Explained(
            _VERSION,
            "fields that the form does not have",
            "the form has changed since; answers to these fields are listed but not counted",
        ),
        "missing fields": Explained(
            _VERSION,
            "fields are missing",
            "the form was changed since; these questions have no answer here",
        ),
        "other version": Explained(
            _VERSION,
            "it is another version of the form, or from another edition",
            "if it is from an edition, name it with --edition; questions that are the same were"
            " read; with --strict such a form is refused",
        ),
        "same file": Explained(
            _TWICE, "the same file came twice, and counts once", "nothing has to be done"
        ),
        "same answers": Explained(
            _TWICE,
            "two forms have the same answers, word for word, and both count",
            "if it is one person’s form sent twice, take one of the files out of the folder",
        ),
        "other form": Explained(
            _UNREADABLE,
            "this is not a copy of the form, as the names of its fields begin differently",
            "collect it with the form that it is a copy of",
        ),
        "no form": Explained(
            _UNREADABLE,
            "it is a link, or no PDF, Word, HTML or CSV file, and was not opened",
            "if it is a form, save it as one of these, or type its answers into the template for"
            " paper forms: collect --template",
        ),
        "locked": Explained(
            _UNREADABLE, "it is locked with a password", "ask for a copy without a password"
        ),
        "no-fields": Explained(
            _UNREADABLE,
            "it has no fields: it was printed or flattened",
            "type its answers into the template for paper forms: collect --template",
        ),
        "damaged": Explained(_UNREADABLE, "it is damaged", "ask for another copy"),
        "refused": Explained(
            _UNREADABLE, "it cannot be read", "look at it, and ask for another copy"
        ),
        "scripts": Explained(
            Code.FORM_ODD, "it holds scripts, which were not run", "delete the file if in doubt"
        ),
        "outside": Explained(
            Code.FORM_ODD, "it leads to other files, which were not opened", "open none of them"
        ),
        "attachments": Explained(
            Code.FORM_ODD, "it holds attachments, which were not opened", "open none of them"
        ),
    }
)


def problems_of(returned: Returned, place: str) -> Iterator[Diagnostic]:
    """Yield what is doubtful about a filled form, as problems of the file at `place`."""
    for doubt in returned.doubts:
        found = EXPLAINED[doubt.kind]
        message = ": ".join(filter(None, (said(doubt), doubt.words)))
        yield Diagnostic(found.code, Span(place, 0), message, found.help, Severity.WARNING)


def said(doubt: Doubt) -> str:
    """Return what is doubtful, with the field that it is about."""
    message = EXPLAINED[doubt.kind].message
    return f"{message} ({doubt.field})" if doubt.field else message
