"""What a form says of how its answers are gathered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ResultKind = Literal["counts", "spread", "gaps", "actions"]
"""What answers come to: how many gave each; where they lie apart; what is needed and not there; one
list of what is to be done.
"""


@dataclass(frozen=True, slots=True)
class Collecting:
    """How answers to a form are gathered, and what they come to.

    Of an `anonymous` form nothing says who filled it in; answers to `identifying` questions, named
    without the form's name, may show it all the same when few came back. `counted` is the id of
    the section whose figures are numbers of people, of a spread; `need` and `have` are the columns
    of gaps, by their keys; `action`, `who`, `by` and `status` those of actions.
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
