"""Signing out ends the one login and its pages; everywhere, all of a leader's; a registrant's end with their link."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from balint_live.application.access.joining import Account, Accounts
from balint_live.application.identity import Identity, Kind
from tests.cast import ANA, CHARLIE, TOM, at
from tests.fakes import ManualClock


class Names:
    """Whose logins hold, and which were ended."""

    def __init__(self) -> None:
        self.holding = {each.who: each.name for each in (ANA, TOM)}
        self.ended: list[tuple[Identity, datetime]] = []
        self.ended_here: list[tuple[str, datetime, datetime]] = []
        self.calendars_withdrawn: list[Identity] = []

    def name(self, who: Identity) -> str | None:
        return self.holding.get(who)

    def end_login(self, login: str, until: datetime, now: datetime) -> None:
        self.ended_here.append((login, until, now))

    def end_logins(self, leader: Identity, now: datetime) -> None:
        self.ended.append((leader, now))

    def withdraw_calendar(self, leader: Identity) -> None:
        self.calendars_withdrawn.append(leader)


class Pages:
    """Whose pages were sent away; nothing else may be."""

    def __init__(self) -> None:
        self.sent_away: list[str] = []
        self.ended: list[str] = []

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        assert (group_id, list(meetings)) == ("", [])
        self.sent_away += people

    def login_ended(self, login: str) -> None:
        self.ended.append(login)

    def here(self, meeting_id: str) -> Collection[str]:
        return ()


@pytest.fixture
def names() -> Names:
    return Names()


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def accounts(names: Names, pages: Pages) -> Accounts:
    return Accounts(ManualClock(at(0)), names, pages, timedelta(minutes=60))


def test_an_account_is_a_login_that_holds(accounts: Accounts) -> None:
    assert [accounts.of(each.who) for each in (ANA, TOM, CHARLIE)] == [
        Account("Ana", Kind.LEADER),
        Account("Tom", Kind.REGISTRANT),
        None,
    ]


def test_a_leaders_logins_end_and_their_pages_with_them(
    accounts: Accounts, names: Names, pages: Pages
) -> None:
    accounts.sign_out_everywhere(ANA.who)
    assert (names.ended, pages.sent_away) == ([(ANA.who, at(0))], ["ana"])


def test_signing_out_ends_one_login_of_theirs(accounts: Accounts, names: Names, pages: Pages) -> None:
    accounts.sign_out(replace(ANA.who, login="laptop"))
    assert (names.ended_here, pages.ended) == ([("laptop", at(60), at(0))], ["laptop"])
    assert (names.ended, pages.sent_away) == ([], [])


def test_of_a_registrants_logins_everywhere_ends_the_one(
    accounts: Accounts, names: Names, pages: Pages
) -> None:
    accounts.sign_out_everywhere(replace(TOM.who, login="phone"))
    assert (names.ended_here, pages.ended) == ([("phone", at(60), at(0))], ["phone"])
    assert (names.ended, pages.sent_away) == ([], [])


def test_withdrawing_a_calendar_address_ends_no_login(accounts: Accounts, names: Names, pages: Pages) -> None:
    accounts.withdraw_calendar(ANA.who)
    assert (names.calendars_withdrawn, names.ended, pages.sent_away) == ([ANA.who], [], [])
