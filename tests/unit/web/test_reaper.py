"""A transport that has not said who it is within ten seconds is closed; anybody who has is left alone."""

import pytest

from balint_live.web.live.socket import Reaper
from tests.cast import START
from tests.fakes import ManualClock
from tests.unit.web.fake_server import FakeServer, FakeTransport


class Watch:
    """A server and its reaper, second by second."""

    def __init__(self) -> None:
        self.server = FakeServer()
        self.clock = ManualClock(START)
        self.reaper = Reaper(self.server, self.clock, lambda: self.clock.now().timestamp())

    def opens(self, *transports: str) -> None:
        for transport in transports:
            self.server.eio.sockets[transport] = FakeTransport(transport, self.server.eio.closed)

    def names(self, transport: str, pending: bool = False) -> None:
        """This one has asked to be let in; and has been, unless its answer is still pending."""
        self.server.manager.connected[f"sid of {transport}"] = transport
        if pending:
            self.server.manager.pending.add(f"sid of {transport}")

    def seconds(self, count: int) -> list[str]:
        """What has been closed once so many seconds have passed."""
        for _ in range(count):
            self.reaper.tick()
            self.clock.wait(seconds=1)
        return self.server.eio.closed


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_ten_seconds_of_nobody(watch: Watch) -> None:
    watch.opens("nobody")
    assert watch.seconds(10) == []
    assert watch.seconds(1) == ["nobody"]
    assert watch.seconds(30) == ["nobody"]


def test_each_from_its_own_beginning(watch: Watch) -> None:
    watch.opens("first")
    watch.seconds(6)
    watch.opens("second")
    assert watch.seconds(5) == ["first"]
    assert watch.seconds(6) == ["first", "second"]


def test_who_says_it_in_time_stays(watch: Watch) -> None:
    watch.opens("tom's")
    watch.seconds(9)
    watch.names("tom's")
    assert watch.seconds(60) == []


def test_one_that_went_by_itself_is_not_closed_again(watch: Watch) -> None:
    watch.opens("nobody")
    watch.seconds(5)
    watch.server.eio.sockets.clear()
    assert watch.seconds(30) == []


def test_who_is_nobody_again_gets_ten_seconds_again(watch: Watch) -> None:
    watch.opens("tom's")
    watch.seconds(9)
    watch.names("tom's")
    watch.seconds(5)
    watch.server.manager.connected.clear()
    assert watch.seconds(10) == []
    assert watch.seconds(1) == ["tom's"]


def test_one_whose_admission_never_ended_is_nobody(watch: Watch) -> None:
    """A fault while it was being let in leaves a connection that is known and not connected."""
    watch.opens("stuck")
    watch.names("stuck", pending=True)
    assert watch.seconds(11) == ["stuck"]


def test_who_does_not_answer_a_ping_is_closed_after_ten_seconds(watch: Watch) -> None:
    watch.opens("tom's", "ana's")
    watch.names("tom's")
    watch.names("ana's")
    watch.server.eio.sockets["tom's"].last_ping = watch.clock.now().timestamp()
    assert watch.seconds(11) == []
    assert watch.seconds(1) == ["silent tom's"]


def test_nobody_is_closed_right_after_the_server_was_held_up(watch: Watch) -> None:
    """Their answers have come, and are read before the next look."""
    watch.opens("tom's")
    watch.names("tom's")
    transport = watch.server.eio.sockets["tom's"]
    watch.seconds(1)
    transport.last_ping = watch.clock.now().timestamp()
    watch.clock.wait(seconds=15)
    assert watch.seconds(1) == []
    transport.last_ping = None
    assert watch.seconds(20) == []
    transport.last_ping = watch.clock.now().timestamp() - 30
    assert watch.seconds(1) == ["silent tom's"]
