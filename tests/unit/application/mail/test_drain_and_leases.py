"""A claim that runs out: nothing is lost by it, and nothing is begun that it might not outlast."""

from datetime import timedelta

from balint_live.application.mail_queue import MailState
from tests.unit.application.mail.fake_post import House, mail

DELIVERED, WAITING = (MailState.DELIVERED, None), (MailState.WAITING, None)


def test_no_message_is_begun_in_the_second_half_of_the_lease() -> None:
    house = House(mail("ana"), mail("ben"), mail("chidi"), lease=timedelta(minutes=10))
    house.server.on_send = lambda id: house.clock.wait(minutes=3)
    house.groups.run_once(20)

    assert house.server.taken == ["ana", "ben"]
    assert house.queue.states == {"ana": DELIVERED, "ben": DELIVERED, "chidi": WAITING}


def test_what_was_left_is_free_again_when_the_lease_ends() -> None:
    house = House(mail("ana"), mail("ben"), lease=timedelta(minutes=10))
    house.server.on_send = lambda id: house.clock.wait(minutes=6)
    house.groups.run_once(20)

    assert house.groups.run_once(20) == 0
    house.clock.wait(minutes=4)
    assert house.groups.run_once(20) == 1
    assert house.queue.states == {"ana": DELIVERED, "ben": DELIVERED}


def test_what_one_worker_holds_another_leaves_alone() -> None:
    house = House(mail("ana"), mail("ben"))
    claimed_meanwhile: list[int] = []
    other = house.worker()
    house.server.on_send = lambda id: claimed_meanwhile.append(other.run_once(20))
    house.groups.run_once(20)

    assert claimed_meanwhile == [0, 0]
    assert house.server.taken == ["ana", "ben"]


def test_what_a_dead_worker_held_is_sent_by_the_next() -> None:
    house = House(mail("ana"))
    house.queue.claim("of the dead", house.clock.now(), timedelta(minutes=10), 20)

    assert house.groups.run_once(20) == 0
    house.clock.wait(minutes=10)
    assert house.groups.run_once(20) == 1
    assert house.queue.states == {"ana": DELIVERED}


def test_a_talk_that_outlasts_its_claim_is_reported_and_settles_nothing() -> None:
    house = House(mail("ana"), lease=timedelta(minutes=2))
    house.server.on_send = lambda id: house.clock.wait(minutes=2)
    house.groups.run_once(20)

    assert house.server.taken == ["ana"]
    assert house.queue.states == {"ana": WAITING}
    assert house.reported == [("post.claim", "ClaimRanOut")]


def test_the_letter_is_of_the_moment_it_is_sent() -> None:
    house = House(mail("ana"), mail("ben"))
    house.server.on_send = lambda id: house.letters.overtaken.add("ben")
    house.groups.run_once(20)

    assert house.queue.states == {"ana": DELIVERED, "ben": (MailState.DROPPED, None)}
