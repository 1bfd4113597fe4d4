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


class SignIns:
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
def sign_ins() -> SignIns:
    return SignIns()


def is_used_up(sign_ins: SignIns, link: str, browser: str | None = LAPTOP) -> bool:
    with pytest.raises(LinkExpired) as looked:
        sign_ins.sign_in.look(link, browser)
    with pytest.raises(LinkExpired) as pressed:
        sign_ins.sign_in.press(link, browser)
    return looked.value.why is pressed.value.why is Over.SIGN_IN


def test_asking_writes_one_mail_which_is_worth_nothing_after_a_quarter_hour(sign_ins: SignIns) -> None:
    sign_ins.asks()
    mail = NewMail(
        id="id 2",
        key="sign_in:id 1",
        kind=MailKind.SIGN_IN,
        created_at=at(0),
        expires_at=at(15),
        leader_id="ana",
        sign_in_id="id 1",
    )
    assert sign_ins.store.mails == [mail]


def test_a_link_from_the_terminal_signs_in_once_soon_and_anywhere_without_a_mail(sign_ins: SignIns) -> None:
    links = [sign_ins.sign_in.at_the_terminal("ana") for _ in range(2)]
    assert sign_ins.sign_in.press(links[0], PHONE) == ANA.who
    assert is_used_up(sign_ins, links[0], PHONE)
    sign_ins.clock.set(at(15))
    assert is_used_up(sign_ins, links[1])
    assert sign_ins.store.mails == []


def test_the_press_signs_in_once(sign_ins: SignIns) -> None:
    sign_ins.asks()
    link = sign_ins.link
    assert sign_ins.sign_in.press(link, LAPTOP) == ANA.who
    assert is_used_up(sign_ins, link)


def test_looking_uses_nothing_up_and_neither_does_a_press_elsewhere(sign_ins: SignIns) -> None:
    sign_ins.asks()
    for _ in range(20):
        sign_ins.sign_in.look(sign_ins.link, LAPTOP)
        for elsewhere in (PHONE, None):
            with pytest.raises(AnotherBrowser):
                sign_ins.sign_in.look(sign_ins.link, elsewhere)
            with pytest.raises(AnotherBrowser):
                sign_ins.sign_in.press(sign_ins.link, elsewhere)
    assert sign_ins.sign_in.press(sign_ins.link, LAPTOP) == ANA.who


def test_a_link_is_good_for_a_quarter_of_an_hour(sign_ins: SignIns) -> None:
    sign_ins.asks()
    sign_ins.clock.wait(minutes=15, seconds=-1)
    sign_ins.sign_in.look(sign_ins.link, LAPTOP)
    sign_ins.clock.wait(seconds=1)
    assert is_used_up(sign_ins, sign_ins.link)


def test_a_used_link_says_so_in_every_browser(sign_ins: SignIns) -> None:
    sign_ins.asks()
    sign_ins.sign_in.press(sign_ins.link, LAPTOP)
    assert is_used_up(sign_ins, sign_ins.link, PHONE)


def test_what_nobody_asked_for_any_more_is_used_up(sign_ins: SignIns) -> None:
    sign_ins.asks()
    link = sign_ins.link
    sign_ins.store.kept.clear()
    assert is_used_up(sign_ins, link)


def test_somebody_who_leads_no_more_is_not_let_in(sign_ins: SignIns) -> None:
    sign_ins.asks()
    del sign_ins.store.leaders["ana"]
    with pytest.raises(LinkExpired):
        sign_ins.sign_in.press(sign_ins.link, LAPTOP)


def test_the_digits_sign_in_where_the_mail_was_asked_for(sign_ins: SignIns) -> None:
    sign_ins.asks()
    assert sign_ins.types(sign_ins.digits, PHONE) is None
    assert sign_ins.types(sign_ins.digits, None) is None
    assert sign_ins.types(sign_ins.digits) == ANA.who
    assert sign_ins.types(sign_ins.digits) is None
    assert is_used_up(sign_ins, sign_ins.link)


@pytest.mark.parametrize("typed", ["000001", "000 001", " 000-001 "])
def test_the_digits_may_be_spaced(sign_ins: SignIns, typed: str) -> None:
    sign_ins.asks()
    assert sign_ins.types(typed) == ANA.who


def test_five_wrong_digits_end_the_request_and_its_link(sign_ins: SignIns) -> None:
    sign_ins.asks()
    assert [sign_ins.types(WRONG) for _ in range(5)] == [None] * 5
    assert sign_ins.types(sign_ins.digits) is None
    assert is_used_up(sign_ins, sign_ins.link)


def test_four_do_not(sign_ins: SignIns) -> None:
    sign_ins.asks()
    assert [sign_ins.types(WRONG) for _ in range(4)] == [None] * 4
    assert sign_ins.types(sign_ins.digits) == ANA.who


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "½23456"])
def test_what_is_not_six_digits_is_a_slip_and_no_guess(sign_ins: SignIns, typed: str) -> None:
    sign_ins.asks()
    for _ in range(9):
        with pytest.raises(CodeRefused) as refused:
            sign_ins.sign_in.type_code(typed, LAPTOP)
        assert refused.value.slip
    assert sign_ins.types(sign_ins.digits) == ANA.who


def test_asking_again_leaves_the_first_mails_digits_right(sign_ins: SignIns) -> None:
    sign_ins.asks()
    first = sign_ins.digits
    sign_ins.clock.wait(minutes=1)
    sign_ins.asks()
    assert sign_ins.types(first) == ANA.who


def test_and_five_wrong_ones_end_both(sign_ins: SignIns) -> None:
    sign_ins.asks()
    sign_ins.clock.wait(minutes=1)
    sign_ins.asks()
    assert [sign_ins.types(WRONG) for _ in range(5)] == [None] * 5
    assert sign_ins.types(sign_ins.digits) is None


def test_wrong_digits_are_no_slip_whoever_asked(sign_ins: SignIns) -> None:
    sign_ins.asks()
    sign_ins.asks(NOBODYS, PHONE)
    for browser in (LAPTOP, PHONE, None):
        with pytest.raises(CodeRefused) as refused:
            sign_ins.sign_in.type_code(WRONG, browser)
        assert not refused.value.slip


def test_an_unknown_address_leaves_nothing(sign_ins: SignIns) -> None:
    assert sign_ins.asks(NOBODYS) == 0
    assert sign_ins.store.kept == {}


def test_one_mail_in_half_a_minute_and_five_in_an_hour(sign_ins: SignIns) -> None:
    for seconds in (0, 29, 30, 60, 90, 120, 150, 180, 3599, 3600, 3629, 3630):
        sign_ins.clock.set(at(seconds=seconds))
        sign_ins.asks()
    written = [(mail.created_at - at(0)).total_seconds() for mail in sign_ins.store.mails]
    assert written == [0, 30, 60, 90, 120, 3600, 3630]
    assert len(sign_ins.store.kept) == 7


def test_strangers_who_ask_leave_room_for_the_leader(sign_ins: SignIns) -> None:
    asked = [sign_ins.asks(browser=f"stranger {each}", network="198.51.100.7") for each in range(40)]
    assert sum(asked) == 30
    assert sign_ins.asks() == 1
    assert sign_ins.sign_in.press(sign_ins.link, LAPTOP) == ANA.who


def test_a_browser_that_signed_them_in_before_always_gets_one(sign_ins: SignIns) -> None:
    for network in range(5):
        for each in range(30):
            sign_ins.asks(browser=f"{network} {each}", network=f"198.51.100.{network}")
    assert (len(sign_ins.store.mails), sign_ins.capped) == (100, [at(0)])
    assert sign_ins.asks() == 0
    assert sign_ins.asks(known=BENS) == 0
    assert sign_ins.asks(known=ANAS) == 1


def test_but_no_more_than_any_browser_whatever_else_it_throws_away(sign_ins: SignIns) -> None:
    written = [sign_ins.asks(browser=f"a new secret {each}", known=ANAS) for each in range(3)]
    for minutes in range(1, 7):
        sign_ins.clock.set(at(minutes))
        written.append(sign_ins.asks(browser=f"another {minutes}", known=ANAS))
    assert written == [1, 0, 0, 1, 1, 1, 1, 0, 0]


def test_what_could_not_be_written_does_not_count(sign_ins: SignIns) -> None:
    sign_ins.store.away = True
    for _ in range(9):
        with pytest.raises(Unavailable):
            sign_ins.asks()
    sign_ins.store.away = False
    assert sign_ins.asks() == 1


def test_strangers_make_no_more_guesses_by_asking_from_many_browsers(sign_ins: SignIns) -> None:
    sign_ins.asks()
    digits = sign_ins.digits
    for browser in range(5):
        sign_ins.asks(browser=f"stranger {browser}")
        for _ in range(5):
            sign_ins.types(WRONG, f"stranger {browser}")
    sign_ins.asks(browser="one more")
    assert sign_ins.types(sign_ins.digits, "one more") is None, "these would have been right"
    assert sign_ins.types(digits) is None
    assert sign_ins.types(digits, known=BENS) is None
    assert sign_ins.types(digits, known=ANAS) == ANA.who


def test_the_link_opens_all_the_same(sign_ins: SignIns) -> None:
    sign_ins.asks()
    link = sign_ins.link
    for browser in range(6):
        sign_ins.asks(browser=f"stranger {browser}")
        for _ in range(5):
            sign_ins.types(WRONG, f"stranger {browser}")
    assert sign_ins.sign_in.press(link, LAPTOP) == ANA.who


def test_what_one_leader_asks_for_is_no_limit_to_another(sign_ins: SignIns) -> None:
    sign_ins.asks()
    sign_ins.asks("ben@example.org", PHONE)
    assert sign_ins.sign_in.press(sign_ins.link, PHONE) == BEN.who


def test_the_demos_standing_link_opens_any_number_of_browsers() -> None:
    sign_ins = SignIns(standing_links=True)
    for browser in (LAPTOP, PHONE, None, LAPTOP):
        sign_ins.sign_in.look("standing:ana", browser)
        assert sign_ins.sign_in.press("standing:ana", browser) == ANA.who


def test_it_signs_in_under_the_version_in_force() -> None:
    sign_ins = SignIns(standing_links=True)
    sign_ins.store.leaders["ana"] = again = Identity(ANA.who.kind, "ana", 2)
    assert sign_ins.sign_in.press("standing:ana", LAPTOP) == again


def test_where_none_are_given_out_it_was_never_valid(sign_ins: SignIns) -> None:
    with pytest.raises(LinkNeverValid):
        sign_ins.sign_in.look("standing:ana", LAPTOP)
    with pytest.raises(LinkNeverValid):
        sign_ins.sign_in.press("standing:ana", LAPTOP)


def test_a_mailed_link_is_as_good_in_the_demo() -> None:
    sign_ins = SignIns(standing_links=True)
    sign_ins.asks()
    assert sign_ins.sign_in.press(sign_ins.link, LAPTOP) == ANA.who
    assert is_used_up(sign_ins, sign_ins.link)
