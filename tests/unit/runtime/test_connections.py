"""Whoever waits gives way to whoever comes; whoever is served is left alone."""

from balint_live.runtime.connections import Connections

CLINIC, STRANGER, HERE = "192.0.2.1", "198.51.100.7", "127.0.0.1"


class Line:
    """A connection that remembers whether it was closed."""

    def __init__(self) -> None:
        self.closed = False

    def shutdown(self, how: int, /) -> None:
        self.closed = True


def come(connections: Connections, count: int, address: str = STRANGER, served: bool = False) -> list[Line]:
    lines = [Line() for _ in range(count)]
    for line in lines:
        if connections.admitted(line, address) and served:
            connections.is_served(line)
    return lines


def closed(lines: list[Line]) -> list[bool]:
    return [line.closed for line in lines]


def test_those_that_wait_push_out_one_another_and_nobody_who_is_served() -> None:
    connections = Connections(most=100, most_waiting=3)
    served = come(connections, 5, served=True)
    waiting = come(connections, 5)
    assert closed(served) == [False] * 5
    assert closed(waiting) == [True, True, False, False, False]
    assert len(connections) == 8


def test_who_comes_into_a_full_house_takes_the_place_of_one_that_waits() -> None:
    connections = Connections(most=4)
    come(connections, 2, served=True)
    waiting = come(connections, 2)
    assert connections.admitted(Line(), CLINIC)
    assert closed(waiting) == [True, False]
    assert len(connections) == 4


def test_nobody_is_pushed_out_who_is_served() -> None:
    connections = Connections(most=2)
    served = come(connections, 2, served=True)
    assert not connections.admitted(Line(), CLINIC)
    assert closed(served) == [False, False]


def test_who_has_been_answered_waits_behind_the_others() -> None:
    connections = Connections(most=100, most_waiting=2)
    [answered] = come(connections, 1, served=True)
    waiting = come(connections, 1)
    connections.waits(answered)
    come(connections, 1)
    assert (answered.closed, closed(waiting)) == (False, [True])


def test_one_address_has_its_share_and_its_own_give_way_first() -> None:
    connections = Connections(most=100, most_each=3)
    others = come(connections, 1, CLINIC)
    mine = come(connections, 4)
    served = come(connections, 2, served=True)
    assert closed(others) == [False]
    assert closed(mine) == [True, True, True, False]
    come(connections, 1, served=True)
    assert not connections.admitted(Line(), STRANGER)
    assert connections.admitted(Line(), CLINIC)
    assert closed(served) == [False, False]


def test_an_ipv6_host_is_one_however_many_addresses_it_takes() -> None:
    connections = Connections(most=100, most_each=1)
    come(connections, 1, "2001:db8:1:2::1", served=True)
    assert not connections.admitted(Line(), "2001:db8:1:2:ffff::9")
    assert connections.admitted(Line(), "2001:db8:1:3::1")


def test_this_machine_has_no_share() -> None:
    connections = Connections(most=100, most_each=1)
    for address in (HERE, "::1", "::ffff:127.0.0.1", "127.8.8.8"):
        come(connections, 2, address, served=True)
    assert len(connections) == 8


def test_who_has_gone_leaves_room() -> None:
    connections = Connections(most=2, most_each=2)
    served = come(connections, 2, served=True)
    for line in served:
        connections.ended(line)
        connections.ended(line)
    assert len(connections) == 0
    come(connections, 2, served=True)
    assert len(connections) == 2


def test_room_can_be_made_as_long_as_somebody_waits() -> None:
    connections = Connections(most=10)
    [waiting] = come(connections, 1)
    come(connections, 1, served=True)
    assert (connections.make_room(), connections.make_room()) == (True, False)
    assert waiting.closed
