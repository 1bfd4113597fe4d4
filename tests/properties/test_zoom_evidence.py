"""Zoom's events in any order, any number of times, and with one lost: the same times for the same events, and never more
than the meeting in Zoom itself."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from balint_live.application.zoom.events import ZoomEvent, read
from balint_live.application.zoom.evidence import Fact, FactKind, zoom_evidence
from tests.fakezoom.scenario import Person, Scenario, Switches, each_second, played

FIVE = datetime(2026, 3, 5, 17, tzinfo=UTC)
BEGAN, ENDED, LATE = FIVE, FIVE + timedelta(seconds=6000), FIVE + timedelta(hours=9)
END = Fact(FactKind.ENDED, "run", BEGAN, ENDED)

Seconds = list[int]


def moments(most: int) -> st.SearchStrategy[Seconds]:
    """An even number of them, in order and more than a minute apart."""
    apart = st.lists(st.integers(61, 900), min_size=2, max_size=most)
    return apart.map(lambda gaps: [sum(gaps[: at + 1]) for at in range(len(gaps) // 2 * 2)])


crowds = st.dictionaries(st.sampled_from("abc"), moments(6), min_size=1)


def at(second: int) -> datetime:
    return FIVE + timedelta(seconds=second)


def told(crowd: dict[str, Seconds], moves: bool) -> list[Fact]:
    """Everybody's stays as Zoom tells them: each a new connection, cut in two by a move to another room where there are
    `moves`."""
    facts = [END]
    for person, seconds in crowd.items():
        for came, left in zip(seconds[::2], seconds[1::2], strict=True):
            cuts = [came, (came + left) // 2, left] if moves else [came, left]
            for start, stop in pairwise(cuts):
                device, stay = f"{person}{came}", f"{person}{came}.{start}"
                facts.append(Fact(FactKind.JOINED, "run", BEGAN, at(start), device, stay, person))
                facts.append(Fact(FactKind.LEFT, "run", BEGAN, at(stop), device, stay, person))
    return facts


@given(crowds, st.booleans(), st.randoms(use_true_random=False))
def test_any_order_and_number_of_the_same_events_gives_the_truth(
    crowd: dict[str, Seconds], moves: bool, chance: Any
) -> None:
    facts = told(crowd, moves)
    delivered = facts + chance.choices(facts, k=9)
    chance.shuffle(delivered)
    found = zoom_evidence(delivered, LATE, ENDED)
    assert {person: list(each.spans) for person, each in found.people.items()} == {
        person: [(at(came), at(left)) for came, left in zip(seconds[::2], seconds[1::2], strict=True)]
        for person, seconds in crowd.items()
    }
    assert not any(each.doubts for each in found.people.values())


@given(crowds, st.booleans(), st.data())
def test_one_lost_event_is_noticed_and_changes_nobody_else(
    crowd: dict[str, Seconds], moves: bool, data: st.DataObject
) -> None:
    facts = told(crowd, moves)
    lost = data.draw(st.sampled_from(facts[1:]))
    whole, found = (zoom_evidence(each, LATE, ENDED) for each in (facts, [f for f in facts if f != lost]))
    person = lost.person or ""
    assert {**found.people, person: None} == {**whole.people, person: None}
    assert found.people[person].doubts
    assert all(BEGAN <= came < left <= ENDED for came, left in found.people[person].spans)


switches = st.builds(Switches, st.booleans(), st.booleans(), st.booleans())


@given(st.integers(0, 10_000), switches, st.randoms(use_true_random=False))
def test_what_is_worked_out_of_a_session_with_everything_in_it_is_its_truth_to_the_second(
    seed: int, ways: Switches, chance: Any
) -> None:
    members = [Person(name, f"rid-{name}") for name in "abcdefgh"]
    session = played(Scenario(seed, FIVE, 84512345678, ways), members)
    chance.shuffle(session.said)
    events = [read(event) for _, event in session.said]
    facts = [each.fact for each in events if isinstance(each, ZoomEvent) and each.fact]
    found = zoom_evidence(facts, LATE, ENDED)
    assert found.host is not None
    [guest] = found.strangers
    seen = {**found.people, "rid-host": found.host, "rid-guest": guest}
    assert {
        person.removeprefix("rid-"): each_second(each.spans, FIVE) for person, each in seen.items()
    } == session.truth
    assert not any(each.doubts for each in seen.values())
