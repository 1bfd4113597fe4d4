"""Signing in by mail: once, soon, by a press, and in the browser that asked; or by six digits typed there."""

from itertools import count

import pytest

from balint_live.application.links import LinkExpired, LinkNeverValid, Over
from balint_live.application.people import Identity
from balint_live.application.post.mail import MailKind, NewMail
from balint_live.application.sign_in import AnotherBrowser, CodeRefused, SignIn
from tests.cast import ANA, BEN, at
from tests.fake_links import PlainLinks, digits_of
from tests.fake_sign_ins import FakeSignIns
from tests.fakes import ManualClock

LAPTOP, PHONE = "the laptop's secret", "the phone's secret"
NOBODYS = "somebody@example.org"
LINKS = PlainLinks()
WRONG = "999999"


class Desk:
    """Where leaders ask, press and type. Ids are numbered as they are made: a request's, then its mail's."""

    def __init__(self, standing_links: bool = False) -> None:
        self.clock = ManualClock(at(0))
        self.store = FakeSignIns()
        numbers = count(1)
        self.sign_in = SignIn(self.clock, self.store, LINKS, lambda: f"id {next(numbers)}", standing_links)

    def asks(self, email: str = "ana@example.org", browser: str = LAPTOP) -> None:
        self.sign_in.ask(email, browser)

    @property
    def newest(self) -> str:
        """The id of the request of the newest mail."""
        id = self.store.mails[-1][1].sign_in_id
        assert id is not None
        return id

    @property
    def link(self) -> str:
        """In the newest mail."""
        return LINKS.sign_in_token(self.newest, self.store.mails[-1][1].created_at)

    @property
    def digits(self) -> str:
        """In the newest mail."""
        return digits_of(self.newest)

    def types(self, digits: str, browser: str | None = LAPTOP) -> Identity | bool:
        """Whom they sign in, or whether another try may be made."""
        try:
            return self.sign_in.type_code(digits, browser)
        except CodeRefused as refused:
            return refused.again


@pytest.fixture
def desk() -> Desk:
    return Desk()


def is_used_up(desk: Desk, link: str, browser: str | None = LAPTOP) -> bool:
    with pytest.raises(LinkExpired) as looked:
        desk.sign_in.look(link, browser)
    with pytest.raises(LinkExpired) as pressed:
        desk.sign_in.press(link, browser)
    return looked.value.why is pressed.value.why is Over.SIGN_IN


def test_asking_writes_one_mail_which_is_worth_nothing_after_a_quarter_hour(desk: Desk) -> None:
    desk.asks()
    mail = NewMail(
        id="id 2",
        key="sign_in:id 1",
        kind=MailKind.SIGN_IN,
        created_at=at(0),
        expires_at=at(15),
        sign_in_id="id 1",
    )
    assert desk.store.mails == [("ana", mail)]


def test_the_press_signs_in_once(desk: Desk) -> None:
    desk.asks()
    link = desk.link
    assert desk.sign_in.press(link, LAPTOP) == ANA.who
    assert is_used_up(desk, link)


def test_looking_uses_nothing_up_and_neither_does_a_press_elsewhere(desk: Desk) -> None:
    desk.asks()
    for _ in range(20):
        desk.sign_in.look(desk.link, LAPTOP)
        for elsewhere in (PHONE, None):
            with pytest.raises(AnotherBrowser):
                desk.sign_in.look(desk.link, elsewhere)
            with pytest.raises(AnotherBrowser):
                desk.sign_in.press(desk.link, elsewhere)
    assert desk.sign_in.press(desk.link, LAPTOP) == ANA.who


def test_a_link_is_good_for_a_quarter_of_an_hour(desk: Desk) -> None:
    desk.asks()
    desk.clock.wait(minutes=15, seconds=-1)
    desk.sign_in.look(desk.link, LAPTOP)
    desk.clock.wait(seconds=1)
    assert is_used_up(desk, desk.link)


def test_a_used_link_says_so_in_every_browser(desk: Desk) -> None:
    desk.asks()
    desk.sign_in.press(desk.link, LAPTOP)
    assert is_used_up(desk, desk.link, PHONE)


def test_what_nobody_asked_for_any_more_is_used_up(desk: Desk) -> None:
    desk.asks()
    link = desk.link
    desk.store.kept.clear()
    assert is_used_up(desk, link)


def test_somebody_who_leads_no_more_is_not_let_in(desk: Desk) -> None:
    desk.asks()
    del desk.store.leaders["ana"]
    with pytest.raises(LinkExpired):
        desk.sign_in.press(desk.link, LAPTOP)


def test_the_digits_sign_in_where_the_mail_was_asked_for(desk: Desk) -> None:
    desk.asks()
    assert desk.types(desk.digits, PHONE) is False
    assert desk.types(desk.digits, None) is False
    assert desk.types(desk.digits) == ANA.who
    assert desk.types(desk.digits) is False
    assert is_used_up(desk, desk.link)


@pytest.mark.parametrize("typed", ["000001", "000 001", " 000-001 "])
def test_the_digits_may_be_spaced(desk: Desk, typed: str) -> None:
    desk.asks()
    assert desk.types(typed) == ANA.who


def test_five_wrong_digits_end_the_request_and_its_link(desk: Desk) -> None:
    desk.asks()
    assert [desk.types(WRONG) for _ in range(5)] == [True, True, True, True, False]
    assert desk.types(desk.digits) is False
    assert is_used_up(desk, desk.link)


def test_four_do_not(desk: Desk) -> None:
    desk.asks()
    assert [desk.types(WRONG) for _ in range(4)] == [True] * 4
    assert desk.types(desk.digits) == ANA.who


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "½23456"])
def test_what_is_not_six_digits_is_a_slip_and_no_guess(desk: Desk, typed: str) -> None:
    desk.asks()
    assert [desk.types(typed) for _ in range(9)] == [True] * 9
    assert desk.types(desk.digits) == ANA.who


def test_asking_again_leaves_the_first_mails_digits_right(desk: Desk) -> None:
    desk.asks()
    first = desk.digits
    desk.clock.wait(minutes=1)
    desk.asks()
    assert desk.types(first) == ANA.who


def test_and_five_wrong_ones_end_both(desk: Desk) -> None:
    desk.asks()
    desk.clock.wait(minutes=1)
    desk.asks()
    assert [desk.types(WRONG) for _ in range(5)] == [True, True, True, True, False]
    assert desk.types(desk.digits) is False


def test_an_unknown_address_leaves_the_same_row_and_no_mail(desk: Desk) -> None:
    desk.asks()
    desk.asks(NOBODYS)
    known, unknown = (each.request for each in desk.store.kept.values())
    assert (known.id, unknown.id) == ("id 1", "id 3")
    assert (known.browser, known.asked_at) == (unknown.browser, unknown.asked_at)
    assert [leader for leader, _ in desk.store.mails] == ["ana"]


@pytest.mark.parametrize("email", ["ana@example.org", NOBODYS])
def test_wrong_digits_are_answered_alike_for_both(desk: Desk, email: str) -> None:
    desk.asks(email)
    assert [desk.types(WRONG) for _ in range(7)] == [True, True, True, True, False, False, False]


def test_digits_that_would_be_right_for_nobody_sign_nobody_in(desk: Desk) -> None:
    desk.asks(NOBODYS)
    assert desk.types(digits_of("id 1")) is True


def test_one_mail_in_half_a_minute_and_five_in_an_hour(desk: Desk) -> None:
    for seconds in (0, 29, 30, 60, 90, 120, 150, 180, 3599, 3600, 3629, 3630):
        desk.clock.set(at(seconds=seconds))
        desk.asks()
    written = [(mail.created_at - at(0)).total_seconds() for _, mail in desk.store.mails]
    assert written == [0, 30, 60, 90, 120, 3600, 3630]
    assert len(desk.store.kept) == 12


def test_what_one_leader_asks_for_is_no_limit_to_another(desk: Desk) -> None:
    desk.asks()
    desk.asks("ben@example.org", PHONE)
    assert desk.sign_in.press(desk.link, PHONE) == BEN.who


def test_the_demos_standing_link_opens_any_number_of_browsers() -> None:
    desk = Desk(standing_links=True)
    for browser in (LAPTOP, PHONE, None, LAPTOP):
        desk.sign_in.look("standing:ana", browser)
        assert desk.sign_in.press("standing:ana", browser) == ANA.who


def test_it_signs_in_under_the_version_in_force() -> None:
    desk = Desk(standing_links=True)
    desk.store.leaders["ana"] = again = Identity(ANA.who.kind, "ana", 2)
    assert desk.sign_in.press("standing:ana", LAPTOP) == again


def test_where_none_are_given_out_it_was_never_valid(desk: Desk) -> None:
    with pytest.raises(LinkNeverValid):
        desk.sign_in.look("standing:ana", LAPTOP)
    with pytest.raises(LinkNeverValid):
        desk.sign_in.press("standing:ana", LAPTOP)


def test_a_mailed_link_is_as_good_in_the_demo() -> None:
    desk = Desk(standing_links=True)
    desk.asks()
    assert desk.sign_in.press(desk.link, LAPTOP) == ANA.who
    assert is_used_up(desk, desk.link)
