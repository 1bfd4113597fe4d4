"""One round of the drain: each due mail ends settled or put off, and none holds up another."""

from datetime import timedelta

import pytest

from balint_live.application.mail.sender import AboutUs, NotNow, Refused
from balint_live.application.mail_queue import MailState
from tests.unit.application.mail.fake_post import House, mail

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DELIVERED = (MailState.DELIVERED, None)


def test_due_mails_are_delivered_in_one_conversation() -> None:
    house = House(mail("ana"), mail("ben"), mail("chidi"))

    assert house.groups.run_once(20) == 3
    assert house.server.taken == ["ana", "ben", "chidi"]
    assert house.server.calls == 1
    assert house.queue.states == {"ana": DELIVERED, "ben": DELIVERED, "chidi": DELIVERED}
    assert house.reported == []


def test_a_delivered_mail_is_not_sent_again() -> None:
    house = House(mail("ana"))
    house.groups.run_once(20)

    assert house.groups.run_once(20) == 0
    assert house.server.taken == ["ana"]


def test_a_round_takes_so_many_at_most() -> None:
    house = House(mail("ana"), mail("ben"), mail("chidi"))

    assert [house.groups.run_once(2) for _ in range(3)] == [2, 1, 0]
    assert house.server.taken == ["ana", "ben", "chidi"]


def test_with_nothing_due_nobody_is_called() -> None:
    house = House()
    assert house.groups.run_once(20) == 0
    assert house.server.calls == 0


def test_a_refusal_is_kept_with_the_servers_code() -> None:
    house = House(mail("ana"), mail("ben"))
    house.server.answers["ana"] = [Refused("5.1.1")]
    house.groups.run_once(20)

    assert house.queue.states == {"ana": (MailState.REFUSED, "5.1.1"), "ben": DELIVERED}
    assert house.server.calls == 1


def test_what_is_not_taken_now_is_tried_again_later_and_later() -> None:
    house = House(mail("ana"))
    house.server.answers["ana"] = [NotNow("4.7.1")] * 9
    waits = []
    for _ in range(9):
        house.groups.run_once(20)
        waits.append(house.queue.due_in("ana", house.clock.now()))
        house.clock.set(house.queue.rows["ana"].due_at)

    assert waits == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE, 16 * MINUTE, 32 * MINUTE, HOUR, HOUR, HOUR]
    assert house.queue.states == {"ana": (MailState.WAITING, "4.7.1")}

    house.groups.run_once(20)
    assert house.queue.states == {"ana": DELIVERED}


def test_one_that_is_not_taken_holds_up_no_other() -> None:
    house = House(mail("ana"), mail("ben"))
    house.server.answers["ana"] = [NotNow("450")]
    house.groups.run_once(20)

    assert house.queue.states == {"ana": (MailState.WAITING, "450"), "ben": DELIVERED}
    assert house.server.calls == 1


def test_what_is_about_us_is_held_against_nobody_and_told_once_a_round() -> None:
    house = House(mail("ana"), mail("ben"), mail("chidi"))
    house.server.answers = {
        "ana": [AboutUs("5.1.8"), AboutUs("5.1.8")],
        "ben": [AboutUs("5.1.8")],
        "chidi": [AboutUs("5.7.26")],
    }
    house.groups.run_once(20)

    assert house.queue.states == {
        "ana": (MailState.WAITING, "5.1.8"),
        "ben": (MailState.WAITING, "5.1.8"),
        "chidi": (MailState.WAITING, "5.7.26"),
    }
    assert {house.queue.due_in(id, house.clock.now()) for id in house.queue.rows} == {MINUTE}
    assert house.reported == [("post.5.1.8", "AboutUs"), ("post.5.7.26", "AboutUs")]
    assert house.server.calls == 1

    house.clock.wait(minutes=1)
    house.groups.run_once(20)
    assert house.queue.states == {"ana": (MailState.WAITING, "5.1.8"), "ben": DELIVERED, "chidi": DELIVERED}
    assert house.reported[2:] == [("post.5.1.8", "AboutUs")]


def test_what_is_about_us_for_too_long_is_given_up_with_the_code() -> None:
    house = House(mail("ana", expires_in=2 * MINUTE))
    house.server.answers["ana"] = [AboutUs("5.7.1")] * 9
    for _ in range(3):
        house.groups.run_once(20)
        house.clock.wait(minutes=1)

    assert house.queue.states == {"ana": (MailState.GIVEN_UP, "5.7.1")}


def test_one_that_was_overtaken_is_dropped_without_a_call() -> None:
    house = House(mail("ana"))
    house.letters.overtaken = {"ana"}

    assert house.groups.run_once(20) == 1
    assert house.queue.states == {"ana": (MailState.DROPPED, None)}
    assert house.server.calls == 0


def test_one_that_comes_too_late_is_given_up_without_a_call() -> None:
    house = House(mail("ana", expires_in=MINUTE), mail("ben", expires_in=2 * MINUTE))
    house.clock.wait(minutes=1)
    house.groups.run_once(20)

    assert house.queue.states == {"ana": (MailState.GIVEN_UP, "too_late"), "ben": DELIVERED}
    assert house.server.taken == ["ben"]


def test_one_that_would_come_too_late_is_given_up_at_once_with_the_reason() -> None:
    house = House(mail("ana", expires_in=MINUTE))
    house.server.answers["ana"] = [NotNow("4.2.2")]
    house.groups.run_once(20)

    assert house.queue.states == {"ana": (MailState.GIVEN_UP, "4.2.2")}


@pytest.mark.parametrize("place", ["letters", "composer"])
def test_one_that_cannot_be_written_is_reported_and_put_off(place: str) -> None:
    house = House(mail("ana"), mail("ben"))
    house.letters.broken = {"ana"} if place == "letters" else set()
    house.composer.unspeakable = {"ana"} if place == "composer" else set()
    house.groups.run_once(20)

    assert house.queue.states == {"ana": (MailState.WAITING, "unwritten"), "ben": DELIVERED}
    assert house.queue.due_in("ana", house.clock.now()) == MINUTE
    assert [where for where, _ in house.reported] == ["mail.contents"]


def test_one_that_can_never_be_written_is_given_up_in_the_end() -> None:
    house = House(mail("ana", expires_in=5 * MINUTE))
    house.composer.unspeakable = {"ana"}
    for _ in range(3):
        house.groups.run_once(20)
        house.clock.set(house.queue.rows["ana"].due_at)

    assert house.queue.states == {"ana": (MailState.GIVEN_UP, "unwritten")}
    assert len(house.reported) == 3


def test_a_fault_in_the_carrier_is_reported_and_ends_only_that_conversation() -> None:
    house = House(mail("ana"), mail("ben"))
    house.server.answers["ana"] = [ValueError("no such header")]
    house.groups.run_once(20)

    assert house.queue.states == {"ana": (MailState.WAITING, "unwritten"), "ben": DELIVERED}
    assert house.reported == [("post.line", "ValueError")]
    assert house.server.calls == 2
