"""A credit that asks for a number of the series' sessions: who has met it, who still can, and who cannot any more.

The number planned and the number needed stay as they were published, whatever is not held and whoever enrols late; only
the sponsor changes them. A session whose roll is still open may yet count, so it stands with those still to come: "missed"
is said as soon as it is certain, and not a moment before.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from balint_live.domain.attendance import Span
from balint_live.domain.credit import CreditLine
from balint_live.domain.errors import invalid
from balint_live.domain.outcomes import Outcome, fraction, why_withheld
from balint_live.domain.reasons import NothingToCount, ReasonCode, SeriesCount
from balint_live.domain.timeline import Timeline, timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One person's sessions: planned in all, attended, and undecided (still to come, or their roll still open).

    Raises DomainError("invalid") for numbers below nothing.
    """

    planned: int
    attended: int
    undecided: int

    def __post_init__(self) -> None:
        if min(self.planned, self.attended, self.undecided) < 0:
            raise invalid("Sessions are counted from 0.")


def counts(line: CreditLine, windows: Iterable[Span], spans: Iterable[Span]) -> bool:
    """Whether a session counts as attended: once, whatever its length."""
    return counts_on(line, timeline(windows, spans))


def counts_on(line: CreditLine, time: Timeline) -> bool:
    """The same, for whoever has laid the timeline already."""
    return fraction(line, time).code is ReasonCode.FRACTION_MET


def standing(line: CreditLine, tally: Tally) -> SeriesCount:
    """Met, open or missed, with its figures."""
    return SeriesCount(_code(line, tally), tally.attended, tally.planned, line.required_sessions)


def can_still_miss(line: CreditLine, tally: Tally) -> int | None:
    """How many of the undecided sessions somebody can do without; 0 is at risk, None once it is met or missed."""
    if _code(line, tally) is not ReasonCode.SERIES_OPEN:
        return None
    return tally.attended + tally.undecided - line.required_sessions


def series_outcome(line: CreditLine, tally: Tally, designated: int, *, role_excluded: bool) -> Outcome:
    """Over the whole series: once the minimum is met, what the attended sessions can award together; until then nothing.

    `designated` is that sum, in quarters.
    """
    if role_excluded:
        return Outcome(0, NothingToCount(ReasonCode.ROLE_EXCLUDED))
    reason = standing(line, tally)
    met = reason.code is ReasonCode.SERIES_MET
    return Outcome(designated if met else 0, reason)


def share_of_series(
    line: CreditLine, tally: Tally, *, counted: bool, held: bool, confirmed: bool, role_excluded: bool
) -> Outcome:
    """One session's part in it: its designated credits if it counted and the minimum is met. The parts make the whole."""
    withheld = why_withheld(held=held, confirmed=confirmed, role_excluded=role_excluded)
    if withheld is not None:
        return Outcome(0, withheld)
    reason = standing(line, tally)
    earned = counted and reason.code is ReasonCode.SERIES_MET
    return Outcome(line.designated_quarters if earned else 0, reason)


def _code(line: CreditLine, tally: Tally) -> ReasonCode:
    if tally.attended >= line.required_sessions:
        return ReasonCode.SERIES_MET
    possible = tally.attended + tally.undecided >= line.required_sessions
    return ReasonCode.SERIES_OPEN if possible else ReasonCode.SERIES_MISSED
