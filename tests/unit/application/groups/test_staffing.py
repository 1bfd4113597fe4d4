"""Who can be spared: never the last coordinator, nor the last leader of a group that still meets."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from balint_live.application.groups.group import Staff
from balint_live.application.groups.leaders import Duties, Lead, require_demotable, require_spared
from balint_live.domain.errors import Code, DomainError

ANA = Duties(Staff(id="ana", name="Ana", email="ana@example.org", coordinator=False), (), False)
MARA = Duties(Staff(id="mara", name="Mara", email="mara@example.org", coordinator=True), (), True)


def lead(group: str, *, alone: bool, meets: bool) -> Lead:
    return Lead(group.lower(), group, alone, meets)


def refused(require: Callable[[Duties], None], duties: Duties) -> tuple[Code, str]:
    with pytest.raises(DomainError) as refusal:
        require(duties)
    return refusal.value.code, refusal.value.sentence


@pytest.mark.parametrize(
    "leads",
    [
        (),
        (lead("Tuesday", alone=False, meets=True),),
        (lead("Tuesday", alone=True, meets=False), lead("Thursday", alone=False, meets=True)),
    ],
)
def test_somebody_who_is_not_needed_can_go(leads: tuple[Lead, ...]) -> None:
    require_spared(replace(ANA, leads=leads))
    require_spared(replace(MARA, leads=leads, last_coordinator=False))


def test_the_last_coordinator_can_neither_go_nor_be_made_less() -> None:
    said = (Code.INVALID, "Mara is the only coordinator. Make somebody else one first.")

    assert (refused(require_spared, MARA), refused(require_demotable, MARA)) == (said, said)


def test_nor_can_the_last_leader_of_groups_that_still_meet() -> None:
    tuesday, thursday = (lead(name, alone=True, meets=True) for name in ("Tuesday", "Thursday"))

    assert refused(require_spared, replace(ANA, leads=(tuesday,))) == (
        Code.INVALID,
        "Ana is the only leader of Tuesday, which still meets. Add another leader there first, or cancel its sessions.",
    )
    assert refused(require_spared, replace(ANA, leads=(tuesday, thursday))) == (
        Code.INVALID,
        "Ana is the only leader of groups that still meet: Tuesday, Thursday."
        " Add another leader to each first, or cancel their sessions.",
    )


def test_only_a_coordinator_can_be_made_less_and_goes_on_leading() -> None:
    leads = (lead("Tuesday", alone=True, meets=True),)
    require_demotable(replace(MARA, leads=leads, last_coordinator=False))

    assert refused(require_demotable, ANA) == (Code.INVALID, "Ana is not a coordinator.")
