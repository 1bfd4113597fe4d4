"""A mail server that does not answer: asked once for all, and nobody's mail is the worse for it."""

from datetime import timedelta

from balint_live.application.mail.sender import NotNow
from balint_live.application.mail_queue import MailState
from tests.unit.application.mail.fake_mail import Sending, mail

DELIVERED = (MailState.DELIVERED, None)
SECONDS = timedelta(seconds=1)


def test_a_server_that_is_away_puts_off_the_whole_round_with_one_call() -> None:
    sending = Sending(mail("ana"), mail("ben"), mail("chidi"))
    sending.server.silence = NotNow("no_answer")

    assert sending.sender.run_once(20) == 3
    assert sending.server.calls == 1
    assert sending.queue.states == dict.fromkeys(("ana", "ben", "chidi"), (MailState.WAITING, "no_answer"))
    assert {sending.queue.due_in(id, sending.clock.now()) for id in sending.queue.rows} == {15 * SECONDS}
    assert sending.reported == [("post.no_answer", "NotNow")]


def test_until_the_next_call_nothing_is_claimed() -> None:
    sending = Sending(mail("ana"), mail("ben"))
    sending.server.silence = NotNow("auth")

    assert sending.sender.run_once(1) == 1
    assert sending.sender.run_once(1) == 0
    assert sending.queue.rows["ben"].attempts == 0
    sending.clock.wait(seconds=14)
    assert sending.sender.run_once(1) == 0
    sending.clock.wait(seconds=1)
    assert sending.sender.run_once(2) == 2


def test_calls_become_rarer_up_to_one_in_five_minutes_however_long_it_lasts() -> None:
    sending = Sending(mail("ana"))
    sending.server.silence = NotNow("no_answer")
    waits = []
    for _ in range(7):
        sending.sender.run_once(20)
        waits.append(sending.queue.due_in("ana", sending.clock.now()) // SECONDS)
        sending.clock.set(sending.queue.rows["ana"].due_at)

    assert waits == [15, 30, 60, 120, 240, 300, 300]


def test_once_it_answers_again_all_goes_at_once() -> None:
    sending = Sending(mail("ana"), mail("ben"))
    sending.server.silence = NotNow("no_answer")
    for _ in range(4):
        sending.sender.run_once(20)
        sending.clock.set(sending.queue.rows["ana"].due_at)
    sending.server.silence = None
    sending.sender.run_once(20)

    assert sending.queue.states == {"ana": DELIVERED, "ben": DELIVERED}
    sending.server.silence = NotNow("no_answer")
    sending.queue.rows["ana"].state = MailState.WAITING
    sending.sender.run_once(20)
    assert (
        sending.queue.due_in("ana", sending.clock.now()) == 15 * SECONDS
    )  # counted from the beginning again


def test_a_mail_that_would_come_too_late_after_the_silence_is_given_up() -> None:
    sending = Sending(mail("ana", expires_in=10 * SECONDS), mail("ben"))
    sending.server.silence = NotNow("no_answer")
    sending.sender.run_once(20)

    assert sending.queue.states == {
        "ana": (MailState.GIVEN_UP, "no_answer"),
        "ben": (MailState.WAITING, "no_answer"),
    }


def test_a_line_that_breaks_costs_its_message_a_minute_and_the_others_nothing() -> None:
    sending = Sending(mail("ana"), mail("ben"), mail("chidi"))
    sending.server.answers["ben"] = [NotNow("no_answer")]
    sending.sender.run_once(20)

    assert sending.queue.states == {
        "ana": DELIVERED,
        "ben": (MailState.WAITING, "no_answer"),
        "chidi": DELIVERED,
    }
    assert sending.queue.due_in("ben", sending.clock.now()) == timedelta(minutes=1)
    assert sending.server.calls == 2
    assert sending.reported == []


def test_a_line_that_breaks_and_is_not_answered_anew_puts_off_the_rest() -> None:
    sending = Sending(mail("ana"), mail("ben"), mail("chidi"))
    sending.server.answers["ana"] = [NotNow("no_answer")]

    def go_away(id: str) -> None:
        sending.server.silence = NotNow("no_answer")

    sending.server.on_send = go_away
    sending.sender.run_once(20)

    assert sending.server.calls == 2
    assert [sending.queue.due_in(id, sending.clock.now()) // SECONDS for id in ("ana", "ben", "chidi")] == [
        60,
        15,
        15,
    ]
