"""The two kinds of evidence beside each other: what pages say by themselves, and what leaders said.

A leader's mark outranks a page, so where the two differ the roll already says what the leader said. It is pointed out
nevertheless: a mark given to the wrong row looks exactly like this. Up to three minutes are no difference, as nowhere here.
"""

from dataclasses import dataclass

from balint_live.domain.attendance import LONGEST_SILENCE, LeaderMark, Span, clip, effective, merge
from balint_live.domain.roll import Evidence, Spans


@dataclass(frozen=True, slots=True)
class SideBySide:
    """`page` is presence by pages alone; `agree` is None where leaders have said nothing."""

    page: Spans
    marks: tuple[LeaderMark, ...]
    agree: bool | None


def side_by_side(evidence: Evidence, window: Span) -> SideBySide:
    """`page` reaches back to before the opening; whether they agree is asked of the session alone."""
    intervals, marks = evidence
    page, said = (effective(intervals, each, window[1]) for each in ((), marks))
    ordered = tuple(sorted(marks, key=lambda mark: mark.at))
    return SideBySide(tuple(page), ordered, _alike(page, said, window) if ordered else None)


def _alike(one: list[Span], other: list[Span], window: Span) -> bool:
    return not any(_longer_than_a_silence(a, b, window) for a, b in ((one, other), (other, one)))


def _longer_than_a_silence(spans: list[Span], others: list[Span], window: Span) -> bool:
    """Whether the spans hold a stretch of the window that the others leave open."""
    return any(
        leave - join > LONGEST_SILENCE
        for stretch in _left_open(others, window)
        for join, leave in clip(spans, stretch)
    )


def _left_open(spans: list[Span], window: Span) -> list[Span]:
    inside = clip(spans, window)
    starts = [window[0], *(leave for _, leave in inside)]
    ends = [*(join for join, _ in inside), window[1]]
    return merge(zip(starts, ends, strict=True))
