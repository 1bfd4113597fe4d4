"""One round of the drain: each due mail ends settled or put off, and none holds up another."""

from datetime import timedelta

import pytest

from balint_live.application.mail.sender import AboutUs, NotNow, Refused
from balint_live.application.mail_queue import MailState
from tests.unit.application.mail.fake_mail import Sending, mail

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DELIVERED = (MailState.DELIVERED, None)


def test_due_mails_are_delivered_in_one_conversation() -> None:
    sending = Sending(mail("ana"), mail("ben"), mail("chidi"))

    assert sending.sender.run_once(20) == 3
    assert sending.server.taken == ["ana", "ben", "chidi"]
    assert sending.server.calls == 1
    assert sending.queue.states == {"ana": DELIVERED, "ben": DELIVERED, "chidi": DELIVERED}
    assert sending.reported == []


def test_a_delivered_mail_is_not_sent_again() -> None:
    sending = Sending(mail("ana"))
    sending.sender.run_once(20)

    assert sending.sender.run_once(20) == 0
    assert sending.server.taken == ["ana"]


def test_a_round_takes_so_many_at_most() -> None:
    sending = Sending(mail("ana"), mail("ben"), mail("chidi"))

    assert [sending.sender.run_once(2) for _ in range(3)] == [2, 1, 0]
    assert sending.server.taken == ["ana", "ben", "chidi"]


def test_with_nothing_due_nobody_is_called() -> None:
    sending = Sending()
    assert sending.sender.run_once(20) == 0
    assert sending.server.calls == 0


def test_a_refusal_is_kept_with_the_servers_code() -> None:
    sending = Sending(mail("ana"), mail("ben"))
    sending.server.answers["ana"] = [Refused("5.1.1")]
    sending.sender.run_once(20)

    assert sending.queue.states == {"ana": (MailState.REFUSED, "5.1.1"), "ben": DELIVERED}
    assert sending.server.calls == 1


def test_what_is_not_taken_now_is_tried_again_later_and_later() -> None:
    sending = Sending(mail("ana"))
    sending.server.answers["ana"] = [NotNow("4.7.1")] * 9
    waits = []
    for _ in range(9):
        sending.sender.run_once(20)
        waits.append(sending.queue.due_in("ana", sending.clock.now()))
        sending.clock.set(sending.queue.rows["ana"].due_at)

    assert waits == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE, 16 * MINUTE, 32 * MINUTE, HOUR, HOUR, HOUR]
    assert sending.queue.states == {"ana": (MailState.WAITING, "4.7.1")}

    sending.sender.run_once(20)
    assert sending.queue.states == {"ana": DELIVERED}


def test_one_that_is_not_taken_holds_up_no_other() -> None:
    sending = Sending(mail("ana"), mail("ben"))
    sending.server.answers["ana"] = [NotNow("450")]
    sending.sender.run_once(20)

    assert sending.queue.states == {"ana": (MailState.WAITING, "450"), "ben": DELIVERED}
    assert sending.server.calls == 1


def test_what_is_about_us_is_held_against_nobody_and_told_once_a_round() -> None:
    sending = Sending(mail("ana"), mail("ben"), mail("chidi"))
    sending.server.answers = {
        "ana": [AboutUs("5.1.8"), AboutUs("5.1.8")],
        "ben": [AboutUs("5.1.8")],
        "chidi": [AboutUs("5.7.26")],
    }
    sending.sender.run_once(20)

    assert sending.queue.states == {
        "ana": (MailState.WAITING, "5.1.8"),
        "ben": (MailState.WAITING, "5.1.8"),
        "chidi": (MailState.WAITING, "5.7.26"),
    }
    assert {sending.queue.due_in(id, sending.clock.now()) for id in sending.queue.rows} == {MINUTE}
    assert sending.reported == [("post.5.1.8", "AboutUs"), ("post.5.7.26", "AboutUs")]
    assert sending.server.calls == 1

    sending.clock.wait(minutes=1)
    sending.sender.run_once(20)
    assert sending.queue.states == {"ana": (MailState.WAITING, "5.1.8"), "ben": DELIVERED, "chidi": DELIVERED}
    assert sending.reported[2:] == [("post.5.1.8", "AboutUs")]


def test_what_is_about_us_for_too_long_is_given_up_with_the_code() -> None:
    sending = Sending(mail("ana", expires_in=2 * MINUTE))
    sending.server.answers["ana"] = [AboutUs("5.7.1")] * 9
    for _ in range(3):
        sending.sender.run_once(20)
        sending.clock.wait(minutes=1)

    assert sending.queue.states == {"ana": (MailState.GIVEN_UP, "5.7.1")}


def test_one_that_was_overtaken_is_dropped_without_a_call() -> None:
    sending = Sending(mail("ana"))
    sending.contents.overtaken = {"ana"}

    assert sending.sender.run_once(20) == 1
    assert sending.queue.states == {"ana": (MailState.DROPPED, None)}
    assert sending.server.calls == 0


def test_one_that_comes_too_late_is_given_up_without_a_call() -> None:
    sending = Sending(mail("ana", expires_in=MINUTE), mail("ben", expires_in=2 * MINUTE))
    sending.clock.wait(minutes=1)
    sending.sender.run_once(20)

    assert sending.queue.states == {"ana": (MailState.GIVEN_UP, "too_late"), "ben": DELIVERED}
    assert sending.server.taken == ["ben"]


def test_one_that_would_come_too_late_is_given_up_at_once_with_the_reason() -> None:
    sending = Sending(mail("ana", expires_in=MINUTE))
    sending.server.answers["ana"] = [NotNow("4.2.2")]
    sending.sender.run_once(20)

    assert sending.queue.states == {"ana": (MailState.GIVEN_UP, "4.2.2")}


@pytest.mark.parametrize("place", ["letters", "composer"])
def test_one_that_cannot_be_written_is_reported_and_put_off(place: str) -> None:
    sending = Sending(mail("ana"), mail("ben"))
    sending.contents.broken = {"ana"} if place == "letters" else set()
    sending.composer.unspeakable = {"ana"} if place == "composer" else set()
    sending.sender.run_once(20)

    assert sending.queue.states == {"ana": (MailState.WAITING, "unwritten"), "ben": DELIVERED}
    assert sending.queue.due_in("ana", sending.clock.now()) == MINUTE
    assert [where for where, _ in sending.reported] == ["mail.contents"]


def test_one_that_can_never_be_written_is_given_up_in_the_end() -> None:
    sending = Sending(mail("ana", expires_in=5 * MINUTE))
    sending.composer.unspeakable = {"ana"}
    for _ in range(3):
        sending.sender.run_once(20)
        sending.clock.set(sending.queue.rows["ana"].due_at)

    assert sending.queue.states == {"ana": (MailState.GIVEN_UP, "unwritten")}
    assert len(sending.reported) == 3


def test_a_fault_in_the_carrier_is_reported_and_ends_only_that_conversation() -> None:
    sending = Sending(mail("ana"), mail("ben"))
    sending.server.answers["ana"] = [ValueError("no such header")]
    sending.sender.run_once(20)

    assert sending.queue.states == {"ana": (MailState.WAITING, "unwritten"), "ben": DELIVERED}
    assert sending.reported == [("post.line", "ValueError")]
    assert sending.server.calls == 2
