"""What keeps sessions in step with the stand-in, as one process after the other, each of which may be killed."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from balint_live.adapters.database.groups import SqlGroups
from balint_live.adapters.database.zoom import SqlZoomEvents, SqlZoomMeetings, SqlZoomStates
from balint_live.adapters.protocol_catalogue import load_catalogue
from balint_live.adapters.system import new_id
from balint_live.adapters.zoom.client import ZoomAccount, ZoomClient
from balint_live.adapters.zoom.meetings import ZoomMeetings
from balint_live.adapters.zoom.sessions import SessionsInZoom
from balint_live.application.groups.service import GroupService
from balint_live.application.ports import NoPages
from balint_live.application.zoom.meetings import Zoom, ZoomFault, ZoomState, ZoomWork
from tests.fakes import ManualClock, PlainLock
from tests.fakezoom.state import HOST, State
from tests.integration.database.cast import THIRD, Site

CATALOGUE = load_catalogue()
DOOR = timedelta(minutes=30)
DOMAIN = "members.example.org"


class Killed(BaseException):
    """The process is no more: no handler runs, and nothing is noted."""


@dataclass
class Worker:
    """A group's sessions here, the stand-in, and what keeps the two in step, with a clock that sleeping moves on."""

    state: State
    address: str
    clock: ManualClock
    site: Site
    slept: float = 0
    reports: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        database = self.site.database
        self.store = SqlZoomMeetings(database, DOMAIN, new_id)
        store = SqlGroups(database, CATALOGUE)
        self.groups = GroupService(self.clock, store, NoPages(), new_id, new_id, "")
        self.start()

    def start(self, **deaths: Any) -> None:
        """A process that knows nothing of an earlier one; `deaths` are calls after whose work it dies."""
        self.work = ZoomWork(
            self.clock,
            self.store,
            Dying(self.in_zoom(), **deaths),
            lambda: 0.5,
            new_id,
            self._report,
            NoPages(),
            DOOR,
        )

    def events(self) -> SqlZoomEvents:
        return SqlZoomEvents(self.site.database)

    def states(self) -> dict[str, ZoomState]:
        return SqlZoomStates(self.site.database).of_group("tuesday")

    def in_zoom(self) -> SessionsInZoom:
        here = f"{self.address}/oauth/token", self.address
        account = ZoomAccount("a", "c", "right", "pro", *here, timeout=(1, 0.5))
        client = ZoomClient(account, self.clock, self._sleep, lambda: 0.5, PlainLock)
        return SessionsInZoom(ZoomMeetings(client, HOST), DOMAIN)

    def goes_on(self, **time: float) -> None:
        """Time passes, and then everything is done that is due."""
        self.clock.wait(**time)
        self.clock.wait(seconds=20)
        while self.work.work():
            pass

    def in_step(self, hours: int = 40) -> None:
        """Let time pass until nothing is left to do."""
        for _ in range(hours * 4):
            self.goes_on(minutes=15)
            if self.is_in_step():
                return
        raise AssertionError(self.rows("SELECT * FROM zoom_meetings WHERE since IS NOT NULL"))

    def is_in_step(self) -> bool:
        """Whether something was begun, and nothing of it is left to do."""
        begun = self.rows("SELECT since FROM zoom_meetings")
        return bool(begun) and all(since is None for (since,) in begun)

    def rows(self, query: str) -> list[Any]:
        return list(self.site.database.rows(text(query)))

    def booked(self) -> list[str]:
        """The starts of the meetings in Zoom."""
        return sorted(each["start_time"] for each in self.state.meetings.values())

    def number(self, session: str = THIRD) -> int:
        [(number,)] = self.rows(f"SELECT number FROM zoom_meetings WHERE meeting_id = '{session}'")
        return int(number)

    def people(self, session: str = THIRD) -> list[str]:
        """The approved registrants of a session, as people here."""
        known = dict(map(tuple, self.rows("SELECT zoom_id, registrant_id FROM zoom_registrants")))
        listed = self.state.registrants[self.number(session)]
        return sorted(known[each["id"]] for each in listed if each["status"] == "approved")

    def _report(self, where: str, fault: Exception) -> None:
        """A silence of Zoom's; a fault of ours ends the test."""
        if not isinstance(fault, ZoomFault):
            raise Killed from fault
        self.reports.append(f"{where}: {fault.told()}")

    def _sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.clock.wait(seconds=seconds)


class Dying:
    """Zoom for a process that is killed right after the calls named, as often as said."""

    def __init__(self, zoom: Zoom, **deaths: int) -> None:
        self._zoom, self._deaths = zoom, deaths

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._zoom, name)

        def called(*what: Any) -> Any:
            answer = call(*what)
            if self._deaths.get(name, 0) > 0:
                self._deaths[name] -= 1
                raise Killed
            return answer

        return called
