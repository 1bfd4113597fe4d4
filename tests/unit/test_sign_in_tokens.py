"""A leader's sign-in: a link for a quarter of an hour and six digits, both made of the request's id and a secret."""

from datetime import UTC, datetime, timedelta

import pytest

from balint_live.adapters.tokens import LINK_LIFE, Tokens
from balint_live.application.access.asking import KnownBrowser
from balint_live.application.access.links import LinkExpired, LinkNeverValid

NOW = datetime(2026, 3, 5, 19, 0, tzinfo=UTC)
SECRET, LATER, OTHER = "s" * 32, "t" * 32, "o" * 32
TOKENS = Tokens(SECRET)
SIGN_IN = TOKENS.sign_in_token("request", NOW)
STANDING = TOKENS.standing_sign_in_token("ana", NOW)
JOIN = TOKENS.join_token("carla", "tuesday", 2, NOW)
SECOND = timedelta(seconds=1)
QUARTER_HOUR = timedelta(minutes=15)


def test_a_link_names_its_request_for_a_quarter_of_an_hour() -> None:
    assert TOKENS.read_sign_in_token(SIGN_IN, NOW + QUARTER_HOUR - SECOND) == "request"
    with pytest.raises(LinkExpired):
        TOKENS.read_sign_in_token(SIGN_IN, NOW + QUARTER_HOUR)


def test_the_standing_one_names_its_leader_for_years() -> None:
    assert TOKENS.read_standing_sign_in_token(STANDING, NOW + LINK_LIFE - SECOND) == "ana"
    with pytest.raises(LinkExpired):
        TOKENS.read_standing_sign_in_token(STANDING, NOW + LINK_LIFE)


@pytest.mark.parametrize("token", [STANDING, JOIN, SIGN_IN[:-1], Tokens(OTHER).sign_in_token("request", NOW)])
def test_what_was_never_a_sign_in_link_is_not_one(token: str) -> None:
    with pytest.raises(LinkNeverValid):
        TOKENS.read_sign_in_token(token, NOW)


@pytest.mark.parametrize("token", [SIGN_IN, JOIN, STANDING + "x"])
def test_nor_does_it_stand(token: str) -> None:
    with pytest.raises(LinkNeverValid):
        TOKENS.read_standing_sign_in_token(token, NOW)


def test_the_digits_are_six_the_same_each_time_and_each_requests_own() -> None:
    codes = [TOKENS.sign_in_code(f"request {number}") for number in range(300)]
    assert codes == [TOKENS.sign_in_code(f"request {number}") for number in range(300)]
    assert {(len(code), code.isdecimal()) for code in codes} == {(6, True)}
    assert len(set(codes)) > 290
    assert [code for code in codes if code.startswith("0")] != []


def test_no_other_digits_are_right() -> None:
    code = TOKENS.sign_in_code("request")
    assert TOKENS.is_sign_in_code("request", code)
    others = [f"{(int(code) + 1) % 10**6:06}", TOKENS.sign_in_code("another"), code[:5], code + "0", ""]
    assert [TOKENS.is_sign_in_code("request", other) for other in others] == [False] * 5


def test_an_earlier_secrets_link_and_digits_are_good_while_it_is_listed() -> None:
    rotated = Tokens(LATER, [SECRET])
    assert rotated.read_sign_in_token(SIGN_IN, NOW) == "request"
    assert rotated.is_sign_in_code("request", TOKENS.sign_in_code("request"))
    assert rotated.is_sign_in_code("request", rotated.sign_in_code("request"))


def test_and_no_longer() -> None:
    with pytest.raises(LinkNeverValid):
        Tokens(LATER).read_sign_in_token(SIGN_IN, NOW)
    assert not Tokens(LATER).is_sign_in_code("request", TOKENS.sign_in_code("request"))


KNOWN = KnownBrowser("laptop", (TOKENS.leader_mark("ben"), TOKENS.leader_mark("ana")))
HALF_A_YEAR = timedelta(days=180)


def test_a_known_browser_shows_for_half_a_year_whom_it_signed_in_and_names_nobody() -> None:
    token = TOKENS.known_browser_token(KNOWN, NOW)
    assert TOKENS.read_known_browser(token, NOW + HALF_A_YEAR - SECOND) == KNOWN
    assert TOKENS.read_known_browser(token, NOW + HALF_A_YEAR) is None
    assert [TOKENS.is_mark_of(each, KNOWN.marks) for each in ("ana", "ben", "eve")] == [True, True, False]
    assert [len(mark) for mark in KNOWN.marks] == [32, 32]
    assert "ana" not in "".join(KNOWN.marks)


def test_after_a_change_of_secret_it_is_known_still() -> None:
    later = Tokens(LATER, [SECRET])
    assert later.read_known_browser(TOKENS.known_browser_token(KNOWN, NOW), NOW) == KNOWN
    assert later.is_mark_of("ana", KNOWN.marks)
    assert not Tokens(LATER).is_mark_of("ana", KNOWN.marks)


@pytest.mark.parametrize(
    "token", ["", "x", SIGN_IN, STANDING, JOIN, Tokens(OTHER).known_browser_token(KNOWN, NOW)]
)
def test_nothing_else_makes_a_browser_known(token: str) -> None:
    assert TOKENS.read_known_browser(token, NOW) is None


def test_a_browser_remembers_its_latest_five() -> None:
    browser = KnownBrowser("laptop")
    for mark in "abcdeafg":
        browser = browser.with_mark(mark)
    assert browser == KnownBrowser("laptop", ("d", "e", "a", "f", "g"))
