import json
from pathlib import Path
from typing import Any

import pytest

from balint_live.adapters.protocol_catalogue import SHIPPED, CatalogueMistakes, load_catalogue
from balint_live.domain.errors import Code, DomainError


def shipped(name: str) -> Any:
    return json.loads((SHIPPED / name).read_text(encoding="utf-8"))


def catalogue_in(folder: Path, phases: Any, protocols: Any) -> Path:
    (folder / "phases.json").write_text(json.dumps(phases), encoding="utf-8")
    (folder / "protocols.json").write_text(json.dumps(protocols), encoding="utf-8")
    return folder


def test_all_twelve_protocols_are_shipped_with_their_totals() -> None:
    protocols = load_catalogue().protocols

    assert {id: protocol.total.total_seconds() / 60 for id, protocol in protocols.items()} == {
        "abs60": 60,
        "abs75": 75,
        "abs90": 90,
        "first90": 90,
        "two90": 90,
        "nopush90": 90,
        "interim75": 75,
        "train90": 90,
        "fish90": 90,
        "short45": 45,
        "two120": 120,
        "double90": 195,
    }


def test_a_shipped_phase_has_its_own_facts() -> None:
    facts = shipped("phases.json")["pushback"]
    phase = load_catalogue().phases["pushback"]

    assert (phase.id, phase.name, phase.speaker, phase.presenter_state, phase.clock, phase.credit) == (
        "pushback",
        facts["name"],
        facts["speaker"],
        facts["presenter_state"],
        True,
        True,
    )
    assert (phase.presenter, phase.participants, phase.leaders) == (
        facts["presenter"],
        facts["participants"],
        facts["leaders"],
    )


def test_all_mistakes_are_reported_together(tmp_path: Path) -> None:
    phases = shipped("phases.json")
    del phases["gather"]["name"]
    phases["closing"]["clock"] = "sometimes"
    phases["debrief"]["presenter_state"] = "asleep"
    plan = [["opening", 3], ["presentation", 7]]
    protocols = {
        "sum": {"name": "Sum", "total_minutes": 11, "note": "", "plan": plan},
        "who": {"name": "Who", "total_minutes": 5, "note": "", "plan": [["dancing", 5]]},
        "away": {"name": "Away", "total_minutes": 1, "note": "", "plan": [["discussion", 1]]},
        "flat": {"name": "Flat", "total_minutes": 1, "note": "", "plan": [["opening"]]},
    }

    with pytest.raises(CatalogueMistakes) as wrong:
        load_catalogue(catalogue_in(tmp_path, phases, protocols))

    assert wrong.value.mistakes == [
        "phases.json: gather: name is missing or unknown",
        "phases.json: closing: sometimes is missing or unknown",
        "phases.json: debrief: 'asleep' is not a valid PresenterState",
        "protocols.json: sum: its steps add up to 10 minutes, not 11",
        "protocols.json: who: There is no phase called dancing.",
        "protocols.json: away: After Group discussion nothing brings the presenter back.",
        "protocols.json: flat: not enough values to unpack (expected 2, got 1)",
    ]


STEPS = [("opening", 3), ("presentation", 10), ("pushback", 1), ("discussion", 20)]


@pytest.mark.parametrize("plan", [[], [("gather", 5)], [("dancing", 5)], [("opening", 0)], STEPS])
def test_what_is_no_plan_is_refused(plan: list[tuple[str, int]]) -> None:
    with pytest.raises(DomainError) as refused:
        load_catalogue().protocol("short", "Short", plan)

    assert refused.value.code is Code.INVALID
