from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from balint_live.application.attendance.record import AttendanceRecord, Entries, Statement
from balint_live.application.attendance.statements import issued
from balint_live.application.groups.changes import Issue
from balint_live.application.identity import OPERATOR, Asker
from balint_live.application.mail_queue import LONGEST_WAIT
from balint_live.application.privacy.erasure import Erased, Erasures, Prospect, erase, stays_until
from balint_live.domain.errors import DomainError
from tests.attendance_cast import AMA, APA, attendance, held, to_come
from tests.fakes import ManualClock
from tests.unit.application.groups.cast import CARLA, DAN, SETTINGS, START, TUESDAY, numbered

NOW = START + timedelta(days=1)
CARLA_CAME = held(1, {"carla": [(0, 60)]}, absent=["dan"])
A_CREDITED_BOOK = attendance(CARLA_CAME, people=(CARLA, DAN), lines=(APA,))
YEARS_LATER = datetime(2032, 3, 10, 20, 0, tzinfo=START.tzinfo)


def issue(now: datetime = NOW) -> Issue:
    return Issue(now, numbered("new"), numbered("CODE"))


def series_statement(of: AttendanceRecord, **changes: object) -> Statement:
    statement, _ = issued(of, "carla", None, Issue(NOW, numbered("old"), numbered("OLD")))
    return replace(statement, **changes)  # type: ignore[arg-type]


def test_without_credit_everything_goes() -> None:
    erased, entries = erase(A_CREDITED_BOOK, "dan", issue())

    assert erased == Erased("Dan", A_CREDITED_BOOK.group.settings, None)
    assert (entries.erased, entries.statements, entries.dropped) == (("dan",), (), ())


def test_attendance_nobody_confirmed_is_no_credit() -> None:
    unconfirmed = attendance(held(1, {"carla": [(0, 60)]}, confirmed=False), lines=(APA,))

    assert stays_until(unconfirmed, "carla", NOW) is None
    assert erase(unconfirmed, "carla", issue())[0].stays is None


def test_with_credit_a_last_statement_of_the_series_stays_until_its_date() -> None:
    erased, entries = erase(A_CREDITED_BOOK, "carla", issue())

    assert stays_until(A_CREDITED_BOOK, "carla", NOW) == YEARS_LATER
    assert entries.statements == (erased.stays,)
    stays = entries.statements[0]
    assert (stays.name, stays.code, stays.meeting_id, stays.kept_until) == (
        "Carla",
        "CODE-1",
        None,
        YEARS_LATER,
    )
    assert [(each.credit_type, each.quarters) for each in stays.credits] == [("APA CE", 4)]
    assert entries.erased == ("carla",)


def test_a_statement_that_says_so_already_is_the_one_that_stays() -> None:
    given = series_statement(A_CREDITED_BOOK)

    erased, entries = erase(replace(A_CREDITED_BOOK, statements=(given,)), "carla", issue())

    assert erased.stays == given
    assert (entries.statements, entries.dropped, entries.replaced) == ((), (), ())


def test_older_statements_stay_where_they_state_credit() -> None:
    of_session = series_statement(A_CREDITED_BOOK, id="of-session", meeting_id="m1")
    of_nothing = series_statement(A_CREDITED_BOOK, id="of-nothing", meeting_id="m1", credits=())
    of_dan = series_statement(A_CREDITED_BOOK, id="of-dan", registrant_id="dan", credits=())
    before = replace(A_CREDITED_BOOK, statements=(of_session, of_nothing, of_dan))

    assert erase(before, "carla", issue())[1].dropped == ("of-nothing",)


def test_without_credit_no_statement_stays_whatever_it_says() -> None:
    corrected_since = series_statement(A_CREDITED_BOOK, registrant_id="dan")
    before = replace(A_CREDITED_BOOK, statements=(corrected_since,))

    assert erase(before, "dan", issue())[1].dropped == (corrected_since.id,)


def test_a_session_still_to_come_makes_the_statement_stay_longer() -> None:
    longer = attendance(CARLA_CAME, to_come(2), lines=(AMA,), people=(CARLA,))

    assert stays_until(longer, "carla", NOW) == datetime(2032, 3, 24, 20, 0, tzinfo=START.tzinfo)


def test_the_sponsor_says_for_how_many_years() -> None:
    three = attendance(CARLA_CAME, lines=(APA,), settings=replace(SETTINGS, retention_years=3))

    assert stays_until(three, "carla", NOW) == datetime(2029, 3, 10, 20, 0, tzinfo=START.tzinfo)


def test_they_are_told_where_their_address_was_known() -> None:
    [told] = erase(A_CREDITED_BOOK, "carla", issue())[1].mails

    assert (told.kind, told.address, told.statement_id) == ("erased", "carla@example.org", "new-1")
    assert (told.group_id, told.registrant_id, told.key) == (TUESDAY, None, "erased:new-2")
    assert (told.created_at, told.expires_at) == (NOW, NOW + LONGEST_WAIT)


def test_whose_address_was_gone_is_told_nothing() -> None:
    nobodys = replace(CARLA, details=replace(CARLA.details, email=""))

    assert erase(attendance(CARLA_CAME, people=(nobodys,)), "carla", issue())[1].mails == ()


def test_a_stranger_is_not_erased() -> None:
    with pytest.raises(DomainError, match="not in this group"):
        erase(A_CREDITED_BOOK, "finn", issue())
    with pytest.raises(DomainError, match="not in this group"):
        stays_until(A_CREDITED_BOOK, "finn", NOW)


class OneBook:
    """A store with the credited book in it, that notes what is written."""

    def __init__(self) -> None:
        self.written: list[Entries] = []

    def attendance(self, group_id: str, who: Asker) -> AttendanceRecord:
        return A_CREDITED_BOOK

    def write(
        self, group_id: str, who: Asker, now: datetime, decide: Callable[[AttendanceRecord], Entries]
    ) -> Entries:
        self.written.append(decide(A_CREDITED_BOOK))
        return self.written[-1]

    def statement(self, code: str) -> Statement | None:
        return None


class Noticing:
    """Open pages that note who is sent away."""

    def __init__(self) -> None:
        self.told: list[tuple[str, set[str], set[str]]] = []

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        self.told.append((group_id, set(people), set(meetings)))

    def login_ended(self, login: str) -> None:
        raise AssertionError(login)

    def here(self, meeting_id: str) -> Collection[str]:
        return ()


def test_erasing_writes_once_and_sends_their_pages_away() -> None:
    store, pages = OneBook(), Noticing()
    erasures = Erasures(ManualClock(NOW), store, pages, numbered("new"), numbered("CODE"))

    ahead = erasures.prospect(OPERATOR, TUESDAY, "carla")
    erased = erasures.erase(OPERATOR, TUESDAY, "carla")

    assert ahead == Prospect(A_CREDITED_BOOK.group.settings, YEARS_LATER)
    assert [entries.statements for entries in store.written] == [(erased.stays,)]
    assert pages.told == [(TUESDAY, {"carla"}, set())]
