"""Reminders: who is reminded of what, and when not any more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from balint_live.application.groups.group import Leading
from balint_live.application.mail.reminders import Near, Reminders
from balint_live.application.mail_queue import MailKind, NewMail
from tests.unit.application.attendance.series import CARLA, FIRST, SESSIONS

DAN = replace(CARLA, id="dan", link_issued_at=FIRST - timedelta(hours=20))

ANA = Leading(id="ana", group_id="tuesday")
BEN = Leading(id="ben", group_id="tuesday", dates_sent_at=FIRST - timedelta(hours=20))


class FakeSchedule:
    """Three Tuesdays; Carla and Dan were invited, Dan less than a day before the first. Ana leads, and Ben since then."""

    def __init__(self) -> None:
        self.queued: dict[str, NewMail] = {}

    def starting(self, after: datetime, until: datetime) -> Sequence[Near]:
        return [Near(one, (CARLA, DAN), (ANA, BEN)) for one in SESSIONS if after <= one.start < until]

    def queue(self, mails: Sequence[NewMail]) -> int:
        before = len(self.queued)
        for mail in mails:
            self.queued.setdefault(mail.key, mail)
        return len(self.queued) - before


def reminded(*moments: datetime) -> list[tuple[MailKind, str | None, str | None]]:
    store = FakeSchedule()
    ids = iter(f"m{number}" for number in range(100))
    reminders = Reminders(store, lambda: next(ids))
    for moment in moments:
        reminders.look(moment)
    return [
        (mail.kind, mail.meeting_id, mail.registrant_id or mail.leader_id) for mail in store.queued.values()
    ]


def test_a_day_before_those_who_have_known_for_a_day() -> None:
    moments = [FIRST - timedelta(hours=hours) for hours in (25, 23, 22)]

    assert reminded(*moments) == [
        (MailKind.DAY_BEFORE, "s1", "carla"),
        (MailKind.DAY_BEFORE, "s1", "ana"),
    ]


def test_leaders_half_an_hour_before_and_everybody_else_a_quarter() -> None:
    moments = [FIRST - timedelta(minutes=minutes) for minutes in (31, 30, 29, 16, 15, 14, 13)]
    leaders = [(MailKind.SOON, "s1", "ana"), (MailKind.SOON, "s1", "ben")]

    assert reminded(*moments[:2]) == []
    assert reminded(*moments[:5]) == leaders
    assert reminded(*moments) == [*leaders, (MailKind.SOON, "s1", "carla"), (MailKind.SOON, "s1", "dan")]


def test_what_would_come_too_late_is_left() -> None:
    assert reminded(FIRST - timedelta(hours=5), FIRST - timedelta(minutes=4), FIRST) == []


def test_a_quarter_hour_reminder_is_over_five_minutes_before_the_start() -> None:
    store = FakeSchedule()
    Reminders(store, lambda: "id").look(FIRST - timedelta(minutes=14))

    assert {mail.expires_at for mail in store.queued.values()} == {FIRST - timedelta(minutes=5)}


def test_reminders_of_two_groups_are_two_batches() -> None:
    """The page of one group's mails has nobody of another's."""

    class TwoGroups(FakeSchedule):
        def starting(self, after: datetime, until: datetime) -> Sequence[Near]:
            return [
                near
                for tuesday in super().starting(after, until)
                for near in (tuesday, replace(tuesday, meeting=replace(tuesday.meeting, id="thursday's")))
            ]

    store, ids = TwoGroups(), iter(f"m{number}" for number in range(100))
    Reminders(store, lambda: next(ids)).look(FIRST - timedelta(minutes=14))

    batches = {(mail.meeting_id, mail.batch) for mail in store.queued.values() if mail.registrant_id}
    assert len(batches) == len({batch for _, batch in batches}) == 2
