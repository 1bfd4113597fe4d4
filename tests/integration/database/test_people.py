import pytest

from balint_live.application.people import Identity, Kind
from tests.integration.database.cast import ANA, CARLA, ISSUED, STRANGER, House


def test_people_are_known_by_kind_and_id_with_the_version_in_force(enrolled: House) -> None:
    assert enrolled.people.identity(Kind.LEADER, "ana") == Identity(Kind.LEADER, "ana", 1)
    assert enrolled.people.identity(Kind.REGISTRANT, "otto") == Identity(Kind.REGISTRANT, "otto", 1)


@pytest.mark.parametrize(
    ("kind", "id"), [(Kind.LEADER, "carla"), (Kind.REGISTRANT, "ana"), (Kind.LEADER, "nobody")]
)
def test_nobody_is_known_under_another_kind(enrolled: House, kind: Kind, id: str) -> None:
    assert enrolled.people.identity(kind, id) is None


def test_when_a_link_was_issued_is_known(enrolled: House) -> None:
    assert (enrolled.people.issued_at(ANA), enrolled.people.issued_at(CARLA)) == (ISSUED, ISSUED)
    with pytest.raises(LookupError):
        enrolled.people.issued_at(STRANGER)
