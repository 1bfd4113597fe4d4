from balint_live.adapters.database.groups import SqlGroups
from balint_live.application.groups.changes import Changes
from balint_live.application.identity import OPERATOR
from balint_live.domain.protocol import Protocol
from tests.integration.database.cast import CATALOGUE, Site

SHORT = [
    ("opening", 3),
    ("presentation", 10),
    ("pushback", 1),
    ("discussion", 20),
    ("return", 6),
    ("closing", 5),
]


def keep(site: Site, id: str, name: str, plan: list[tuple[str, int]]) -> Protocol:
    protocol = CATALOGUE.protocol(id, name, plan)
    SqlGroups(site.database, CATALOGUE).change("tuesday", OPERATOR, lambda _: Changes(plans=(protocol,)))
    return protocol


def plans_of(site: Site, group: str) -> list[Protocol]:
    return list(SqlGroups(site.database, CATALOGUE).group(group, OPERATOR).plans)


def test_a_group_keeps_its_own_plans_by_name(enrolled: Site) -> None:
    short = keep(enrolled, "short", "Short", SHORT)
    brief = keep(enrolled, "brief", "Brief", SHORT[:1])

    assert plans_of(enrolled, "tuesday") == [brief, short]
    assert plans_of(enrolled, "thursday") == []
    assert short.total.total_seconds() == 45 * 60


def test_keeping_a_plan_again_replaces_it(enrolled: Site) -> None:
    keep(enrolled, "short", "Short", SHORT)
    longer = keep(enrolled, "short", "Longer", [*SHORT, ("step_out", 2)])

    assert plans_of(enrolled, "tuesday") == [longer]
