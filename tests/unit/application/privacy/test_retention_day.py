"""A day's forgetting: what is looked at, carried out and said, over a store of made-up groups."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from balint_live.application.privacy.retention import Decide, Due, Limits, Loose, Purged, Retention, limits
from tests.attendance_cast import APA, attendance, held
from tests.fakes import ManualClock
from tests.unit.application.groups.cast import CARLA, DAN, START, TUESDAY

NOW = START + timedelta(days=365)
BOOK = attendance(held(1, {"carla": [(0, 60)]}), people=(CARLA, DAN), lines=(APA,))
TUESDAYS = Due(group_id=TUESDAY, group="Tuesday group", whole=("dan",), reduced=("carla",), mails=3)


class Cupboard:
    """Holds the Tuesday group, and the id of one that was deleted meanwhile; notes what is forgotten."""

    def __init__(self, groups: Sequence[str] = (TUESDAY, "gone"), loose: Loose | None = None) -> None:
        self.groups = groups
        self.loose = loose or Loose()
        self.asked: list[datetime] = []
        self.done: list[str] = []

    def series_over(self, since: datetime) -> Sequence[str]:
        self.asked.append(since)
        return self.groups

    def look(self, group_id: str, now: datetime, decide: Decide) -> Due | None:
        return decide(BOOK, 3) if group_id == TUESDAY else None

    def forget(self, group_id: str, now: datetime, decide: Decide) -> Due | None:
        self.done.append(group_id)
        return self.look(group_id, now, decide)

    def look_at_loose(self, limits: Limits) -> Loose:
        return self.loose

    def forget_loose(self, limits: Limits) -> Loose:
        self.done.append("loose")
        return self.loose

    def forgotten(self) -> None:
        self.done.append("forgotten")


def test_looking_forgets_nothing() -> None:
    store = Cupboard(loose=Loose(sign_ins=2))

    assert Retention(ManualClock(NOW), store).look() == Purged((TUESDAYS,), Loose(sign_ins=2))
    assert (store.asked, store.done) == ([NOW - timedelta(days=14)], [])


def test_purging_carries_out_what_is_due_and_cleans_up_behind_itself() -> None:
    store = Cupboard()

    assert Retention(ManualClock(NOW), store).purge() == Purged((TUESDAYS,), Loose())
    assert store.done == [TUESDAY, "loose", "forgotten"]


def test_where_nothing_is_due_there_is_nothing_to_clean_up() -> None:
    store = Cupboard(groups=())

    purged = Retention(ManualClock(NOW), store).purge()

    assert (purged, purged.nothing, store.done) == (Purged((), Loose()), True, ["loose"])


def test_what_belongs_to_no_series_has_limits_of_its_own() -> None:
    now = datetime(2036, 2, 29, 12, 0, tzinfo=UTC)

    assert limits(now) == Limits(
        now,
        sign_ins=datetime(2036, 2, 29, 11, 0, tzinfo=UTC),
        mails=datetime(2035, 12, 1, 12, 0, tzinfo=UTC),
        erasures=datetime(2026, 3, 1, 12, 0, tzinfo=UTC),
        zoom_events=datetime(2036, 2, 27, 12, 0, tzinfo=UTC),
        zoom_facts=datetime(2036, 2, 22, 12, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "loose",
    [
        Loose(sign_ins=1),
        Loose(logins=1),
        Loose(mails=1),
        Loose(statements=1),
        Loose(erasures=1),
        Loose(zoom_events=1),
        Loose(zoom_facts=1),
    ],
    ids=str,
)
def test_any_one_of_them_is_something(loose: Loose) -> None:
    assert (loose.nothing, Purged((), loose).nothing) == (False, False)
