"""The shipped phases, protocols and texts, read from the project's own JSON and validated before anything starts.

The files state each protocol's total, although it is only the sum of its steps: so a plan with a wrong digit is noticed.
All mistakes are reported together, each with its file and id.
"""

import json
from collections.abc import Callable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from balint_live.application.ports import Reminder, Texts
from balint_live.domain.errors import DomainError
from balint_live.domain.protocol import Catalogue, Phase, PresenterState, Protocol

Entry = TypeVar("Entry")
SHIPPED = files("balint_live") / "catalogue"


class CatalogueMistakes(Exception):
    """What is wrong with the files, one line each."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def load_catalogue(directory: Traversable = SHIPPED) -> Catalogue:
    """Read `phases.json` and `protocols.json`. Raises CatalogueMistakes."""
    mistakes: list[str] = []
    phases = _each(directory, "phases.json", _phase, mistakes)
    bare = Catalogue(phases, {})
    protocols = _each(directory, "protocols.json", lambda id, facts: _protocol(bare, id, facts), mistakes)
    if mistakes:
        raise CatalogueMistakes(mistakes)
    return Catalogue(phases, protocols)


def load_texts() -> Texts:
    """The shipped catalogue with the field's own texts. Raises CatalogueMistakes."""
    facts = json.loads((SHIPPED / "texts.json").read_text(encoding="utf-8"))
    reminder = facts["reminder"]
    return Texts(
        load_catalogue(),
        Reminder(reminder["version"], reminder["title"], tuple(reminder["paragraphs"])),
        dict(facts["cards"]),
    )


def _each(
    directory: Traversable, name: str, build: Callable[[str, Mapping[str, Any]], Entry], mistakes: list[str]
) -> dict[str, Entry]:
    """Every entry of one file that could be built; what could not is added to the mistakes."""
    built = {}
    for id, facts in json.loads((directory / name).read_text(encoding="utf-8")).items():
        try:
            built[id] = build(id, facts)
        except KeyError as missing:
            mistakes.append(f"{name}: {id}: {missing.args[0]} is missing or unknown")
        except DomainError as refusal:
            mistakes.append(f"{name}: {id}: {refusal.sentence}")
        except (ValueError, TypeError) as wrong:
            mistakes.append(f"{name}: {id}: {wrong}")
    return built


def _phase(id: str, facts: Mapping[str, Any]) -> Phase:
    return Phase(
        id=id,
        name=facts["name"],
        alias=tuple(facts["alias"]),
        speaker=facts["speaker"],
        presenter_state=PresenterState(facts["presenter_state"]),
        clock={"on": True, "off": False}[facts["clock"]],
        credit=facts["credit"],
        presenter=facts["presenter"],
        participants=facts["participants"],
        observers=facts["observers"],
        leaders=facts["leaders"],
        leaders_alone=facts.get("leaders_alone", ""),
        leaders_many=facts.get("leaders_many", ""),
    )


def _protocol(catalogue: Catalogue, id: str, facts: Mapping[str, Any]) -> Protocol:
    protocol = catalogue.protocol(id, facts["name"], [(phase, minutes) for phase, minutes in facts["plan"]])
    minutes = protocol.total.total_seconds() / 60
    if minutes != facts["total_minutes"]:
        raise ValueError(f"its steps add up to {minutes:g} minutes, not {facts['total_minutes']}")
    return protocol
