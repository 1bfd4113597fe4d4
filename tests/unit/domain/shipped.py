"""The phases and session plans the project ships, and the domain's worked figures they are held against."""

import json
from pathlib import Path
from typing import Any

from balint_live.adapters.protocol_catalogue import load_catalogue
from balint_live.domain.protocol import Protocol

SHIPPED = load_catalogue()

_VECTORS = Path(__file__).parents[2] / "vectors"


def vectors(name: str) -> Any:
    """Worked figures in plain data, so that the browser's code can be held against the same ones."""
    return json.loads((_VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def plan(*steps: str) -> Protocol:
    """A group's own session plan, written as the domain's tables write it: `plan("opening 3", "closing 4")`."""
    pairs = (step.rsplit(" ", 1) for step in steps)
    return SHIPPED.protocol("own", "Our own", [(phase, int(minutes)) for phase, minutes in pairs])
