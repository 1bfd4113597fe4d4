"""Health is told in time, whatever the database does, and one look at a time."""

from collections.abc import Callable

import pytest

from balint_live.application.ports import Unavailable
from balint_live.web.shared.metrics import TIME_LIMIT_S, Health, HealthStatus
from tests.cast import at
from tests.fakes import ManualClock


class Notes:
    """Of the last writes, as the database keeps them."""

    failing = False
    ago: float | None = None

    def since_failed(self) -> float | None:
        return self.ago


class Doctor:
    """Looks are carried out at once, or not before the test says so."""

    def __init__(self) -> None:
        self.notes = Notes()
        self.answers = True
        self.writable = True
        self.tried = 0
        self.begun: list[tuple[Callable[..., None], tuple[object, ...]]] = []
        self.slow = False
        self.slept = 0.0
        self.health = Health(
            ManualClock(at(10)),
            lambda: self.answers,
            self._try,
            self.notes,
            self._spawn,
            self._sleep,
            lambda: self.slept,
        )

    def go_on(self) -> None:
        while self.begun:
            function, about = self.begun.pop()
            function(*about)

    def _sleep(self, seconds: float) -> None:
        self.slept += seconds

    def _spawn(self, function: Callable[..., None], *about: object) -> None:
        self.begun.append((function, about))
        if not self.slow:
            self.go_on()

    def _try(self) -> None:
        self.tried += 1
        if not self.writable:
            raise Unavailable
        self.notes.failing = False


@pytest.fixture
def doctor() -> Doctor:
    return Doctor()


def test_well(doctor: Doctor) -> None:
    assert (doctor.health.status(), doctor.tried) == (HealthStatus(True, True, None), 0)


def test_no_answer(doctor: Doctor) -> None:
    doctor.answers = False
    doctor.notes.failing = True
    doctor.writable = False
    assert (doctor.health.status(), doctor.tried) == (HealthStatus(False, False, None), 1)


def test_one_that_hangs_is_not_waited_for_nor_asked_again_meanwhile(doctor: Doctor) -> None:
    doctor.slow = True
    assert [doctor.health.status().answers for _ in range(2)] == [False, False]
    assert doctor.slept == pytest.approx(2 * TIME_LIMIT_S, abs=0.1)
    assert len(doctor.begun) == 1
    doctor.go_on()
    doctor.slow = False
    assert doctor.health.status().answers is True


def test_a_write_that_failed_is_told_until_one_succeeds(doctor: Doctor) -> None:
    doctor.notes.failing, doctor.notes.ago, doctor.writable = True, 300, False
    assert doctor.health.status() == HealthStatus(True, False, at(5))
    doctor.writable = True
    assert [doctor.health.status().writes for _ in range(3)] == [False, True, True]
    assert doctor.tried == 2


def test_writing_is_tried_beside_and_once_at_a_time(doctor: Doctor) -> None:
    doctor.health.status()
    doctor.notes.failing = doctor.slow = True
    doctor.health.status()
    looking_and_trying = len(doctor.begun)
    doctor.health.status()
    assert (looking_and_trying, len(doctor.begun), doctor.tried) == (2, 2, 0)
    doctor.go_on()
    assert (doctor.tried, doctor.notes.failing) == (1, False)
