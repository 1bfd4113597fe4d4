"""A session on a real store, lived through by pages that come, go, and are lost: what the path from evidence to record is
tested with. Moments are seconds from the booked start; the clock may step back.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from balint_live.adapters.database.attendance_record import SqlAttendanceRecords
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.tables.attendance import AttendanceMarkRow, PresenceRow
from balint_live.application.attendance.record import SessionRecord
from balint_live.application.attendance.service import AttendanceService
from balint_live.application.live.room import LiveRoom
from balint_live.domain.errors import Code, DomainError
from balint_live.domain.roll import Evidence
from balint_live.domain.timeline import LeaderMark, Mark, PresenceInterval
from tests.fakes import ManualClock, PlainLock
from tests.integration.database.cast import ANA, CATALOGUE, START, THIRD, Site, site, stores
from tests.integration.database.present import address_of, present_database

PEOPLE = ("carla", "dan", "otto")

Event = tuple[int, str, str, int]
"""So many seconds after the last one; what; who; on which of their two devices."""

steps = st.one_of(st.integers(0, 30), st.integers(150, 210), st.integers(-240, 900))
events: st.SearchStrategy[list[Event]] = st.lists(
    st.tuples(
        steps,
        st.sampled_from(["press", "connect", "connect", "answer", "close", "lost", "write", "here", "away"]),
        st.sampled_from(PEOPLE),
        st.integers(0, 1),
    ),
    min_size=6,
    max_size=25,
)


@dataclass
class AttendedSession:
    site: Site
    clock: ManualClock
    attendance_service: AttendanceService
    room: LiveRoom = field(default_factory=lambda: LiveRoom(THIRD, PlainLock, START))
    marked_at: set[tuple[str, datetime]] = field(default_factory=set)

    @property
    def session(self) -> SessionRecord:
        one = self.attendance_service.attendance("tuesday", ANA).session(THIRD)
        assert one is not None
        return one

    def lives_through(self, told: Iterable[Event], opening: int) -> None:
        """Ana opens it before the event with this number; at the end pages that answer are written down, and it closes."""
        for number, (step, what, who, device) in enumerate(told):
            if number == opening:
                self.opens(self.clock.now())
            self.clock.wait(seconds=step)
            self.happens(what, who, device)
        self._write()
        self.closes(self.clock.now())

    def happens(self, what: str, who: str, device: int) -> None:
        now, connection = self.clock.now(), f"{who}-{device}"
        if what == "press":
            self.site.attendance.press(THIRD, who, "1", now)
        elif what == "connect":
            self.room.connected(who, connection, now)
        elif what == "answer":
            self.room.answered(who, now)
        elif what in ("close", "lost"):
            self.room.disconnected(
                who, connection, None if what == "close" else now - timedelta(seconds=60), now
            )
        elif what == "write":
            self._write()
        elif (who, now) not in self.marked_at:
            self.marked_at.add((who, now))
            mark = LeaderMark(Mark.PRESENT if what == "here" else Mark.ABSENT, now)
            self.site.attendance.mark(THIRD, who, "ana", mark)

    def opens(self, now: datetime) -> None:
        self.site.meetings.change(THIRD, ANA, lambda seat: seat.meeting.open("ana", now))

    def closes(self, now: datetime) -> None:
        self.site.meetings.change(THIRD, ANA, lambda seat: seat.meeting.close(now))

    def learns(self, evidence: Mapping[str, Evidence]) -> None:
        """The same facts, in the order in which they are told here."""
        rows: list[PresenceRow | AttendanceMarkRow] = []
        for who, (intervals, marks) in evidence.items():
            rows += [_presence(who, each) for each in intervals]
            rows += [_mark(who, each) for each in marks]
        self.site.database.write(lambda session: session.add_all(rows))

    def corrects(self, **facts: object) -> Code | None:
        """None where it was taken."""
        try:
            self.attendance_service.correct(ANA, "tuesday", THIRD, **facts)  # type: ignore[arg-type]
        except DomainError as refused:
            return refused.code
        return None

    def _write(self) -> None:
        seen = self.room.witnessed(self.clock.now())
        self.site.attendance.witness(THIRD, seen, self.room.lived())


class Sites:
    """Empty sessions, each on a copy of one database."""

    def __init__(self, folder: Path) -> None:
        self._with_cast = folder / "furnished.sqlite3"
        database = present_database(self._with_cast)
        site(database)
        database.forget_deleted()
        database.dispose()

    @contextmanager
    def attended(self) -> Iterator[AttendedSession]:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "evening.sqlite3"
            copyfile(self._with_cast, path)
            database = Database(address_of(path))
            clock = ManualClock(START)
            yield AttendedSession(
                stores(database), clock, AttendanceService(clock, SqlAttendanceRecords(database, CATALOGUE))
            )
            database.dispose()


def _presence(who: str, each: PresenceInterval) -> PresenceRow:
    return PresenceRow(
        meeting_id=THIRD,
        registrant_id=who,
        source=each.source,
        joined_at=each.joined_at,
        left_at=each.left_at,
        provisional=each.provisional,
    )


def _mark(who: str, each: LeaderMark) -> AttendanceMarkRow:
    return AttendanceMarkRow(meeting_id=THIRD, registrant_id=who, leader_id="ana", mark=each.mark, at=each.at)
