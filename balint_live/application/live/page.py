"""One person's pages in a meeting, taken together: since when they have answered, until when, and whether one is open.

However many tabs, phones and processes they are in, that is one presence. What a process knows of its own pages it tells the
others (`PageThere`), and takes in what they tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from balint_live.application.identity import RosterEntry
from balint_live.application.ports import Witness
from balint_live.domain.timeline import LONGEST_SILENCE

RECONNECTING_AFTER = timedelta(seconds=25)
CLOSED_GRACE = timedelta(seconds=15)
"""A reload is shorter than this; after it, a closed page counts as lost."""
SILENCES = (RECONNECTING_AFTER, LONGEST_SILENCE)
"""After which somebody's state is another one."""
HEARD_WITHIN = timedelta(seconds=2)
"""A process that is heard passes for one in which connected pages answer; so a page's end may be told after that moment."""


@dataclass(frozen=True, slots=True)
class PageThere:
    """What a process says of one person's pages with it: `connected` while one is, else they answered until `until`."""

    since: datetime
    until: datetime
    leads: bool
    connected: bool
    lived: timedelta
    grace: timedelta


PagesThere = Mapping[str, PageThere]
"""By person."""


@dataclass(slots=True)
class Page:
    """One person's open pages taken together, the oldest connection first; `leads` while this person has the lead.

    `connections` are this process's own, `elsewhere` the processes in which one is connected; `seen_here` once a page of
    theirs has answered here.
    """

    since: datetime
    until: datetime
    leads: bool = False
    connections: list[str] = field(default_factory=list)
    elsewhere: set[str] = field(default_factory=set)
    seen_here: bool = False
    lived: timedelta = timedelta()
    grace: timedelta = RECONNECTING_AFTER

    @property
    def open(self) -> bool:
        """Whether a page of theirs is connected, here or elsewhere."""
        return bool(self.connections or self.elsewhere)

    def answered(self, now: datetime) -> None:
        """Note that a page answered now; after a silence of more than three minutes presence begins anew."""
        self._go_on(now, now)
        self.grace = RECONNECTING_AFTER

    def heard(self, process: str, there: PageThere) -> None:
        """Take in what another process says: all that was seen of a person, wherever, is one presence."""
        if timedelta() <= self.since - there.since and self.since - there.until <= LONGEST_SILENCE:
            self.since = there.since
        if there.until >= self.until - HEARD_WITHIN:
            self.leads, self.grace = there.leads, there.grace
        self._go_on(there.since, there.until)
        self.lived = max(self.lived, there.lived)
        if there.connected:
            self.elsewhere.add(process)
        elif process in self.elsewhere:
            self.elsewhere.remove(process)
            if not self.open:  # it passed for answering, and may have been silent for a while
                self.until = max(self.since, there.until)

    def lost_at(self, now: datetime) -> bool:
        """Whether no page of this person has answered for so long that a leader should be asked to look."""
        return not self.open and now - self.until >= self.grace

    def lives_until(self, moment: datetime) -> None:
        """Count the time since it last answered as lived, where that was lately."""
        silence = moment - self.until
        if timedelta() < silence < RECONNECTING_AFTER:
            self.lived += silence
        self.until = max(self.until, moment)

    def ended(self, silent_since: datetime | None, now: datetime) -> None:
        """The last connection has gone: closed just now, or found silent since then."""
        self.until = now if silent_since is None else max(self.since, silent_since)
        self.grace = CLOSED_GRACE if silent_since is None else RECONNECTING_AFTER

    def lose(self, process: str) -> None:
        """That process is heard no more."""
        self.elsewhere.discard(process)
        self.grace = RECONNECTING_AFTER

    @property
    def witness(self) -> Witness:
        return self.since, self.until

    def _go_on(self, since: datetime, until: datetime) -> None:
        if since - self.until > LONGEST_SILENCE:
            self.since = since
        self.lives_until(until)


def state(entry: RosterEntry, page: Page | None, now: datetime, door_is_shut: bool = False) -> str:
    """`expected`, `at_the_door`, `here`, `reconnecting` or `gone`; a leader's mark outranks what the page says.

    Somebody last seen in the future was seen by a clock that has been set back since; it then counts as that long ago.
    """
    seen = entry.last_seen_at if page is None else page.until
    if entry.marked_absent:
        return "expected" if seen is None else "gone"
    if entry.marked_present:
        return "here"
    if seen is None:
        return "expected"
    silence = timedelta() if page is not None and page.open else abs(now - seen)
    if door_is_shut and not entry.has_arrived:
        return "at_the_door" if silence < RECONNECTING_AFTER else "expected"
    if silence < RECONNECTING_AFTER:
        return "here"
    return "reconnecting" if silence < LONGEST_SILENCE else "gone"
