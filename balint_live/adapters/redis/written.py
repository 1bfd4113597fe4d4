"""How what the processes tell one another is written: JSON, moments and lengths as whole milliseconds."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from balint_live.application.live.commands import Answer
from balint_live.application.live.page import PageThere
from balint_live.application.live.peers import State
from balint_live.application.live.room import Presenting
from balint_live.application.ports import View


class States:
    """What a move can have changed; written by its type, since it is the domain's and not small."""

    def __init__(self) -> None:
        self._type = TypeAdapter(State)

    def write(self, state: State | None) -> Any:
        return None if state is None else self._type.dump_python(state, mode="json")

    def read(self, said: Any) -> State | None:
        return None if said is None else self._type.validate_python(said)


def answer(given: Answer) -> str:
    return json.dumps([given.ok, given.revision, given.code, given.sentence])


def read_answer(said: str) -> Answer:
    return Answer(*json.loads(said))


def signal(sent: View) -> View:
    return {**sent, "at": _ms(sent["at"])}


def read_signal(said: View) -> View:
    return {**said, "at": _moment(said["at"])}


def presenting(now: Presenting) -> str:
    """Its revision first, for Redis to compare."""
    return f"{now.revision} {json.dumps([now.presenter, now.set_aside])}"


def read_pages(said: Mapping[str, list[Any]]) -> dict[str, PageThere]:
    return {person: _read_page(page) for person, page in said.items()}


def pair(one: str, other: str) -> str:
    """Two ids as one name."""
    return f"{one} {other}"


def read_presenting(said: str) -> Presenting:
    revision, _, people = said.partition(" ")
    return Presenting(int(revision), *json.loads(people))


def page(page: PageThere) -> list[Any]:
    lengths = [each // timedelta(milliseconds=1) for each in (page.lived, page.grace)]
    return [_ms(page.since), _ms(page.until), page.leads, page.connected, *lengths]


def _read_page(said: list[Any]) -> PageThere:
    since, until, leads, connected, lived, grace = said
    lengths = (timedelta(milliseconds=each) for each in (lived, grace))
    return PageThere(_moment(since), _moment(until), leads, connected, *lengths)


def ended(there: Mapping[str, PageThere]) -> dict[str, PageThere]:
    """Those pages after the process has ended in which they were."""
    return {person: replace(page, connected=False) for person, page in there.items()}


def by_process(stored: Mapping[str, str]) -> Iterable[tuple[str, dict[str, PageThere]]]:
    found: dict[str, dict[str, PageThere]] = {}
    for field, said in stored.items():
        process, _, person = field.partition(" ")
        found.setdefault(process, {})[person] = _read_page(json.loads(said))
    return found.items()


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
