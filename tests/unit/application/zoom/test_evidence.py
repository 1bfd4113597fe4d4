"""What Zoom's events say of who was there: the worked example of the field, to the second, and what a lost one does."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from balint_live.application.zoom.evidence import Doubt, Fact, FactKind, SeenInZoom, zoom_evidence

FIVE = datetime(2026, 3, 5, 17, tzinfo=UTC)
BEGAN, ENDED, BOOKED = 2, 5504, 5400
LEAVE, JOIN = Doubt.LEAVE_MISSING, Doubt.JOIN_MISSING


def at(second: float) -> datetime:
    return FIVE + timedelta(seconds=second)


def fact(
    kind: FactKind, second: float, device: str = "", person: str | None = None, host: bool = False
) -> Fact:
    """`device` as "A1.10": connection and stay."""
    return Fact(kind, "run-1", at(BEGAN), at(second), device.partition(".")[0], device, person, host)


def joined(device: str, second: float, person: str | None = None, host: bool = False) -> Fact:
    return fact(FactKind.JOINED, second, device, person, host=host)


def left(device: str, second: float, person: str | None = None) -> Fact:
    return fact(FactKind.LEFT, second, device, person)


END = fact(FactKind.ENDED, ENDED)
HOST = [joined("H1.1", 3, host=True)]
RA = [
    fact(FactKind.WAITING, 100, "A1.9", "RA"),
    fact(FactKind.ADMITTED, 129, "A1.9", "RA"),
    joined("A1.10", 129, "RA"),
    left("A1.10", 1200, "RA"),
    joined("A1.11", 1200, "RA"),
    left("A1.11", 2400, "RA"),
    joined("A1.12", 2400, "RA"),
    left("A1.12", 5490, "RA"),
]
RB = [
    joined("B1.20", 60, "RB"),
    joined("B2.21", 1500, "RB"),
    left("B1.20", 1575, "RB"),
    left("B2.21", 5000, "RB"),
]
RC = [
    joined("C1.30", 100, "RC"),
    joined("C2.31", 400, "RC"),
    left("C1.30", 3000, "RC"),
    left("C2.31", 3600, "RC"),
]
RE = [joined("E1.50", 300, "RE"), left("E1.50", 900, "RE"), joined("E2.51", 1200, "RE")]
STRANGER = [joined("D1.40", 200), left("D1.40", 230)]


def seen(*spans: tuple[float, float], doubts: Iterable[Doubt] = ()) -> SeenInZoom:
    return SeenInZoom(tuple((at(came), at(gone)) for came, gone in spans), frozenset(doubts))


def without(facts: list[Fact], *lost: Fact) -> list[Fact]:
    return [each for each in facts if each not in lost]


def test_the_worked_example() -> None:
    found = zoom_evidence([END, *HOST, *RA, *RB, *RC, *RE, *STRANGER], at(9000), at(BOOKED))
    assert found.people == {
        "RA": seen((129, 5490)),
        "RB": seen((60, 5000)),
        "RC": seen((100, 3600)),
        "RE": seen((300, 900), (1200, 5504), doubts=[LEAVE]),
    }
    assert found.host == seen((3, 5504), doubts=[LEAVE])
    assert found.strangers == (seen((200, 230)),)


@pytest.mark.parametrize(
    ("facts", "person", "expected"),
    [
        (without(RA, left("A1.11", 2400, "RA")), "RA", seen((129, 5490), doubts=[LEAVE])),
        (without(RA, joined("A1.11", 1200, "RA")), "RA", seen((129, 5490), doubts=[JOIN])),
        (without(RA, joined("A1.10", 129, "RA")), "RA", seen((2, 5490), doubts=[JOIN])),
        (without(RB, left("B1.20", 1575, "RB")), "RB", seen((60, 5000), doubts=[LEAVE])),
    ],
)
def test_one_that_never_came(facts: list[Fact], person: str, expected: SeenInZoom) -> None:
    assert zoom_evidence([END, *facts], at(9000), at(BOOKED)).people == {person: expected}
