from datetime import UTC, datetime, timedelta

import jwt
import pytest

from balint_live.adapters.system import new_id
from balint_live.adapters.tokens import LINK_LIFE, Tokens
from balint_live.application.access.links import Claim, LinkExpired, LinkNeverValid
from balint_live.application.identity import Identity, Kind

NOW = datetime(2026, 3, 5, 19, 0, tzinfo=UTC)
SECRET, LATER, OTHER = "s" * 32, "t" * 32, "o" * 32
TOKENS = Tokens(SECRET)
CARLA = Identity(Kind.REGISTRANT, "carla", 2)
ANA = Identity(Kind.LEADER, "ana", 1)
LIFE = timedelta(minutes=10)

JOIN = TOKENS.join_token("carla", "tuesday", 2, NOW)
LEAVE = TOKENS.leave_token("carla", "tuesday", 2, NOW)
SIGN_IN = TOKENS.sign_in_token("request", NOW)
STANDING = TOKENS.standing_sign_in_token("ana", NOW)
LIVE = TOKENS.live_token(CARLA, "third", "login", NOW, LIFE)


ISSUED = int(NOW.timestamp())
OLD_CLAIMS = {
    "iss": "balint-live",
    "jti": "carla.2",
    "iat": ISSUED,
    "exp": ISSUED + 3 * 365 * 86400,
    "sub": "carla",
    "ver": 2,
    "grp": "tuesday",
}


def forged(**changed: object) -> str:
    """A join token as earlier versions signed them, with other claims; a claim of None is left out."""
    claims = {**OLD_CLAIMS, "aud": "join", **changed}
    return jwt.encode(
        {name: value for name, value in claims.items() if value is not None}, SECRET, algorithm="HS256"
    )


OLD_JOIN = forged()


def test_a_join_link_names_its_registrant_version_and_group() -> None:
    assert TOKENS.read_join_token(JOIN, NOW) == Claim(CARLA, "tuesday")


def test_so_does_the_one_for_leaving() -> None:
    assert TOKENS.read_leave_token(LEAVE, NOW) == Claim(CARLA, "tuesday")


def test_a_link_carries_ids_a_version_and_its_moment_only() -> None:
    signed, signature = JOIN.split(".")

    assert (signed, len(signature)) == (f"carla-tuesday-2-{ISSUED}", 43)
    assert STANDING.split(".")[0] == f"ana-{ISSUED}"


def test_a_link_with_its_address_is_short_enough_to_copy() -> None:
    site, id, group = "https://balint.example.org", new_id(), new_id()
    links = {
        "join": TOKENS.join_token(id, group, 1, NOW),
        "leave": TOKENS.leave_token(id, group, 1, NOW),
        "sign-in": TOKENS.sign_in_token(id, NOW),
        "calendar": f"{TOKENS.calendar_token(Identity(Kind.REGISTRANT, id, 1))}.ics",
    }

    lengths = [len(f"{site}/{address}/{token}") for address, token in links.items()]

    assert (lengths, len(TOKENS.standing_sign_in_token(id, NOW))) == ([122, 123, 106, 113], 71)


def test_the_same_link_is_made_again_and_another_version_is_another_link() -> None:
    assert Tokens(SECRET).join_token("carla", "tuesday", 2, NOW) == JOIN
    assert TOKENS.join_token("carla", "tuesday", 3, NOW) != JOIN
    assert TOKENS.leave_token("carla", "tuesday", 2, NOW) == LEAVE


def test_a_link_whose_time_is_over_has_expired() -> None:
    assert TOKENS.read_join_token(JOIN, NOW + LINK_LIFE - timedelta(seconds=1)).who == CARLA
    with pytest.raises(LinkExpired):
        TOKENS.read_join_token(JOIN, NOW + LINK_LIFE)


def test_a_link_of_an_earlier_version_is_good_until_it_ends() -> None:
    last = NOW + LINK_LIFE - timedelta(seconds=1)
    assert TOKENS.read_join_token(OLD_JOIN, last) == Claim(CARLA, "tuesday")
    assert TOKENS.read_leave_token(forged(aud="leave"), last) == Claim(CARLA, "tuesday")
    assert TOKENS.read_sign_in_token(forged(aud="sign-in", sub="request"), last) == "request"
    assert TOKENS.read_standing_sign_in_token(forged(aud="standing-sign-in", sub="ana"), last) == "ana"
    with pytest.raises(LinkExpired):
        TOKENS.read_join_token(OLD_JOIN, NOW + LINK_LIFE)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "abc",
        "a.b.c",
        "a-b-1-1.c",
        JOIN[:-1],
        JOIN + "x",
        JOIN.replace(".", "", 1),
        JOIN.replace("-2-", "-3-"),
        JOIN.replace(".", ".="),
        LEAVE,
        SIGN_IN,
        STANDING,
        LIVE,
        Tokens(OTHER).join_token("carla", "tuesday", 2, NOW),
        OLD_JOIN[:-1],
        OLD_JOIN.replace(".", "", 1),
        jwt.encode({**OLD_CLAIMS, "aud": "join"}, "", algorithm="none"),
        jwt.encode({**OLD_CLAIMS, "aud": "join"}, SECRET * 2, algorithm="HS512"),
        forged(aud="leave"),
        forged(aud=["join", "sign-in"]),
        forged(iss="somebody"),
        forged(jti=None),
        forged(exp=None),
        forged(iat=None),
        forged(sub=None),
        forged(ver=None),
        forged(ver="latest"),
        forged(grp=None),
        "é" * 40,
    ],
)
def test_what_was_never_a_join_link_is_not_one(token: str) -> None:
    with pytest.raises(LinkNeverValid):
        TOKENS.read_join_token(token, NOW)


def test_a_join_link_takes_nobody_out_of_the_group() -> None:
    with pytest.raises(LinkNeverValid):
        TOKENS.read_leave_token(JOIN, NOW)


def test_a_calendars_address_names_whose_it_is_and_opens_nothing_else() -> None:
    assert [TOKENS.read_calendar_token(TOKENS.calendar_token(who)) for who in (CARLA, ANA)] == [CARLA, ANA]
    for token in (JOIN, OLD_JOIN, STANDING, TOKENS.calendar_token(CARLA)[:-1], "x"):
        with pytest.raises(LinkNeverValid):
            TOKENS.read_calendar_token(token)
    with pytest.raises(LinkNeverValid):
        TOKENS.read_join_token(TOKENS.calendar_token(CARLA), NOW)


def test_an_earlier_secret_still_reads_and_the_newest_signs() -> None:
    rotated = Tokens(LATER, [SECRET])

    assert [rotated.read_join_token(token, NOW).who for token in (JOIN, OLD_JOIN)] == [CARLA, CARLA]
    assert Tokens(LATER).read_join_token(rotated.join_token("carla", "tuesday", 2, NOW), NOW).who == CARLA


def test_a_secret_that_is_no_longer_listed_reads_nothing() -> None:
    with pytest.raises(LinkNeverValid):
        Tokens(LATER, [OTHER]).read_join_token(JOIN, NOW)


@pytest.mark.parametrize("secrets", [("short", []), (SECRET, ["short"]), ("", [])])
def test_a_short_secret_is_refused(secrets: tuple[str, list[str]]) -> None:
    with pytest.raises(ValueError, match=r"^A secret needs at least 32 bytes\.$"):
        Tokens(*secrets)


def test_a_live_token_names_whom_it_was_made_for() -> None:
    assert TOKENS.read_live_token(LIVE, "third", "login", NOW + LIFE - timedelta(seconds=1)) == CARLA
    assert TOKENS.read_live_token(TOKENS.live_token(ANA, "third", "l", NOW, LIFE), "third", "l", NOW) == ANA


@pytest.mark.parametrize(
    ("token", "meeting", "login", "after"),
    [
        (LIVE, "fourth", "login", timedelta()),
        (LIVE, "third", "another", timedelta()),
        (LIVE, "third", "login", LIFE),
        (LIVE + "x", "third", "login", timedelta()),
        (JOIN, "third", "login", timedelta()),
        ("", "third", "login", timedelta()),
    ],
)
def test_it_is_worth_nothing_elsewhere_to_others_or_later(
    token: str, meeting: str, login: str, after: timedelta
) -> None:
    assert TOKENS.read_live_token(token, meeting, login, NOW + after) is None
