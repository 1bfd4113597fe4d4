"""What is left of a series, two weeks, ninety days and years after its end."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from balint_live.adapters.database.access import SqlPeople
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.privacy import SqlRetention
from balint_live.adapters.database.tables.base import values_for
from balint_live.adapters.database.tables.groups import SignInRow
from balint_live.adapters.database.tables.zoom import ZoomEventRow, ZoomFactRow
from balint_live.application.attendance.record import series_end, years_after
from balint_live.application.groups.changes import Changes
from balint_live.application.identity import Identity, Kind
from balint_live.application.privacy.retention import Due, Loose, Purged
from balint_live.application.zoom.evidence import Fact, FactKind
from tests.integration.database.kept_cast import END, Society, society
from tests.integration.groups.cast import CATALOGUE, FIRST, MARA, NOW, TUESDAY, booked

A_SECOND = timedelta(seconds=1)
DAYS_14, DAYS_90, SIX_YEARS = END + timedelta(days=14), END + timedelta(days=90), years_after(END, 6)
CREDITED = ["carla", "zenobia"]
OTHERS = ("dan", "otto", "priya", "quentin")
OF_PEOPLE = ("acknowledgements", "presence_intervals", "roll_entries", "corrections", "statements")
"""Tables whose rows are about a registrant, whose id stands in `registrant_id`."""


@pytest.fixture
def kept(database: Database) -> Society:
    return society(database)


def whose(kept: Society) -> dict[str, list[str]]:
    """About whom there still is anything, by table."""
    found = {}
    for name in OF_PEOPLE:
        with kept.database.engine.connect() as connection:
            rows = connection.exec_driver_sql(f"SELECT DISTINCT registrant_id FROM {name}")
            found[name] = sorted(str(id) for (id,) in rows)
    return found


def test_before_two_weeks_have_passed_nothing_changes(kept: Society) -> None:
    before = kept.everything()

    assert kept.purge(DAYS_14 - A_SECOND) == Purged((), Loose())
    assert kept.everything() == before


def test_after_two_weeks_nobody_has_a_code(kept: Society) -> None:
    kept.purge(DAYS_14)

    assert [one.join_code for one in kept.attendance().group.registrants] == [None] * 6
    assert kept.people() == sorted((*CREDITED, *OTHERS))


def test_after_ninety_days_only_what_proves_credit_is_left(kept: Society) -> None:
    kept.invite()
    kept.deliver()
    before = kept.attendance()
    carla = before.group.registrant("carla")
    assert carla is not None
    kept_of_her = replace(carla.details, profession="GP", licence_no="77", licence_region="UK")
    known = replace(carla, details=replace(kept_of_her, timezone="Europe/Rome"))
    kept.groups.change(TUESDAY, MARA, lambda _: Changes(registrants=(known,)))

    purged = kept.purge(DAYS_90)

    due = Due(group_id=TUESDAY, group="Tuesday group", whole=OTHERS, reduced=("carla", "zenobia"), mails=6)
    assert purged == Purged((due,), Loose())
    after = kept.attendance()
    left = replace(known, details=replace(kept_of_her, email=""), join_code=None, withdrawn_at=DAYS_90)
    assert after.group.registrant("carla") == replace(left, link_version=2, calendar_version=2)
    assert kept.people() == CREDITED
    assert kept.everything()["mails"] == []
    assert whose(kept) == {
        "acknowledgements": CREDITED,
        "presence_intervals": CREDITED,
        "roll_entries": CREDITED,
        "corrections": ["carla"],
        "statements": [],
    }
    assert after.sessions[0].roll is not None
    assert before.sessions[0].roll is not None
    assert after.sessions[0].roll.present == {
        who: spans for who, spans in before.sessions[0].roll.present.items() if who in CREDITED
    }
    assert after.sessions[0].corrections == before.sessions[0].corrections


def test_the_database_has_nothing_left_of_their_addresses(kept: Society) -> None:
    kept.purge(DAYS_90)

    assert [row for rows in kept.everything().values() for row in rows if "carla@" in repr(row)] == []
    assert SqlPeople(kept.database).name(Identity(Kind.REGISTRANT, "carla", 1)) is None
    assert SqlPeople(kept.database).link_with_code("CARLAXXX") is None


def test_a_reduced_record_is_saved_and_read_again_as_it_is(kept: Society) -> None:
    kept.purge(DAYS_90)
    [carla, zenobia] = kept.attendance().group.registrants
    renamed = replace(carla, details=replace(carla.details, name="Carla Costa"))

    kept.groups.change(TUESDAY, MARA, lambda _: Changes(registrants=(renamed, zenobia)))

    assert kept.attendance().group.registrants == (renamed, zenobia)


def test_a_second_time_there_is_nothing_to_do(kept: Society) -> None:
    kept.state("zenobia")
    kept.purge(DAYS_90)
    before = kept.everything()

    assert kept.purge(DAYS_90 + timedelta(days=1)) == Purged((), Loose())
    assert kept.everything() == before


def test_of_two_who_purge_at_once_each_group_is_done_by_one(kept: Society) -> None:
    kept.clock.set(DAYS_90)
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: kept.retention.purge(), range(2)))

    assert sorted(len(purged.groups) for purged in both) == [0, 1]
    assert kept.people() == CREDITED


def test_looking_changes_nothing(kept: Society) -> None:
    kept.invite()
    before = kept.everything()
    kept.clock.set(SIX_YEARS)

    looked = kept.retention.look()

    assert kept.everything() == before
    assert looked == kept.retention.purge()


def test_at_its_date_the_record_goes_and_the_statement_with_it(kept: Society) -> None:
    kept.state("zenobia")
    kept.purge(DAYS_90)
    early = kept.purge(SIX_YEARS - A_SECOND)

    purged = kept.purge(SIX_YEARS)

    assert early.nothing
    [due] = purged.groups
    assert (sorted(due.whole), len(due.statements)) == (CREDITED, 1)
    assert whose(kept) == {name: [] for name in OF_PEOPLE}
    assert kept.people() == []


def test_a_later_session_brings_nobody_back_and_counts_on_nobody(kept: Society) -> None:
    kept.purge(DAYS_90)
    third = booked("third", 3, DAYS_90 + timedelta(days=7))

    kept.groups.change(TUESDAY, MARA, lambda _: Changes(meetings=(third,)))

    assert kept.attendance().group.enrolled == ()
    assert kept.purge(SIX_YEARS).nothing
    assert kept.people() == CREDITED


def test_a_mail_that_may_still_arrive_is_left_to(kept: Society) -> None:
    kept.purge(DAYS_90)
    erased = kept.erase("zenobia")  # her address is gone: nobody to tell
    assert erased.stays is not None
    kept.clock.set(DAYS_90)
    kept.execute(
        "INSERT INTO mails (id, key, kind, group_id, created_at, expires_at, due_at, state, state_at, attempts)"
        " VALUES ('m', 'k', 'roll_open', 'tuesday', :now, :until, :now, 'waiting', :now, 0)",
        now=DAYS_90,
        until=DAYS_90 + timedelta(days=3),
    )

    assert kept.purge(DAYS_90 + timedelta(days=3) - A_SECOND).nothing
    assert kept.purge(DAYS_90 + timedelta(days=3)).groups == (
        Due(group_id=TUESDAY, group="Tuesday group", mails=1),
    )


def test_a_running_session_keeps_its_group_from_being_touched(kept: Society) -> None:
    kept.execute("UPDATE meetings SET opened_at = :at WHERE id = 'second'", at=END)
    before = kept.everything()

    assert kept.purge(DAYS_90).nothing
    assert kept.everything() == before


def test_what_belongs_to_no_series_goes_at_its_own_time(kept: Society) -> None:
    stays = kept.erase("zenobia").stays
    assert stays is not None
    kept.deliver()
    erased_at = kept.clock.now()
    sign_in = SignInRow(id="s", leader_id="ana", browser="b", asked_at=NOW, wrong_codes=0, used_at=None)
    kept.database.write(lambda session: session.add(sign_in))
    kept.clock.set(NOW + timedelta(hours=1) - A_SECOND)
    early = kept.retention.look().loose

    assert early == Loose()
    assert kept.purge(NOW + timedelta(hours=1)).loose == Loose(sign_ins=1)
    ended = NOW + timedelta(hours=24)
    SqlPeople(kept.database).end_login("laptop", ended, NOW)
    assert [kept.purge(ended - A_SECOND).loose, kept.purge(ended).loose] == [Loose(), Loose(logins=1)]
    heard = ZoomEventRow(key="k", received_at=NOW)
    kept.database.write(lambda session: session.add(heard))
    two_days = NOW + timedelta(days=2)
    assert kept.purge(two_days - A_SECOND).loose == Loose()
    assert kept.purge(two_days).loose == Loose(zoom_events=1)
    left = Fact(FactKind.LEFT, "run", NOW, NOW, "device", "stay", None)
    row = ZoomFactRow(key="k", meeting_id=FIRST, **values_for(Fact, left, but="person"))
    kept.database.write(lambda session: session.add(row))
    a_week = NOW + timedelta(days=7)
    assert kept.purge(a_week - A_SECOND).loose == Loose()
    assert kept.purge(a_week).loose == Loose(zoom_facts=1)
    kept.purge(DAYS_90)
    assert kept.purge(stays.kept_until - A_SECOND).loose == Loose()
    assert kept.purge(stays.kept_until).loose == Loose(statements=1)
    assert kept.purge(years_after(erased_at, 10)).loose == Loose(erasures=1)
    assert (kept.everything()["statements"], kept.everything()["erasures"]) == ([], [])


def test_the_groups_to_look_at_are_found_with_one_query(kept: Society) -> None:
    said: list[str] = []
    store = SqlRetention(kept.database, CATALOGUE)

    @event.listens_for(kept.database.engine, "before_cursor_execute")
    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    found = [store.series_over(END - A_SECOND), store.series_over(END)]

    assert found == [[], [TUESDAY]]
    assert sum(each.startswith("SELECT") for each in said) == 2
    assert FIRST in {one.id for one in kept.attendance().group.meetings}


def test_a_group_whose_sessions_were_all_cancelled_is_forgotten_from_its_last_date(kept: Society) -> None:
    kept.execute("UPDATE meetings SET cancelled_at = :at, opened_at = NULL, closed_at = NULL", at=NOW)

    assert kept.purge(DAYS_14 - A_SECOND) == Purged((), Loose())
    kept.purge(DAYS_90 - A_SECOND)
    assert kept.people() == sorted((*CREDITED, *OTHERS))
    kept.purge(DAYS_90)
    assert kept.people() == []


def test_a_group_for_which_nothing_was_ever_booked_is_forgotten_from_its_making(kept: Society) -> None:
    kept.execute("DELETE FROM meetings")
    made = kept.attendance().group.created_at

    assert kept.purge(made + timedelta(days=14) - A_SECOND) == Purged((), Loose())
    kept.purge(made + timedelta(days=14))
    assert [one.join_code for one in kept.attendance().group.registrants] == [None] * 6
    kept.purge(made + timedelta(days=90) - A_SECOND)
    assert kept.people() == sorted((*CREDITED, *OTHERS))
    kept.purge(made + timedelta(days=90))
    assert kept.people() == []


def test_the_groups_to_look_at_are_found_by_the_end_their_book_has(kept: Society) -> None:
    """The query and the decision count alike."""
    store = SqlRetention(kept.database, CATALOGUE)
    ways = (
        "UPDATE groups SET name = name",
        "UPDATE meetings SET cancelled_at = scheduled_start WHERE id = 'second'",
        "UPDATE meetings SET cancelled_at = scheduled_start, opened_at = NULL, closed_at = NULL",
        "DELETE FROM meetings WHERE id = 'second'",
        "DELETE FROM meetings",
    )
    for way in ways:
        kept.execute(way)
        end = series_end(kept.attendance().group)
        assert (store.series_over(end - A_SECOND), store.series_over(end)) == ([], [TUESDAY]), way
