"""Every policy, held against the domain's worked examples: exact credits and exact words."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from balint_live.domain.credit import CreditLine, Policy, Rounding
from balint_live.domain.credit_results import outcome
from balint_live.domain.timeline import Span, timeline
from tests.unit.domain.cast import START
from tests.unit.domain.shipped import vectors

EXAMPLES = vectors("credit")["examples"]
NO_CAP = 96

LINES = {
    "full_hour": CreditLine(policy=Policy.FULL_HOUR, credit_type="CE", designated_quarters=NO_CAP),
    "down": CreditLine(policy=Policy.QUARTER_HOUR, credit_type="CME", designated_quarters=NO_CAP),
    "nearest": CreditLine(
        policy=Policy.QUARTER_HOUR,
        credit_type="CME",
        designated_quarters=NO_CAP,
        rounding=Rounding.NEAREST,
    ),
    "fraction": CreditLine(policy=Policy.MIN_FRACTION, credit_type="CPD", designated_quarters=4),
}


def moment(written: str) -> datetime:
    """ "-10:00" is ten minutes before the actual start."""
    minutes, seconds = written.removeprefix("-").split(":")
    from_start = timedelta(minutes=int(minutes), seconds=int(seconds))
    return START - from_start if written.startswith("-") else START + from_start


def spans(written: list[list[str]]) -> list[Span]:
    return [(moment(join), moment(leave)) for join, leave in written]


@pytest.mark.parametrize("policy", LINES)
@pytest.mark.parametrize("worked", EXAMPLES, ids=[f"{worked['number']}" for worked in EXAMPLES])
def test_the_worked_examples(worked: dict[str, Any], policy: str) -> None:
    earned = outcome(
        LINES[policy],
        timeline(spans(worked["windows"]), spans(worked["present"])),
        held=True,
        confirmed=True,
        role_excluded=False,
    )
    assert [str(earned.credits), earned.words] == worked[policy]


def test_all_of_them_are_there() -> None:
    assert [worked["number"] for worked in EXAMPLES] == list(range(1, 22))
