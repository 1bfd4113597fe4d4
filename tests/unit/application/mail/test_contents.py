"""What a mail says is decided when it is sent: facts of that moment, or nothing when it has been overtaken."""

from dataclasses import replace
from datetime import timedelta

import pytest

from balint_live.adapters.tokens import Tokens
from balint_live.application.groups.group import Staff
from balint_live.application.identity import Identity, Kind
from balint_live.application.mail.contents import (
    Addressee,
    ErasedFacts,
    Mail,
    MailContents,
    RollFacts,
    SignInFacts,
)
from balint_live.application.mail_queue import DueMail, MailKind, NewMail
from tests.unit.application.attendance.series import ANA, CARLA, FIRST, GROUP, NOW, SESSIONS, FakeFacts, mail

SITE = "https://balint.example.org"
TOKENS = Tokens("s" * 32)
JOIN = f"{SITE}/join/{TOKENS.join_token('carla', 'tuesday', 1, CARLA.link_issued_at)}"
LEAVE = f"{SITE}/leave/{TOKENS.leave_token('carla', 'tuesday', 1, CARLA.link_issued_at)}"
MOVED_ONCE = "moved:s1:1:carla"


def written(facts: FakeFacts, new: NewMail, reachable: bool = True) -> Mail | None:
    letters = MailContents(facts, TOKENS, lambda id: f"code of {id}", SITE, reachable)
    return letters.mail(DueMail(mail=new, attempts=0, claim="c"), NOW)


def test_an_invitation_carries_link_code_and_every_session_to_come() -> None:
    facts = FakeFacts()
    facts.change(2, cancelled_at=NOW)

    assert written(facts, mail(MailKind.INVITATION)) == Mail(
        id="m1",
        kind=MailKind.INVITATION,
        to=Addressee("carla", "Carla Costa", "carla@example.org"),
        written_at=NOW,
        site=SITE,
        settings=GROUP.settings,
        group_id="tuesday",
        meetings=(SESSIONS[0], SESSIONS[2]),
        link=JOIN,
        code="ACDE-2346",
        calendar=f"{SITE}/calendar/{TOKENS.calendar_token(Identity(Kind.REGISTRANT, 'carla', 1))}.ics",
        leave_link=LEAVE,
    )


def test_a_link_is_made_from_the_version_in_force() -> None:
    facts = FakeFacts()
    facts.registrant = replace(CARLA, link_version=2)

    letter = written(facts, mail(MailKind.INVITATION))

    assert letter is not None
    assert letter.link == f"{SITE}/join/{TOKENS.join_token('carla', 'tuesday', 2, CARLA.link_issued_at)}"


def test_a_move_tells_the_session_as_it_is_now_and_the_time_before() -> None:
    facts = FakeFacts()
    facts.change(1, start=FIRST + timedelta(hours=1), sequence=1)
    new = replace(mail(MailKind.MOVED, MOVED_ONCE, meeting_id="s1"), previous_start=FIRST)

    letter = written(facts, new)

    assert letter is not None
    assert (letter.meeting, letter.previous_start) == (facts.meetings[0], FIRST)
    assert letter.meetings == (facts.meetings[0],)


def test_a_cancelled_session_is_followed_by_those_to_come() -> None:
    facts = FakeFacts()
    facts.change(1, cancelled_at=NOW, sequence=1)

    letter = written(facts, mail(MailKind.CANCELLED, "cancelled:s1:1:carla", meeting_id="s1"))

    assert letter is not None
    assert (letter.meeting, letter.meetings) == (facts.meetings[0], facts.meetings)


@pytest.mark.parametrize(
    ("kind", "key", "change"),
    [
        (MailKind.MOVED, MOVED_ONCE, {"sequence": 2}),
        (MailKind.MOVED, MOVED_ONCE, {"sequence": 1, "cancelled_at": NOW}),
        (MailKind.DAY_BEFORE, "day_before:s1:0:carla", {"sequence": 1}),
        (MailKind.SOON, "soon:s1:0:carla", {"cancelled_at": NOW}),
        (MailKind.RUNNING_NOW, "running_now:s1:7:carla", {"closed_at": NOW}),
        (MailKind.CANCELLED, "cancelled:s1:1:carla", {}),
    ],
)
def test_what_has_been_overtaken_is_not_sent(kind: MailKind, key: str, change: dict[str, object]) -> None:
    facts = FakeFacts()
    facts.change(1, **change)

    assert written(facts, mail(kind, key, meeting_id="s1")) is None


def test_nothing_is_written_to_who_has_left_but_that_they_have() -> None:
    facts = FakeFacts()
    facts.registrant = replace(CARLA, withdrawn_at=NOW, join_code=None)

    farewell = written(facts, mail(MailKind.REMOVED))

    assert written(facts, mail(MailKind.INVITATION)) is None
    assert farewell is not None
    assert (farewell.link, farewell.code, farewell.leave_link) == (None, None, None)
    assert [one.sequence for one in farewell.meetings] == [1, 1, 1]


def test_who_comes_back_gets_past_their_own_removal_in_calendars() -> None:
    facts = FakeFacts()
    facts.registrant = replace(CARLA, link_version=2)

    again = written(facts, mail(MailKind.INVITATION))

    assert again is not None
    assert [one.sequence for one in again.meetings] == [2, 2, 2]


def test_who_was_erased_gets_nothing() -> None:
    facts = FakeFacts()
    facts.registrant = None

    assert written(facts, mail(MailKind.INVITATION)) is None


def sign_in(*, minutes_ago: int, open: bool = True) -> FakeFacts:
    facts = FakeFacts()
    ana = Staff(id="ana", name="Ana Ruiz", email="ana@example.org", coordinator=False)
    facts.asked = SignInFacts(ana, NOW - timedelta(minutes=minutes_ago), open)
    return facts


def test_whose_address_is_no_longer_kept_gets_nothing() -> None:
    facts = FakeFacts()
    gone = replace(CARLA, details=replace(CARLA.details, email=""), withdrawn_at=NOW)
    for registrant, kind in (
        (gone, MailKind.REMOVED),
        (replace(gone, withdrawn_at=None), MailKind.INVITATION),
    ):
        facts.registrant = registrant
        assert written(facts, mail(kind)) is None


def test_a_sign_in_mail_carries_link_and_code() -> None:
    letter = written(sign_in(minutes_ago=1), mail(MailKind.SIGN_IN, sign_in_id="si1"))

    assert letter is not None
    token = TOKENS.sign_in_token("si1", NOW - timedelta(minutes=1))
    assert (letter.to.email, letter.link, letter.code) == (
        "ana@example.org",
        f"{SITE}/sign-in/{token}",
        "code of si1",
    )


@pytest.mark.parametrize("facts", [sign_in(minutes_ago=15), sign_in(minutes_ago=1, open=False)])
def test_a_sign_in_that_is_over_is_not_mailed(facts: FakeFacts) -> None:
    assert written(facts, mail(MailKind.SIGN_IN, sign_in_id="si1")) is None


def to_ana(kind: MailKind, key: str = "", **facts: str) -> NewMail:
    return replace(mail(kind, key or f"{kind}:ana", **facts), registrant_id=None, leader_id="ana")


def test_a_new_leader_reads_every_session_to_come_where_to_sign_in_and_their_calendars_address() -> None:
    facts = FakeFacts()
    facts.change(2, cancelled_at=NOW)

    assert written(facts, to_ana(MailKind.LEADS)) == Mail(
        id="m1",
        kind=MailKind.LEADS,
        to=Addressee("ana", "Ana", "ana@example.org"),
        written_at=NOW,
        site=SITE,
        settings=GROUP.settings,
        group_id="tuesday",
        meetings=(SESSIONS[0], SESSIONS[2]),
        link=f"{SITE}/sign-in",
        calendar=f"{SITE}/calendar/{TOKENS.calendar_token(Identity(Kind.LEADER, 'ana', 2))}.ics",
        leads=True,
    )


def test_a_leader_is_told_of_a_move_at_the_same_place() -> None:
    facts = FakeFacts()
    facts.change(1, start=FIRST + timedelta(hours=1), sequence=1)

    letter = written(facts, to_ana(MailKind.MOVED, "moved:s1:1:ana", meeting_id="s1"))

    assert letter is not None
    assert (letter.meeting, letter.link) == (facts.meetings[0], f"{SITE}/sign-in")
    assert (letter.code, letter.calendar) == (None, None)


@pytest.mark.parametrize(
    ("kind", "key", "change"),
    [
        (MailKind.MOVED, "moved:s1:1:ana", {"sequence": 2}),
        (MailKind.DAY_BEFORE, "day_before:s1:0:ana", {"cancelled_at": NOW}),
        (MailKind.SOON, "soon:s1:0:ana", {"closed_at": NOW}),
    ],
)
def test_what_has_been_overtaken_is_not_sent_to_leaders(
    kind: MailKind, key: str, change: dict[str, object]
) -> None:
    facts = FakeFacts()
    facts.change(1, **change)

    assert written(facts, to_ana(kind, key, meeting_id="s1")) is None


def test_new_dates_that_were_all_cancelled_since_are_no_news() -> None:
    facts = FakeFacts()
    assert written(facts, to_ana(MailKind.DATES_ADDED)) is not None
    for number in (1, 2, 3):
        facts.change(number, cancelled_at=NOW)

    assert written(facts, to_ana(MailKind.DATES_ADDED)) is None


def test_a_removed_leader_gets_nothing_more() -> None:
    facts = FakeFacts()
    facts.leader_of_group = None
    facts.change(1, cancelled_at=NOW)
    cancelled = to_ana(MailKind.CANCELLED, "cancelled:s1:0:ana", meeting_id="s1")

    assert [written(facts, one) for one in (to_ana(MailKind.LEADS), cancelled)] == [None, None]


def test_no_leader_is_written_to_with_an_address_that_only_this_machine_opens() -> None:
    assert written(FakeFacts(), to_ana(MailKind.LEADS), reachable=False) is None


def test_an_open_roll_is_told_to_the_leader_with_the_way_to_it() -> None:
    facts = FakeFacts()
    facts.of_roll = RollFacts(GROUP, SESSIONS[0], ANA, open=True)
    new = NewMail(
        id="m1",
        key="roll_open:s1:ana",
        kind=MailKind.ROLL_OPEN,
        created_at=NOW,
        expires_at=NOW,
        meeting_id="s1",
        leader_id="ana",
    )

    letter = written(facts, new)

    assert letter is not None
    assert (letter.to.email, letter.link) == (ANA.email, f"{SITE}/groups/tuesday/sessions/s1/roll")
    facts.of_roll = RollFacts(GROUP, SESSIONS[0], ANA, open=False)
    assert written(facts, new) is None


def test_somebody_erased_is_told_at_the_address_the_mail_itself_holds() -> None:
    facts = FakeFacts()
    facts.of_erased = ErasedFacts(GROUP, None)
    new = replace(mail(MailKind.ERASED), registrant_id=None, address="carla@example.org")

    letter = written(facts, new)

    assert letter is not None
    assert (letter.to, letter.link, letter.statement) == (Addressee("", "", "carla@example.org"), None, None)
    assert written(facts, replace(new, address=None)) is None


def test_also_when_the_group_is_deleted_since() -> None:
    facts = FakeFacts()
    facts.of_erased = ErasedFacts(None, None)
    new = replace(mail(MailKind.ERASED), registrant_id=None, group_id=None, address="carla@example.org")

    letter = written(facts, new)

    assert letter is not None
    assert (letter.to.email, letter.settings, letter.group_id) == ("carla@example.org", None, None)


def test_a_statement_is_seen_at_ones_own_address() -> None:
    letter = written(FakeFacts(), mail(MailKind.STATEMENT))

    assert letter is not None
    assert letter.link == f"{JOIN}/record"
