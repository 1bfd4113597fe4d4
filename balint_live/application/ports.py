"""What use cases need of the world, as Protocols; texts, work in a child process, and network addresses.

Adapters and web implement the Protocols; composition joins the two. Every store method is one short unit of work: it opens
its own transaction and ends it before it returns, and nothing yields inside. A store that cannot save raises `Unavailable`
and has saved nothing.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import Any, ParamSpec, Protocol, TypeVar

from balint_live.application.identity import Booking, Identity, Member, Roster, Seat, Standing
from balint_live.domain.display import Role
from balint_live.domain.meeting import Meeting
from balint_live.domain.protocol import Catalogue
from balint_live.domain.timeline import LeaderMark, PresenceInterval

View = Mapping[str, Any]
"""A message of the live socket in plain Python (snake_case keys, datetimes, timedeltas); web puts it on the wire."""

Witness = tuple[datetime, datetime]
"""A page answered from the first moment to the second without a silence in between."""


@dataclass(frozen=True, slots=True)
class Views:
    """One whole snapshot per kind of reader, and the presenter's own."""

    leaders: View
    registrants: View
    observers: View
    presenter: tuple[str, View] | None


@dataclass(frozen=True, slots=True)
class ZoomDoor:
    """What is known of somebody's way into Zoom: the group's pasted address; Zoom's number of the session's own meeting, and
    the pseudonymous address under which they are registered there."""

    pasted: str | None
    number: str | None
    address: str | None


class Unavailable(Exception):
    """Not saved; the same command may be tried again."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Aware UTC."""


class SteadyClock(Clock, Protocol):
    """A clock that goes on when the machine's is set, so no minute is lost or won."""

    def check(self) -> timedelta:
        """How far the wall clock is ahead of this one, because it was set; zero while it was not."""

    def follow(self) -> None:
        """Go by the wall clock again."""


class Lock(Protocol):
    """The async mode's lock, as a context manager."""

    def __enter__(self) -> object: ...
    def __exit__(self, *exc: object) -> object: ...


class MeetingStore(Protocol):
    """Meetings, always looked up through somebody's seat."""

    def seat(self, meeting_id: str, who: Identity) -> Seat | None:
        """The person's seat, or None when this person may not see that meeting, or there is none."""

    def standing(self, meeting_id: str, who: Identity) -> Standing | None:
        """The same in a few columns, for whoever remembers the meeting; None where there is no seat."""

    def change(self, meeting_id: str, who: Identity, decide: Callable[[Seat], Meeting]) -> Seat:
        """Load the seat, let `decide` return the next Meeting, save it where the revision is still the one loaded.

        One transaction; the same Meeting returned saves nothing. When it closes, the live state is deleted and the
        presence record ended at `closed_at` in that same transaction. Raises LookupError without a seat,
        DomainError("stale_revision") when somebody else saved first, Unavailable when it could not be saved.
        """

    def booked(self, meeting_id: str) -> tuple[Booking, Meeting] | None:
        """The meeting as it stands, for nobody in particular; None where there is none, or it was cancelled."""

    def revisions(self, meeting_ids: Collection[str]) -> dict[str, int]:
        """Of each of these meetings, the revision it has now."""

    def seated(self, meeting_ids: Collection[str]) -> dict[tuple[str, str], tuple[int, Role]]:
        """By meeting and person, everybody who may enter: the version under which they may, and their role."""

    def ended(self, logins: Collection[str]) -> set[str]:
        """Those of these logins that were ended."""

    def running_past(self, moment: datetime) -> list[str]:
        """Ids of opened, unclosed meetings whose booked end lies before `moment`."""

    def close_abandoned(self, meeting_id: str) -> Meeting | None:
        """Close one nobody ended, at its booked end; None when it is no longer running."""

    def clock_was_set(self, meeting_id: str, by: timedelta) -> None:
        """Note that the server's clock was set while the meeting was on; of several times the largest is kept."""

    def nearest(self, who: Identity, now: datetime) -> str | None:
        """The meeting a link leads to now: the one running, else the next not ended, else the last one."""

    def cancelled(self, who: Identity, since: datetime, until: datetime) -> datetime | None:
        """The booked start of a cancelled meeting that would lie between the two, the first of them."""

    def next_start(self, group_id: str, after: datetime) -> datetime | None:
        """The booked start of the group's first session after that moment, cancelled ones left out."""

    def zoom_door(self, meeting_id: str, who: Identity) -> ZoomDoor:
        """Only for the redirect of somebody with a seat: no page shows it. Raises LookupError without one."""


class AttendanceStore(Protocol):
    """Acknowledgements, presence intervals and leaders' marks, written when they happen."""

    def roster(self, meeting_id: str) -> Roster:
        """Leaders first, then registrants and observers by name."""

    def press(
        self,
        meeting_id: str,
        registrant_id: str,
        reminder_version: str | None,
        now: datetime,
        arrives: bool = True,
    ) -> None:
        """One press: acknowledges this version (once) and, for whoever `arrives` by it, opens a provisional interval (once,
        while one is open). No version for somebody who pressed before, and was held at the door until now."""

    def witness(self, meeting_id: str, seen: Mapping[str, Witness], confirmed: frozenset[str]) -> None:
        """Extend presence by what pages answered (`domain.timeline.witnessed`); for the `confirmed` it now counts."""

    def mark(self, meeting_id: str, person_id: str, by: str, mark: LeaderMark) -> None:
        """Keep a leader's mark; `present` makes provisional intervals count. Raises LookupError for a stranger."""

    def evidence(self, meeting_id: str) -> dict[str, tuple[list[PresenceInterval], list[LeaderMark]]]:
        """Per registrant, the stored facts from which presence is derived."""


class Broadcaster(Protocol):
    """Sends to open pages; never blocks, never raises for a page that has gone."""

    def snapshots(self, meeting_id: str, views: Views) -> None: ...
    def leaders_snapshot(self, meeting_id: str, view: View) -> None:
        """For what only leaders may notice: the moment a message comes can tell as much as its figures."""

    def presence(self, meeting_id: str, presence: View) -> None: ...
    def signal(self, meeting_id: str, signal: View, but: str) -> None:
        """To the leaders of the meeting, except the person `but`."""

    def seen(self, meeting_id: str, seen: View, sender: str, but: str) -> None:
        """That a leader has seen a signal: to the other leaders, without the person `but`, and to whoever sent it."""

    def alarm(self, meeting_id: str, alarm: View) -> None: ...
    def aside(self, meeting_id: str, aside: View) -> None:
        """To everybody but the leaders: what their snapshots do not say."""

    def heartbeat(self, meeting_id: str, leaders: bool, beat: View) -> None:
        """To the leaders' pages, or to everybody else's."""

    def at_the_door(self, meeting_id: str, person: str, view: View) -> None:
        """To somebody who waits at the door, and gets nothing else but heartbeats."""

    def let_in(self, meeting_id: str, member: Member, view: View, aside: View) -> None:
        """Somebody waits no longer: from now on their pages get what others in their role get; first the whole state."""


class OpenPages(Protocol):
    """The live pages of a group's sessions, which must not go on with old facts."""

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        """Pages of these people and in these sessions must connect again, if they still may."""

    def login_ended(self, login: str) -> None:
        """Pages under this login are disconnected at once, and cannot connect again."""

    def here(self, meeting_id: str) -> Collection[str]:
        """The people whose page is open in that session."""


class NoPages:
    """For the command line: no live page is open in this process.

    Pages of the server notice when they next ask, and those of people who were erased are disconnected.
    """

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        """There is nobody to tell."""

    def login_ended(self, login: str) -> None:
        """There is nobody to send away."""

    def here(self, meeting_id: str) -> Collection[str]:
        """Nobody."""
        return ()


class TokenIssuer(Protocol):
    """Signed, short-lived proof that a connection comes from a page we served to this login."""

    def live_token(
        self, who: Identity, meeting_id: str, login: str, now: datetime, life: timedelta
    ) -> str: ...
    def read_live_token(self, token: str, meeting_id: str, login: str, now: datetime) -> Identity | None: ...


@dataclass(frozen=True, slots=True)
class Reminder:
    """The field's reminder. A changed text is a new version, and is shown to everybody again."""

    version: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """The field's own texts, quoted from one place; `cards` are the lines shown beside a phase."""

    catalogue: Catalogue
    reminder: Reminder
    cards: Mapping[str, str]


P = ParamSpec("P")
T = TypeVar("T")


class TooMuchWork(Exception):
    """The work passed its limits of time or memory and was ended; the same work would pass them again."""


class Elsewhere(Protocol):
    """Has work done that is heavy for the processor: a list of registrants, a spreadsheet, a PDF, a mail.

    The server does it in a child process with limits, so that open sessions are not held up; a command does it directly.
    So function and arguments must be things that can be sent: a function of a module or a method of a plain object, and
    values. It returns or raises what the work does. Raises TooMuchWork past a limit, and Unavailable when there is no
    room for it now.
    """

    def __call__(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T: ...


def directly(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Do the work here: for a process that has nothing else to do meanwhile."""
    return work(*args, **kwargs)


@lru_cache(maxsize=1024)
def network_of(address: str) -> str:
    """One name for all addresses that one person may use: any port, and for an IPv6 host the whole of its /64."""
    try:
        found = ip_address(_without_port(address))
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))


@lru_cache(maxsize=1024)
def is_this_machine(address: str) -> bool:
    """Whether it is a loopback address."""
    try:
        return ip_address(network_of(address)).is_loopback or ip_address(address).is_loopback
    except ValueError:
        return False


def _without_port(address: str) -> str:
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
