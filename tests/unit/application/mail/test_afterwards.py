"""After the end: who is written to about an open roll, and about a complete series."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from balint_live.application.mail.reminders import Afterwards, CompleteSeries, OpenRoll
from balint_live.application.mail_queue import MailKind, NewMail

ENDED = datetime(2026, 3, 10, 20, 0, tzinfo=UTC)


class FakeAftermath:
    """One session whose roll stays open, and a series complete with it."""

    def __init__(self) -> None:
        self.queued: dict[str, NewMail] = {}

    def open_rolls(self, after: datetime, until: datetime) -> Sequence[OpenRoll]:
        return [OpenRoll("tuesday", "s1", ("ana", "ben"))] if after <= ENDED < until else []

    def complete_series(self, after: datetime, until: datetime) -> Sequence[CompleteSeries]:
        return [CompleteSeries("monday", ("carla",))] if after <= ENDED < until else []

    def queue(self, mails: Sequence[NewMail]) -> int:
        before = len(self.queued)
        for mail in mails:
            self.queued.setdefault(mail.key, mail)
        return len(self.queued) - before


def written(*after: timedelta) -> list[tuple[MailKind, str | None]]:
    store, ids = FakeAftermath(), iter(f"m{number}" for number in range(100))
    for each in after:
        Afterwards(store, lambda: next(ids)).look(ENDED + each)
    return [(mail.kind, mail.leader_id or mail.registrant_id) for mail in store.queued.values()]


def test_leaders_have_an_hour_and_are_then_told_once() -> None:
    assert written(timedelta(minutes=60)) == [(MailKind.STATEMENT, "carla")]
    assert written(timedelta(minutes=61), timedelta(minutes=90)) == [
        (MailKind.ROLL_OPEN, "ana"),
        (MailKind.ROLL_OPEN, "ben"),
        (MailKind.STATEMENT, "carla"),
    ]


def test_what_is_long_over_is_left() -> None:
    """A link opens for two weeks after the series, and a mail may need three days."""
    assert written(timedelta(days=3, minutes=1)) == [(MailKind.STATEMENT, "carla")]
    assert written(timedelta(days=11, minutes=1)) == []
