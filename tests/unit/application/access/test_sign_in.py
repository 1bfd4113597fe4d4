"""Signing in by mail: once, soon, by a press, and in the browser that asked; or by six digits typed there."""

from datetime import datetime
from itertools import count

import pytest

from balint_live.application.access.asking import Asking, AskLimits, KnownBrowser
from balint_live.application.access.links import LinkExpired, LinkNeverValid, Over
from balint_live.application.access.sign_in import AnotherBrowser, CodeRefused, SignIn
from balint_live.application.identity import Identity
from balint_live.application.mail_queue import MailKind, NewMail
from balint_live.application.ports import Unavailable
from tests.cast import ANA, BEN, at
from tests.fake_links import PlainLinks, digits_of
from tests.fake_sign_ins import FakeSignIns
from tests.fakes import ManualClock

LAPTOP, PHONE = "the laptop's secret", "the phone's secret"
NOBODYS = "somebody@example.org"
ANAS, BENS = KnownBrowser("anas", ("mark of ana",)), KnownBrowser("bens", ("mark of ben",))
LINKS = PlainLinks()
WRONG = "999999"


class Group:
    """Where leaders ask, press and type. Ids are numbered as they are made: a request's, then its mail's."""

    def __init__(self, standing_links: bool = False) -> None:
        self.clock = ManualClock(at(0))
        self.store = FakeSignIns()
        numbers = count(1)
        self.capped: list[datetime] = []
        limits = AskLimits(lambda: self.capped.append(self.clock.now()))
        self.sign_in = SignIn(
            self.clock, self.store, LINKS, limits, lambda: f"id {next(numbers)}", standing_links
        )

    def asks(
        self,
        email: str = "ana@example.org",
        browser: str = LAPTOP,
        network: str = "192.0.2.1",
        known: KnownBrowser | None = None,
    ) -> int:
        """How many mails are written for it."""
        before = len(self.store.mails)
        self.sign_in.ask(email, Asking(browser, network, known))
        return len(self.store.mails) - before

    @property
    def newest(self) -> str:
        """The id of the request of the newest mail."""
        id = self.store.mails[-1].sign_in_id
        assert id is not None
        return id

    @property
    def link(self) -> str:
        """In the newest mail."""
        return LINKS.sign_in_token(self.newest, self.store.mails[-1].created_at)

    @property
    def digits(self) -> str:
        """In the newest mail."""
        return digits_of(self.newest)

    def types(
        self, digits: str, browser: str | None = LAPTOP, known: KnownBrowser | None = None
    ) -> Identity | None:
        """Whom they sign in, if anybody."""
        try:
            return self.sign_in.type_code(digits, browser, known)
        except CodeRefused:
            return None


@pytest.fixture
def group() -> Group:
    return Group()


def is_used_up(group: Group, link: str, browser: str | None = LAPTOP) -> bool:
    with pytest.raises(LinkExpired) as looked:
        group.sign_in.look(link, browser)
    with pytest.raises(LinkExpired) as pressed:
        group.sign_in.press(link, browser)
    return looked.value.why is pressed.value.why is Over.SIGN_IN


def test_asking_writes_one_mail_which_is_worth_nothing_after_a_quarter_hour(group: Group) -> None:
    group.asks()
    mail = NewMail(
        id="id 2",
        key="sign_in:id 1",
        kind=MailKind.SIGN_IN,
        created_at=at(0),
        expires_at=at(15),
        leader_id="ana",
        sign_in_id="id 1",
    )
    assert group.store.mails == [mail]


def test_the_press_signs_in_once(group: Group) -> None:
    group.asks()
    link = group.link
    assert group.sign_in.press(link, LAPTOP) == ANA.who
    assert is_used_up(group, link)


def test_looking_uses_nothing_up_and_neither_does_a_press_elsewhere(group: Group) -> None:
    group.asks()
    for _ in range(20):
        group.sign_in.look(group.link, LAPTOP)
        for elsewhere in (PHONE, None):
            with pytest.raises(AnotherBrowser):
                group.sign_in.look(group.link, elsewhere)
            with pytest.raises(AnotherBrowser):
                group.sign_in.press(group.link, elsewhere)
    assert group.sign_in.press(group.link, LAPTOP) == ANA.who


def test_a_link_is_good_for_a_quarter_of_an_hour(group: Group) -> None:
    group.asks()
    group.clock.wait(minutes=15, seconds=-1)
    group.sign_in.look(group.link, LAPTOP)
    group.clock.wait(seconds=1)
    assert is_used_up(group, group.link)


def test_a_used_link_says_so_in_every_browser(group: Group) -> None:
    group.asks()
    group.sign_in.press(group.link, LAPTOP)
    assert is_used_up(group, group.link, PHONE)


def test_what_nobody_asked_for_any_more_is_used_up(group: Group) -> None:
    group.asks()
    link = group.link
    group.store.kept.clear()
    assert is_used_up(group, link)


def test_somebody_who_leads_no_more_is_not_let_in(group: Group) -> None:
    group.asks()
    del group.store.leaders["ana"]
    with pytest.raises(LinkExpired):
        group.sign_in.press(group.link, LAPTOP)


def test_the_digits_sign_in_where_the_mail_was_asked_for(group: Group) -> None:
    group.asks()
    assert group.types(group.digits, PHONE) is None
    assert group.types(group.digits, None) is None
    assert group.types(group.digits) == ANA.who
    assert group.types(group.digits) is None
    assert is_used_up(group, group.link)


@pytest.mark.parametrize("typed", ["000001", "000 001", " 000-001 "])
def test_the_digits_may_be_spaced(group: Group, typed: str) -> None:
    group.asks()
    assert group.types(typed) == ANA.who


def test_five_wrong_digits_end_the_request_and_its_link(group: Group) -> None:
    group.asks()
    assert [group.types(WRONG) for _ in range(5)] == [None] * 5
    assert group.types(group.digits) is None
    assert is_used_up(group, group.link)


def test_four_do_not(group: Group) -> None:
    group.asks()
    assert [group.types(WRONG) for _ in range(4)] == [None] * 4
    assert group.types(group.digits) == ANA.who


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "½23456"])
def test_what_is_not_six_digits_is_a_slip_and_no_guess(group: Group, typed: str) -> None:
    group.asks()
    for _ in range(9):
        with pytest.raises(CodeRefused) as refused:
            group.sign_in.type_code(typed, LAPTOP)
        assert refused.value.slip
    assert group.types(group.digits) == ANA.who


def test_asking_again_leaves_the_first_mails_digits_right(group: Group) -> None:
    group.asks()
    first = group.digits
    group.clock.wait(minutes=1)
    group.asks()
    assert group.types(first) == ANA.who


def test_and_five_wrong_ones_end_both(group: Group) -> None:
    group.asks()
    group.clock.wait(minutes=1)
    group.asks()
    assert [group.types(WRONG) for _ in range(5)] == [None] * 5
    assert group.types(group.digits) is None


def test_wrong_digits_are_no_slip_whoever_asked(group: Group) -> None:
    group.asks()
    group.asks(NOBODYS, PHONE)
    for browser in (LAPTOP, PHONE, None):
        with pytest.raises(CodeRefused) as refused:
            group.sign_in.type_code(WRONG, browser)
        assert not refused.value.slip


def test_an_unknown_address_leaves_nothing(group: Group) -> None:
    assert group.asks(NOBODYS) == 0
    assert group.store.kept == {}


def test_one_mail_in_half_a_minute_and_five_in_an_hour(group: Group) -> None:
    for seconds in (0, 29, 30, 60, 90, 120, 150, 180, 3599, 3600, 3629, 3630):
        group.clock.set(at(seconds=seconds))
        group.asks()
    written = [(mail.created_at - at(0)).total_seconds() for mail in group.store.mails]
    assert written == [0, 30, 60, 90, 120, 3600, 3630]
    assert len(group.store.kept) == 7


def test_strangers_who_ask_leave_room_for_the_leader(group: Group) -> None:
    asked = [group.asks(browser=f"stranger {each}", network="198.51.100.7") for each in range(40)]
    assert sum(asked) == 30
    assert group.asks() == 1
    assert group.sign_in.press(group.link, LAPTOP) == ANA.who


def test_a_browser_that_signed_them_in_before_always_gets_one(group: Group) -> None:
    for network in range(5):
        for each in range(30):
            group.asks(browser=f"{network} {each}", network=f"198.51.100.{network}")
    assert (len(group.store.mails), group.capped) == (100, [at(0)])
    assert group.asks() == 0
    assert group.asks(known=BENS) == 0
    assert group.asks(known=ANAS) == 1


def test_but_no_more_than_any_browser_whatever_else_it_throws_away(group: Group) -> None:
    written = [group.asks(browser=f"a new secret {each}", known=ANAS) for each in range(3)]
    for minutes in range(1, 7):
        group.clock.set(at(minutes))
        written.append(group.asks(browser=f"another {minutes}", known=ANAS))
    assert written == [1, 0, 0, 1, 1, 1, 1, 0, 0]


def test_what_could_not_be_written_does_not_count(group: Group) -> None:
    group.store.away = True
    for _ in range(9):
        with pytest.raises(Unavailable):
            group.asks()
    group.store.away = False
    assert group.asks() == 1


def test_strangers_make_no_more_guesses_by_asking_from_many_browsers(group: Group) -> None:
    group.asks()
    digits = group.digits
    for browser in range(5):
        group.asks(browser=f"stranger {browser}")
        for _ in range(5):
            group.types(WRONG, f"stranger {browser}")
    group.asks(browser="one more")
    assert group.types(group.digits, "one more") is None, "these would have been right"
    assert group.types(digits) is None
    assert group.types(digits, known=BENS) is None
    assert group.types(digits, known=ANAS) == ANA.who


def test_the_link_opens_all_the_same(group: Group) -> None:
    group.asks()
    link = group.link
    for browser in range(6):
        group.asks(browser=f"stranger {browser}")
        for _ in range(5):
            group.types(WRONG, f"stranger {browser}")
    assert group.sign_in.press(link, LAPTOP) == ANA.who


def test_what_one_leader_asks_for_is_no_limit_to_another(group: Group) -> None:
    group.asks()
    group.asks("ben@example.org", PHONE)
    assert group.sign_in.press(group.link, PHONE) == BEN.who


def test_the_demos_standing_link_opens_any_number_of_browsers() -> None:
    group = Group(standing_links=True)
    for browser in (LAPTOP, PHONE, None, LAPTOP):
        group.sign_in.look("standing:ana", browser)
        assert group.sign_in.press("standing:ana", browser) == ANA.who


def test_it_signs_in_under_the_version_in_force() -> None:
    group = Group(standing_links=True)
    group.store.leaders["ana"] = again = Identity(ANA.who.kind, "ana", 2)
    assert group.sign_in.press("standing:ana", LAPTOP) == again


def test_where_none_are_given_out_it_was_never_valid(group: Group) -> None:
    with pytest.raises(LinkNeverValid):
        group.sign_in.look("standing:ana", LAPTOP)
    with pytest.raises(LinkNeverValid):
        group.sign_in.press("standing:ana", LAPTOP)


def test_a_mailed_link_is_as_good_in_the_demo() -> None:
    group = Group(standing_links=True)
    group.asks()
    assert group.sign_in.press(group.link, LAPTOP) == ANA.who
    assert is_used_up(group, group.link)
