import pytest

from balint_live.adapters.database.group_changes import SqlProtocols
from balint_live.domain.errors import Code, DomainError
from tests.integration.database.cast import CATALOGUE, House

SHORT = [
    ("opening", 3),
    ("presentation", 10),
    ("pushback", 1),
    ("discussion", 20),
    ("return", 6),
    ("closing", 5),
]


def protocols(house: House) -> SqlProtocols:
    return SqlProtocols(house.database, CATALOGUE)


def test_a_group_keeps_its_own_plans_by_name(enrolled: House) -> None:
    short = protocols(enrolled).keep("tuesday", "short", "Short", SHORT)
    brief = protocols(enrolled).keep("tuesday", "brief", "Brief", SHORT[:1])

    assert protocols(enrolled).of_group("tuesday") == [brief, short]
    assert protocols(enrolled).of_group("thursday") == []
    assert short.total.total_seconds() == 45 * 60


def test_keeping_a_plan_again_replaces_it(enrolled: House) -> None:
    protocols(enrolled).keep("tuesday", "short", "Short", SHORT)
    longer = protocols(enrolled).keep("tuesday", "short", "Longer", [*SHORT, ("step_out", 2)])

    assert protocols(enrolled).of_group("tuesday") == [longer]


@pytest.mark.parametrize("plan", [[], [("gather", 5)], [("dancing", 5)], [("opening", 0)], SHORT[:4]])
def test_what_is_no_plan_is_refused_and_not_kept(enrolled: House, plan: list[tuple[str, int]]) -> None:
    with pytest.raises(DomainError) as refused:
        protocols(enrolled).keep("tuesday", "short", "Short", plan)

    assert (refused.value.code, protocols(enrolled).of_group("tuesday")) == (Code.INVALID, [])
