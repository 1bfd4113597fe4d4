"""Of very many people the page draws those who matter most now, in the order it always has."""

from typing import Any

from balint_live.web.shared.context import MOST_ROWS, people_drawn


def person(number: int, state: str = "expected", role: str = "registrant") -> dict[str, Any]:
    return {"id": f"p{number}", "name": f"Person {number:04}", "role": role, "state": state}


def ids(people: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in people]


def test_everybody_but_leaders_while_there_are_not_too_many() -> None:
    people = [person(0, role="leader"), *(person(each) for each in range(1, MOST_ROWS + 1))]
    assert people_drawn(people, None) == people[1:]


def test_of_more_those_who_are_here_then_by_name() -> None:
    here, quiet, gone = person(280, "here"), person(290, "reconnecting"), person(295, "gone")
    others = [person(each) for each in range(300) if each not in (280, 290, 295)]
    people = sorted([*others, here, quiet, gone], key=lambda one: one["name"])
    drawn = ids(people_drawn(people, None))
    assert drawn == [f"p{each}" for each in range(MOST_ROWS - 3)] + ["p280", "p290", "p295"]


def test_whoever_presents_is_always_among_them() -> None:
    people = [person(each, "here") for each in range(300)]
    assert ids(people_drawn(people, "p299"))[-2:] == ["p198", "p299"]
