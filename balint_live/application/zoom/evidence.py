"""From all that Zoom has said of a session, who was in its meeting when.

Nothing is changed event by event: they come late, twice, in any order, and some never. What follows from them is worked out
anew each time, from the whole set of facts. A person is found by their registration, on any event of their connection, and
never by a name. A connection is one device; it survives moves between rooms, each of which is a stay of its own, left and
joined in the same second.

Where a joining or leaving is missing, the stay reaches as far as it can have: to the connection's stay before, to the
person's next joining, to the beginning or end of Zoom's meeting. Whoever that is about is doubted, and a doubted time is
shown to the leaders and counts for nothing by itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from balint_live.domain.roll import Evidence, Spans
from balint_live.domain.timeline import PresenceInterval, Source, Span, clip, gaps, merge

BRIDGED = timedelta(seconds=60)
"""A shorter absence is somebody's line that broke, or a move between rooms."""
LONGEST_OPEN = timedelta(hours=4)
"""So long after the booked end a meeting in Zoom is taken to be over, where Zoom never said so."""


class FactKind(StrEnum):
    """What happened in a Zoom meeting. `ADMITTED` is also said of whoever left the waiting room in another way."""

    STARTED = "started"
    ENDED = "ended"
    JOINED = "joined"
    LEFT = "left"
    WAITING = "waiting"
    ADMITTED = "admitted"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened in one run of a Zoom meeting, whose beginning Zoom says each time.

    `connection` and `stay` tell devices, and stays in rooms, apart; empty where it is about the meeting itself. `person` is
    a registrant, by Zoom's id where it comes in and by ours once it is kept; None for somebody without a registration.
    `host` is whoever holds the meeting.
    """

    kind: FactKind
    run: str
    began_at: datetime
    at: datetime
    connection: str = ""
    stay: str = ""
    person: str | None = None
    host: bool = False


class Doubt(StrEnum):
    """Why what Zoom says of somebody is not certain."""

    JOIN_MISSING = "join missing"
    LEAVE_MISSING = "leave missing"
    END_MISSING = "end missing"
    TWO_PEOPLE = "two people on one connection"


@dataclass(frozen=True, slots=True)
class SeenInZoom:
    """When somebody was in Zoom, and what is doubtful about it."""

    spans: Spans
    doubts: frozenset[Doubt] = frozenset()


@dataclass(frozen=True, slots=True)
class ZoomEvidence:
    """`people` by registrant, `host`, and those without a registration, one for each of their connections."""

    people: Mapping[str, SeenInZoom] = field(default_factory=dict)
    host: SeenInZoom | None = None
    strangers: tuple[SeenInZoom, ...] = ()

    def added_to(self, evidence: Mapping[str, Evidence]) -> Mapping[str, Evidence]:
        """The evidence with Zoom's, as one more source. What is doubtful is shown, and counts for nothing."""
        known = dict(evidence)
        for person, spans in self.certain.items():
            intervals, marks = known.get(person, ((), ()))
            zoom = (PresenceInterval(came, left, Source.ZOOM_IMPORT) for came, left in spans)
            known[person] = ([*intervals, *zoom], marks)
        return known

    def of(self, person: str, evidence: Mapping[str, Evidence]) -> SeenInZoom | None:
        """When somebody was in Zoom, by its events and what is kept from there; None where nothing is known from Zoom of
        anybody."""
        kept = {
            each: [(one.joined_at, one.left_at) for one in intervals if one.source is Source.ZOOM_IMPORT]
            for each, (intervals, _) in evidence.items()
        }
        if not (self.people or self.host or self.strangers or any(kept.values())):
            return None
        told = self.people.get(person, SeenInZoom(()))
        return SeenInZoom(tuple(merge([*kept.get(person, ()), *told.spans])), told.doubts)

    @property
    def certain(self) -> Mapping[str, Spans]:
        """The times of those about whom nothing is doubtful."""
        return {person: seen.spans for person, seen in self.people.items() if seen.spans and not seen.doubts}


Who = tuple[str | None, str]
"""A registrant; or None, with a connection of nobody's registration, or with nothing for the host."""
HOST: Who = (None, "")


def zoom_evidence(facts: Iterable[Fact], now: datetime, booked_end: datetime) -> ZoomEvidence:
    """Who was in Zoom when; whoever has not left yet, until now."""
    spans: defaultdict[Who, list[Span]] = defaultdict(list)
    doubts: defaultdict[Who, set[Doubt]] = defaultdict(set)
    for run in _by(attrgetter("run"), set(facts)):
        for connection in _connections(run, now, booked_end + LONGEST_OPEN):
            spans[connection.who] += connection.present()
            doubts[connection.who] |= connection.doubts()
    seen = {who: SeenInZoom(_bridged(each), frozenset(doubts[who])) for who, each in spans.items()}
    unknown = [each for who, each in seen.items() if who[0] is None and who != HOST and each.spans]
    return ZoomEvidence(
        {who[0]: each for who, each in seen.items() if who[0] is not None},
        seen.get(HOST),
        tuple(sorted(unknown, key=attrgetter("spans"))),
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of the meeting. `ended`: Zoom said so. `overdue`: it did not, and it must be over."""

    began: datetime
    over: datetime
    ended: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class _Connection:
    """One device in a run. `joins` are all joinings of the same person in it, on whatever device."""

    run: _Run
    who: Who
    people: frozenset[str]
    facts: Sequence[Fact]
    joins: Sequence[datetime]

    def present(self) -> list[Span]:
        """When it was in the meeting itself, not counting the waiting room."""
        stays = [span for span, _ in self._stays()]
        whole = (self.run.began, self.run.over)
        return [part for called in gaps(self._waited(), whole) for part in clip(stays, called)]

    def doubts(self) -> set[Doubt]:
        missing = {doubt for _, doubt in self._stays() if doubt is not None}
        return missing | {Doubt.TWO_PEOPLE} if len(self.people) > 1 else missing

    def _stays(self) -> Iterator[tuple[Span, Doubt | None]]:
        moves = [fact for fact in self.facts if fact.kind in (FactKind.JOINED, FactKind.LEFT)]
        for stay in _by(attrgetter("stay"), moves):
            came = min(_moments(stay, FactKind.JOINED), default=None)
            left = max(_moments(stay, FactKind.LEFT), default=None)
            if came is not None:
                yield self._from(came, left)
            elif left is not None:
                before = (at for at in _moments(self.facts, FactKind.LEFT) if at < left)
                yield (max(before, default=self.run.began), left), Doubt.JOIN_MISSING

    def _from(self, came: datetime, left: datetime | None) -> tuple[Span, Doubt | None]:
        if left is not None:
            return (came, left), None
        gone = min((at for at in self.joins if at > came), default=self.run.over)
        if self.run.ended:
            return (came, gone), Doubt.LEAVE_MISSING
        return (came, gone), Doubt.END_MISSING if self.run.overdue else None

    def _waited(self) -> Iterator[Span]:
        admitted = _moments(self.facts, FactKind.ADMITTED)
        for at in _moments(self.facts, FactKind.WAITING):
            back = min((moment for moment in admitted if moment >= at), default=None)
            if back is not None:
                yield at, back


def _connections(facts: Sequence[Fact], now: datetime, latest: datetime) -> list[_Connection]:
    ends = _moments(facts, FactKind.ENDED)
    over = max(ends, default=min(now, latest))
    run = _Run(min(fact.began_at for fact in facts), over, bool(ends), not ends and now > latest)
    devices = _by(attrgetter("connection"), (fact for fact in facts if fact.connection))
    whose = [(_who(each), _people_of(each), each) for each in devices]
    joins: defaultdict[Who, list[datetime]] = defaultdict(list)
    for who, _, each in whose:
        joins[who] += _moments(each, FactKind.JOINED)
    return [_Connection(run, who, people, each, joins[who]) for who, people, each in whose]


def _people_of(facts: Iterable[Fact]) -> frozenset[str]:
    return frozenset(fact.person for fact in facts if fact.person is not None)


def _who(facts: Sequence[Fact]) -> Who:
    people = _people_of(facts)
    if people:
        return min(people), ""
    return HOST if any(fact.host for fact in facts) else (None, facts[0].connection)


def _moments(facts: Iterable[Fact], kind: FactKind) -> list[datetime]:
    return [fact.at for fact in facts if fact.kind is kind]


def _by(key: Callable[[Fact], str], facts: Iterable[Fact]) -> list[list[Fact]]:
    ordered = sorted(facts, key=key)
    return [list(each) for _, each in groupby(ordered, key)]


def _bridged(spans: Iterable[Span]) -> Spans:
    longer = merge((came, left + BRIDGED) for came, left in merge(spans))
    return tuple((came, left - BRIDGED) for came, left in longer)
