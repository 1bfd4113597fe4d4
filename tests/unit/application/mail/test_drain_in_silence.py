"""A mail server that does not answer: asked once for all, and nobody's mail is the worse for it."""

from datetime import timedelta

from balint_live.application.mail.sender import NotNow
from balint_live.application.mail_queue import MailState
from tests.unit.application.mail.fake_post import House, mail

DELIVERED = (MailState.DELIVERED, None)
SECONDS = timedelta(seconds=1)


def test_a_server_that_is_away_puts_off_the_whole_round_with_one_call() -> None:
    house = House(mail("ana"), mail("ben"), mail("chidi"))
    house.server.silence = NotNow("no_answer")

    assert house.groups.run_once(20) == 3
    assert house.server.calls == 1
    assert house.queue.states == dict.fromkeys(("ana", "ben", "chidi"), (MailState.WAITING, "no_answer"))
    assert {house.queue.due_in(id, house.clock.now()) for id in house.queue.rows} == {15 * SECONDS}
    assert house.reported == [("post.no_answer", "NotNow")]


def test_until_the_next_call_nothing_is_claimed() -> None:
    house = House(mail("ana"), mail("ben"))
    house.server.silence = NotNow("auth")

    assert house.groups.run_once(1) == 1
    assert house.groups.run_once(1) == 0
    assert house.queue.rows["ben"].attempts == 0
    house.clock.wait(seconds=14)
    assert house.groups.run_once(1) == 0
    house.clock.wait(seconds=1)
    assert house.groups.run_once(2) == 2


def test_calls_become_rarer_up_to_one_in_five_minutes_however_long_it_lasts() -> None:
    house = House(mail("ana"))
    house.server.silence = NotNow("no_answer")
    waits = []
    for _ in range(7):
        house.groups.run_once(20)
        waits.append(house.queue.due_in("ana", house.clock.now()) // SECONDS)
        house.clock.set(house.queue.rows["ana"].due_at)

    assert waits == [15, 30, 60, 120, 240, 300, 300]


def test_once_it_answers_again_all_goes_at_once() -> None:
    house = House(mail("ana"), mail("ben"))
    house.server.silence = NotNow("no_answer")
    for _ in range(4):
        house.groups.run_once(20)
        house.clock.set(house.queue.rows["ana"].due_at)
    house.server.silence = None
    house.groups.run_once(20)

    assert house.queue.states == {"ana": DELIVERED, "ben": DELIVERED}
    house.server.silence = NotNow("no_answer")
    house.queue.rows["ana"].state = MailState.WAITING
    house.groups.run_once(20)
    assert house.queue.due_in("ana", house.clock.now()) == 15 * SECONDS  # counted from the beginning again


def test_a_mail_that_would_come_too_late_after_the_silence_is_given_up() -> None:
    house = House(mail("ana", expires_in=10 * SECONDS), mail("ben"))
    house.server.silence = NotNow("no_answer")
    house.groups.run_once(20)

    assert house.queue.states == {
        "ana": (MailState.GIVEN_UP, "no_answer"),
        "ben": (MailState.WAITING, "no_answer"),
    }


def test_a_line_that_breaks_costs_its_message_a_minute_and_the_others_nothing() -> None:
    house = House(mail("ana"), mail("ben"), mail("chidi"))
    house.server.answers["ben"] = [NotNow("no_answer")]
    house.groups.run_once(20)

    assert house.queue.states == {
        "ana": DELIVERED,
        "ben": (MailState.WAITING, "no_answer"),
        "chidi": DELIVERED,
    }
    assert house.queue.due_in("ben", house.clock.now()) == timedelta(minutes=1)
    assert house.server.calls == 2
    assert house.reported == []


def test_a_line_that_breaks_and_is_not_answered_anew_puts_off_the_rest() -> None:
    house = House(mail("ana"), mail("ben"), mail("chidi"))
    house.server.answers["ana"] = [NotNow("no_answer")]

    def go_away(id: str) -> None:
        house.server.silence = NotNow("no_answer")

    house.server.on_send = go_away
    house.groups.run_once(20)

    assert house.server.calls == 2
    assert [house.queue.due_in(id, house.clock.now()) // SECONDS for id in ("ana", "ben", "chidi")] == [
        60,
        15,
        15,
    ]
