"""A claim that runs out: nothing is lost by it, and nothing is begun that it might not outlast."""

from datetime import timedelta

from balint_live.application.mail_queue import MailState
from tests.unit.application.mail.fake_mail import Sending, mail

DELIVERED, WAITING = (MailState.DELIVERED, None), (MailState.WAITING, None)


def test_no_message_is_begun_in_the_second_half_of_the_lease() -> None:
    sending = Sending(mail("ana"), mail("ben"), mail("chidi"), lease=timedelta(minutes=10))
    sending.server.on_send = lambda id: sending.clock.wait(minutes=3)
    sending.sender.run_once(20)

    assert sending.server.taken == ["ana", "ben"]
    assert sending.queue.states == {"ana": DELIVERED, "ben": DELIVERED, "chidi": WAITING}


def test_what_was_left_is_free_again_when_the_lease_ends() -> None:
    sending = Sending(mail("ana"), mail("ben"), lease=timedelta(minutes=10))
    sending.server.on_send = lambda id: sending.clock.wait(minutes=6)
    sending.sender.run_once(20)

    assert sending.sender.run_once(20) == 0
    sending.clock.wait(minutes=4)
    assert sending.sender.run_once(20) == 1
    assert sending.queue.states == {"ana": DELIVERED, "ben": DELIVERED}


def test_what_one_worker_holds_another_leaves_alone() -> None:
    sending = Sending(mail("ana"), mail("ben"))
    claimed_meanwhile: list[int] = []
    other = sending.worker()
    sending.server.on_send = lambda id: claimed_meanwhile.append(other.run_once(20))
    sending.sender.run_once(20)

    assert claimed_meanwhile == [0, 0]
    assert sending.server.taken == ["ana", "ben"]


def test_what_a_dead_worker_held_is_sent_by_the_next() -> None:
    sending = Sending(mail("ana"))
    sending.queue.claim("of the dead", sending.clock.now(), timedelta(minutes=10), 20)

    assert sending.sender.run_once(20) == 0
    sending.clock.wait(minutes=10)
    assert sending.sender.run_once(20) == 1
    assert sending.queue.states == {"ana": DELIVERED}


def test_a_talk_that_outlasts_its_claim_is_reported_and_settles_nothing() -> None:
    sending = Sending(mail("ana"), lease=timedelta(minutes=2))
    sending.server.on_send = lambda id: sending.clock.wait(minutes=2)
    sending.sender.run_once(20)

    assert sending.server.taken == ["ana"]
    assert sending.queue.states == {"ana": WAITING}
    assert sending.reported == [("post.claim", "ClaimRanOut")]


def test_the_letter_is_of_the_moment_it_is_sent() -> None:
    sending = Sending(mail("ana"), mail("ben"))
    sending.server.on_send = lambda id: sending.contents.overtaken.add("ben")
    sending.sender.run_once(20)

    assert sending.queue.states == {"ana": DELIVERED, "ben": (MailState.DROPPED, None)}
