"""What asks the database is done beside the loop: one piece after the other, each once, and a fault stops none behind it."""

from collections.abc import Callable

from balint_live.application.background import Background
from balint_live.application.ports import Unavailable
from tests.fakes import PlainLock


class Worker:
    """Does what it is given when told to, and notes what was done."""

    def __init__(self) -> None:
        self.spawned: list[Callable[[], None]] = []
        self.done: list[str] = []
        self.reported: list[tuple[str, type[Exception]]] = []
        self.background = Background(self.spawned.append, PlainLock, self._report)

    def works(self) -> list[str]:
        while self.spawned:
            self.spawned.pop(0)()
        done, self.done = self.done, []
        return done

    def fails(self, fault: Exception) -> None:
        raise fault

    def _report(self, where: str, fault: Exception) -> None:
        self.reported.append((where, type(fault)))


def test_nothing_is_done_by_whoever_asks() -> None:
    worker = Worker()
    worker.background.do("roster", "first", worker.done.append, "first")
    assert worker.done == []
    assert worker.works() == ["first"]


def test_one_after_the_other_in_the_order_asked_for_by_one_worker() -> None:
    worker = Worker()
    for meeting in ("first", "second", "third"):
        worker.background.do("roster", meeting, worker.done.append, meeting)
    assert len(worker.spawned) == 1
    assert worker.works() == ["first", "second", "third"]


def test_what_waits_already_does_not_wait_twice() -> None:
    worker = Worker()
    for _ in range(3):
        worker.background.do("roster", "first", worker.done.append, "roster of first")
    worker.background.do("presence", "first", worker.done.append, "presence of first")
    assert worker.works() == ["roster of first", "presence of first"]


def test_asked_again_while_it_is_being_done_it_is_done_again() -> None:
    worker = Worker()

    def roster() -> None:
        worker.done.append("read")
        if len(worker.done) == 1:
            worker.background.do("roster", "first", roster)

    worker.background.do("roster", "first", roster)
    assert worker.works() == ["read", "read"]


def test_after_all_is_done_another_begins() -> None:
    worker = Worker()
    worker.background.do("roster", "first", worker.done.append, "first")
    worker.works()
    worker.background.do("roster", "first", worker.done.append, "again")
    assert worker.works() == ["again"]


def test_a_fault_is_reported_and_stops_nothing_behind_it() -> None:
    worker = Worker()
    worker.background.do("roster", "first", worker.fails, ValueError())
    worker.background.do("roster", "second", worker.done.append, "second")
    assert worker.works() == ["second"]
    assert worker.reported == [("background", ValueError)]


def test_a_database_that_is_away_is_reported_once_until_it_has_been_back() -> None:
    worker = Worker()
    for meeting in ("first", "second", "third"):
        worker.background.do("presence", meeting, worker.fails, Unavailable())
    worker.works()
    assert worker.reported == [("background", Unavailable)]
    worker.background.do("presence", "first", worker.done.append, "written")
    worker.background.do("presence", "second", worker.fails, Unavailable())
    worker.works()
    assert worker.reported == [("background", Unavailable)] * 2
