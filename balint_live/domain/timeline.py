"""Presence as facts, what follows from them, and the credited time of a meeting as one line of whole seconds.

Stored are intervals with their source and leaders' marks; who was here, and for how long, is derived each time. A page's
silence is a question to the leaders, not an absence: an interval ends with the last answer only once three minutes have
passed without another. A leader's mark outranks evidence, because union alone could only ever add minutes, and a page left
open would keep somebody who has gone. Everything is aware UTC; spans are half open, `[join, leave)`.

For credit, the windows that earn it are laid end to end, from 0 to `total`, and presence is cut to them. So a break costs
nobody anything, an hour runs on across it, and every credit policy is arithmetic on whole numbers, without moments, zones
or fractions of a second. The alternative was policies on moments; each would have had to step over the breaks by itself.
Moments are cut to their second when they come in, as attendance is stored, and never rounded up.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Self

LONGEST_SILENCE = timedelta(minutes=3)
"""A shorter silence leaves no gap (domain.md, section 13, rule 1)."""
LIVED_LONG_ENOUGH = timedelta(seconds=60)
"""A press counts once its page has lived this long: some mail filters press buttons."""

SECOND = timedelta(seconds=1)
NEVER = datetime.min.replace(tzinfo=UTC)

Span = tuple[datetime, datetime]
Stretch = tuple[int, int]
"""`[join, leave)` in seconds from the start of the timeline."""


class Source(StrEnum):
    """What an interval of presence is known from."""

    SELF_CHECKIN = "self_checkin"
    HEARTBEAT = "heartbeat"
    LEADER_MARK = "leader_mark"
    ZOOM_IMPORT = "zoom_import"


class Mark(StrEnum):
    """What a leader said of somebody during the session."""

    PRESENT = "present"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class PresenceInterval:
    """`[joined_at, left_at)`, `left_at` being the last answer so far; provisional until the page has lived."""

    joined_at: datetime
    left_at: datetime
    source: Source
    provisional: bool = False

    def extended(self, until: datetime) -> Self:
        """The interval with a last answer at `until`; never a shorter one."""
        return replace(self, left_at=max(self.left_at, until))

    def ended(self, at: datetime) -> Self:
        """The interval at the end of the meeting: a page that answered less than three minutes ago was there to the end."""
        return replace(self, left_at=at) if timedelta() <= at - self.left_at <= LONGEST_SILENCE else self


@dataclass(frozen=True, slots=True)
class LeaderMark:
    """A leader's mark and when it was given."""

    mark: Mark
    at: datetime


def witnessed(newest: PresenceInterval | None, since: datetime, until: datetime) -> PresenceInterval | None:
    """The interval after a page answered from `since` to `until`: the newest one made longer, or a new one.

    None without an earlier one: a page alone makes nobody present, without an earlier press in this meeting.
    """
    if newest is None:
        return None
    if since - newest.left_at <= LONGEST_SILENCE:
        return newest.extended(until)
    return PresenceInterval(since, until, Source.HEARTBEAT, newest.provisional)


def merge(spans: Iterable[Span]) -> list[Span]:
    """Sorted union of the non-empty spans; touching spans become one."""
    merged: list[Span] = []
    for join, leave in sorted(span for span in spans if span[0] < span[1]):
        if merged and join <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], leave))
        else:
            merged.append((join, leave))
    return merged


def clip(spans: Iterable[Span], window: Span) -> list[Span]:
    """The parts of the spans inside the window."""
    return merge((max(join, window[0]), min(leave, window[1])) for join, leave in spans)


def gaps(spans: Iterable[Span], window: Span) -> list[Span]:
    """The parts of the window that the spans leave open."""
    present = clip(spans, window)
    starts = [window[0], *(leave for _, leave in present)]
    ends = [*(join for join, _ in present), window[1]]
    return merge(zip(starts, ends, strict=True))


def effective(
    intervals: Sequence[PresenceInterval], marks: Iterable[LeaderMark], end: datetime
) -> list[Span]:
    """Where the person counts as present up to `end`: evidence by union, overruled by the leaders' marks in their order."""
    ordered = sorted(marks, key=lambda mark: mark.at)
    counted = [each for each in intervals if not each.provisional or _vouched_for(each, ordered)]
    presses = [each.joined_at for each in counted if each.source is Source.SELF_CHECKIN]
    spans = merge((each.joined_at, each.left_at) for each in counted)
    absent_until = NEVER
    for index, mark in enumerate(ordered):
        overruled = [other.at for other in ordered[index + 1 :] if other.mark is not mark.mark]
        if mark.mark is Mark.PRESENT:
            since = max(_last_seen(spans, mark.at), absent_until)
            spans = merge([*spans, (since, min([end, *overruled]))])
        else:
            absent_until = min([end, *overruled, *(press for press in presses if press > mark.at)])
            spans = _without(spans, (mark.at, absent_until))
    return merge((join, min(leave, end)) for join, leave in spans)


def _vouched_for(interval: PresenceInterval, marks: Iterable[LeaderMark]) -> bool:
    """Whether a leader marked the person present after this press; then it counts."""
    return any(mark.mark is Mark.PRESENT and mark.at >= interval.joined_at for mark in marks)


def _last_seen(spans: Sequence[Span], at: datetime) -> datetime:
    """The end of presence before `at`, or `at` itself for somebody present or never seen."""
    before = [min(leave, at) for join, leave in spans if join <= at]
    return max(before, default=at)


def _without(spans: Iterable[Span], hole: Span) -> list[Span]:
    return merge(
        part for join, leave in spans for part in ((join, min(leave, hole[0])), (max(join, hole[1]), leave))
    )


@dataclass(frozen=True, slots=True)
class Timeline:
    """`total` seconds of credited time, and the stretches of presence inside them: in order, none touching the next."""

    total: int
    present: tuple[Stretch, ...]

    @property
    def attended(self) -> int:
        """Seconds present; never more than `total`."""
        return sum(leave - join for join, leave in self.present)

    def absences(self, start: int, end: int) -> list[int]:
        """The lengths in seconds of the gaps inside `[start, end)`, before the first stretch and after the last included."""
        gaps, at = [], start
        for join, leave in self.present:
            came, left = max(join, start), min(leave, end)
            if came < left:
                gaps.append(came - at)
                at = left
        return [*gaps, end - at]


def timeline(windows: Iterable[Span], spans: Iterable[Span]) -> Timeline:
    """Presence inside the windows that earn credit; both in any order, overlapping or not."""
    attended = [whole_seconds(span) for span in spans]
    total = 0
    stretches: list[Stretch] = []
    for window in merge(whole_seconds(each) for each in windows):
        opens, closes = window
        for join, leave in clip(attended, window):
            stretches.append((total + (join - opens) // SECOND, total + (leave - opens) // SECOND))
        total += (closes - opens) // SECOND
    return Timeline(total, tuple(_joined(stretches)))


def windows_until(windows: Iterable[Span], closed_at: datetime, ended_at: datetime) -> tuple[Span, ...]:
    """The windows of credit when the meeting ended at another moment than it was closed: cut short or prolonged."""
    going_on = [(opens, ended_at if closes >= closed_at else closes) for opens, closes in windows]
    return tuple((opens, min(closes, ended_at)) for opens, closes in merge(going_on) if opens < ended_at)


def whole_seconds(span: Span) -> Span:
    """The span in UTC, both ends cut to their second."""
    return whole_second(span[0]), whole_second(span[1])


def whole_second(moment: datetime) -> datetime:
    """The moment in UTC, cut to its second."""
    return moment.astimezone(UTC).replace(microsecond=0)


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Presence up to the end of one window and from the start of the next is one stretch."""
    open_stretch: Stretch | None = None
    for join, leave in stretches:
        if open_stretch is not None and join == open_stretch[1]:
            open_stretch = open_stretch[0], leave
            continue
        if open_stretch is not None:
            yield open_stretch
        open_stretch = join, leave
    if open_stretch is not None:
        yield open_stretch
