"""A series that is over, on whatever database: for the tests of what is kept of it, and how long.

The office's cast, with Zenobia and Quentin enrolled besides. The first session was held and its roll confirmed: Zenobia and,
by a correction, Carla were there all the time and earned an hour's credit; Quentin came for ten minutes and nobody else at
all, so they have none. The second session was booked and not held; the series ends with it. The Thursday group is not there.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from balint_live.adapters.database.attendance_record import SqlAttendanceRecords
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.groups import SqlGroups
from balint_live.adapters.database.mail_queue import SqlMails
from balint_live.adapters.database.privacy import SqlRetention
from balint_live.adapters.database.tables import METADATA
from balint_live.adapters.database.tables.attendance import AcknowledgementRow, MeetingRow, PresenceRow
from balint_live.application.attendance.record import AttendanceRecord, Statement
from balint_live.application.attendance.service import AttendanceService
from balint_live.application.attendance.statements import Statements
from balint_live.application.groups.changes import Changes, MailBatch
from balint_live.application.groups.group import Group
from balint_live.application.identity import OPERATOR
from balint_live.application.mail_queue import MailState
from balint_live.application.ports import NoPages
from balint_live.application.privacy.erasure import Erased, Erasures
from balint_live.application.privacy.retention import Purged, Retention
from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.names import ALPHABET
from balint_live.domain.roll import CorrectionReason
from balint_live.domain.timeline import Source
from tests.fakes import ManualClock
from tests.integration.groups.cast import (
    CATALOGUE,
    FIRST,
    FIRST_END,
    FIRST_START,
    LEASE,
    MARA,
    NOW,
    SECOND_START,
    TUESDAY,
    enrol_cast,
    registrant,
)

END = SECOND_START + timedelta(minutes=60)
"""Of the series."""
AN_HOUR = CreditLine(
    policy=Policy.FULL_HOUR,
    credit_type="CE",
    id="ce",
    designated_quarters=8,
    by_plan=(("first90", 6),),
    statement="As approved.",
)
ALL_THE_TIME, TEN_MINUTES = FIRST_END - FIRST_START, timedelta(minutes=10)
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Society:
    database: Database
    clock: ManualClock
    groups: SqlGroups
    attendance_service: AttendanceService
    erasures: Erasures
    statements: Statements
    retention: Retention

    def attendance(self) -> AttendanceRecord:
        return self.attendance_service.attendance(TUESDAY, OPERATOR)

    def people(self) -> list[str]:
        return sorted(one.id for one in self.attendance().group.registrants)

    def state(self, person: str) -> Statement:
        """The statement of somebody's series."""
        return self.statements.issue(OPERATOR, TUESDAY, person, None)

    def erase(self, person: str) -> Erased:
        return self.erasures.erase(OPERATOR, TUESDAY, person)

    def purge(self, now: datetime) -> Purged:
        self.clock.set(now)
        return self.retention.purge()

    def invite(self) -> None:
        """Everybody, but the mails are not on their way yet."""
        ids = count(1)
        occasions = MailBatch(self.clock.now(), lambda: f"mail-{next(ids)}", "batch")
        self.groups.change(
            TUESDAY, OPERATOR, lambda group: Changes(mails=tuple(map(occasions.invitation, group.enrolled)))
        )

    def deliver(self) -> None:
        """Every mail that waits."""
        mails, now = SqlMails(self.database), self.clock.now()
        for one in mails.claim("test", now, LEASE, 1000):
            mails.settle(one.mail.id, one.claim, MailState.DELIVERED, now)

    def everything(self) -> Rows:
        """Every row of every table."""

        def work(session: Session) -> Rows:
            tables = METADATA.sorted_tables
            return {one.name: sorted(map(tuple, session.execute(select(one))), key=repr) for one in tables}

        return self.database.read(work)

    def end_at(self, moment: datetime) -> None:
        """Put the sessions where the series ends then, for commands that ask the real clock; it is that moment."""
        shift = moment - END

        def work(session: Session) -> None:
            for row in session.scalars(select(MeetingRow)):
                row.scheduled_start += shift
                row.scheduled_end += shift
                if row.opened_at is not None and row.closed_at is not None:
                    row.opened_at, row.closed_at = row.opened_at + shift, row.closed_at + shift

        self.database.write(work)
        self.clock.set(moment)

    def execute(self, statement: str, **values: object) -> None:
        self.database.write(lambda session: session.execute(text(statement), values))


def society(database: Database) -> Society:
    """As it was when the first session's roll had been confirmed and one line of it put right."""
    clock, groups = ManualClock(NOW), SqlGroups(database, CATALOGUE)
    enrol_cast(groups)
    database.write(lambda session: session.execute(text("DELETE FROM groups WHERE id = 'thursday'")))
    groups.change(TUESDAY, MARA, _settled)
    records, ids, codes = SqlAttendanceRecords(database, CATALOGUE), count(1), count(1)

    def new_id() -> str:
        return f"new-{next(ids)}"

    def new_code() -> str:
        return "ACDEFGHJKMN" + ALPHABET[next(codes)]

    kept = Society(
        database,
        clock,
        groups,
        AttendanceService(clock, records),
        Erasures(clock, records, NoPages(), new_id, new_code),
        Statements(clock, records, new_id, new_code),
        Retention(clock, SqlRetention(database, CATALOGUE)),
    )
    _hold(kept)
    return kept


def _settled(group: Group) -> Changes:
    settings = replace(group.settings, credit_lines=(AN_HOUR,))
    return Changes(settings=settings, registrants=(registrant("zenobia"), registrant("quentin")))


def _hold(kept: Society) -> None:
    def write(session: Session) -> None:
        row = session.get_one(MeetingRow, FIRST)
        row.opened_at, row.closed_at = FIRST_START, FIRST_END
        row.credit_windows = ((FIRST_START, FIRST_END),)
        row.designated = (("ce", 4),)
        for who, stayed in (("carla", TEN_MINUTES), ("zenobia", ALL_THE_TIME), ("quentin", TEN_MINUTES)):
            session.add(AcknowledgementRow(meeting_id=FIRST, registrant_id=who, version="1", at=FIRST_START))
            session.add(
                PresenceRow(
                    meeting_id=FIRST,
                    registrant_id=who,
                    source=Source.SELF_CHECKIN,
                    joined_at=FIRST_START,
                    left_at=FIRST_START + stayed,
                    provisional=False,
                )
            )

    kept.database.write(write)
    kept.clock.set(FIRST_END + timedelta(minutes=5))
    kept.attendance_service.confirm(MARA, TUESDAY, FIRST, {})
    seen, whole = (FIRST_START, FIRST_START + TEN_MINUTES), (FIRST_START, FIRST_END)
    kept.attendance_service.correct(
        MARA, TUESDAY, FIRST, "carla", (seen,), (whole,), CorrectionReason.CONNECTION_PROBLEM
    )
