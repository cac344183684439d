"""What a form says of how its answers are gathered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ResultKind = Literal["counts", "spread", "gaps", "actions"]
"""What answers come to: how many gave each; where they lie apart; what is needed and not there; one
list of what is to be done.
"""


@dataclass(frozen=True, slots=True)
class Collecting:
    """How answers to a form are gathered, and what they come to; or from which form blanks are
    filled.

    Of an `anonymous` form nothing says who filled it in; answers to `identifying` questions, named
    without the form's name, may show it all the same when few came back. `counted` is the id of
    the section whose figures are numbers of people, of a spread; `need` and `have` are the columns
    of gaps, by their keys; `action`, `who`, `by` and `status` those of actions.

    A document that is `filled_from` a form has blanks for its results: `rows` say which question a
    row is about where its id does not, `of` are the columns with how many answered, and `returned`
    is the answer for how many forms came back.
    """

    anonymous: bool = False
    identifying: tuple[str, ...] = ()
    results: ResultKind = "counts"
    counted: str = ""
    need: str = ""
    have: tuple[str, ...] = ()
    action: str = ""
    who: str = ""
    by: str = ""
    status: str = ""
    filled_from: str = ""
    rows: dict[str, str] = field(default_factory=dict)
    of: tuple[str, ...] = ()
    returned: str = ""
