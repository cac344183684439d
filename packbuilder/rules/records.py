"""One record a rule: its severity and thresholds, for checks of the text and of finished files.

RULES.md says in words what each asks, and how it is checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from packbuilder.diagnostics import Severity

ERROR, WARNING, ADVICE = Severity.ERROR, Severity.WARNING, Severity.ADVICE


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. Sizes are in pt, lengths in mm, spacing and shares as parts of 1.

    `large_print` is the least in large print, where that differs, `footer` that of footers, and
    `average` the most on average.
    """

    id: str
    severity: Severity
    least: float = 0
    most: float = 0
    large_print: float = 0
    footer: float = 0
    average: float = 0

    @property
    def waivable(self) -> bool:
        """Whether content may waive it: what stops a build cannot be waived."""
        return self.severity is not ERROR

    def least_for(self, large_print: bool) -> float:
        """Return the least, of large print or of all else."""
        return self.large_print if large_print and self.large_print else self.least


_RULES = (
    Rule("TY-01", WARNING, least=12, large_print=16),
    Rule("TY-02", ERROR),
    Rule("TY-03", ERROR),
    Rule("TY-04", WARNING, least=1.4, most=1.5),
    Rule("TY-05", WARNING, most=75),
    Rule("TY-06", WARNING, most=0.10),
    Rule("TY-07", ERROR),
    Rule("TY-08", ERROR),
    Rule("ST-01", ERROR),
    Rule("ST-02", ERROR),
    Rule("ST-03", ERROR),
    Rule("ST-04", ERROR),
    Rule("ST-05", ERROR),
    Rule("ST-06", ERROR),
    Rule("ST-07", ERROR),
    Rule("ST-08", ERROR),
    Rule("ST-09", ERROR),
    Rule("ST-10", ERROR, most=9),
    Rule("CO-01", ERROR),
    Rule("CO-02", WARNING),
    Rule("CO-03", ERROR),
    Rule("FM-01", ERROR),
    Rule("FM-02", ERROR),
    Rule("FM-03", ERROR, least=12),
    Rule("FM-04", WARNING, least=6.35),
    Rule("FM-05", WARNING, least=8, large_print=12),
    Rule("FM-06", ERROR),
    Rule("FM-07", ERROR),
    Rule("PR-01", WARNING, least=10, footer=6.5),
    Rule("PR-02", WARNING, least=25),
    Rule("PR-03", ERROR, least=3),
    Rule("PR-04", ERROR),
    Rule("PR-05", ERROR),
    Rule("PR-06", ERROR),
    Rule("PR-07", WARNING, least=5),
    Rule("PR-08", ERROR),
    Rule("PR-09", WARNING),
    Rule("PR-10", ERROR),
    Rule("PR-11", ERROR),
    Rule("PR-12", ERROR),
    Rule("PR-13", WARNING),
    Rule("LA-01", WARNING, most=25, average=20),
    Rule("LA-02", WARNING),
    Rule("LA-03", WARNING),
    Rule("LA-04", ADVICE),
    Rule("LA-05", ERROR),
    # The end of school. The aim for everybody is 9, but names of bodies and laws alone put some
    # texts above it, and advice on every document would go unread.
    Rule("LA-06", ADVICE, most=16),
    Rule("RG-01", WARNING),
    Rule("RG-02", WARNING),
    Rule("RG-03", ERROR),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in _RULES})
"""All rules by their ids."""
