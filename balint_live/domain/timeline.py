"""The credited time of a meeting as one line of whole seconds, and where on it somebody was present.

The windows that earn credit are laid end to end, from 0 to `total`, and presence is cut to them. So a break costs nobody
anything, an hour runs on across it, and every credit policy is arithmetic on whole numbers: no policy meets a moment, a
zone or a fraction of a second. The alternative, policies on moments, would have had each of them step over the breaks
anew. Moments are cut to their second on the way in, as attendance is stored, and never rounded up.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from balint_live.domain.attendance import Span, clip, merge

SECOND = timedelta(seconds=1)

Stretch = tuple[int, int]
"""`[join, leave)` in seconds from the start of the timeline."""


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
    """Presence laid on the windows that earn credit; both in any order, overlapping or not."""
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
    """The windows of a meeting that ended at another moment than it was closed: cut short, or the last one going on."""
    going_on = [(opens, ended_at if closes >= closed_at else closes) for opens, closes in windows]
    return tuple((opens, min(closes, ended_at)) for opens, closes in merge(going_on) if opens < ended_at)


def whole_seconds(span: Span) -> Span:
    """The span in UTC, both ends cut to their second."""
    return whole_second(span[0]), whole_second(span[1])


def whole_second(moment: datetime) -> datetime:
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
