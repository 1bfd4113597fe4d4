"""A group deleted with everybody in it: what proves credit stays, and not a row of anything else."""

from pathlib import Path

import pytest
from sqlalchemy import select

from balint_live.adapters.database.access import SqlPeople, SqlStaffing
from balint_live.adapters.database.archive.backup import back_up
from balint_live.adapters.database.archive.restore import restore
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.mail_contents import SqlMailFacts
from balint_live.adapters.database.tables.mail import MailRow
from balint_live.application.groups.leaders import require_spared
from balint_live.application.groups.service import NoSuchGroup
from balint_live.application.identity import OPERATOR
from balint_live.application.mail.contents import ErasedFacts
from balint_live.application.mail_queue import MailKind
from balint_live.domain.errors import Code, DomainError
from tests.integration.database.kept_cast import Society, society
from tests.integration.groups.cast import ANA, BEN, CATALOGUE, CLEO, MARA, SECOND, SECOND_START, TUESDAY

EVERYBODY = ["carla", "dan", "otto", "priya", "quentin", "zenobia"]
OF_NO_GROUP = {"alembic_version", "groups", "leaders", "group_leaders", "registrants", "statements"}


@pytest.fixture
def kept(database: Database) -> Society:
    kept = society(database)
    kept.invite()
    return kept


def told(kept: Society) -> list[tuple[str | None, str | None]]:
    query = select(MailRow.address, MailRow.group_id).where(MailRow.kind == MailKind.ERASED)
    rows = kept.database.read(lambda session: session.execute(query.order_by(MailRow.address)).all())
    return [(address, group_id) for address, group_id in rows]


def test_what_a_deletion_would_take_and_leave(kept: Society) -> None:
    ahead = kept.erasures.group_prospect(MARA, TUESDAY)

    assert (ahead.group.name, ahead.people, ahead.told, ahead.credited) == ("Tuesday group", 6, 6, 2)
    assert (ahead.held, ahead.to_come, ahead.open_rolls, ahead.runs) == (1, 1, 0, False)
    assert (ahead.leaders, ahead.stays_until) == (("Ana", "Ben"), SECOND_START.replace(hour=19, year=2032))


@pytest.mark.parametrize("who", [ANA, CLEO])
def test_only_coordinators_delete_a_group(kept: Society, who: object) -> None:
    before = kept.everything()
    with pytest.raises(NoSuchGroup):
        kept.erasures.delete_group(who, TUESDAY)  # type: ignore[arg-type]
    with pytest.raises(NoSuchGroup):
        kept.erasures.group_prospect(who, TUESDAY)  # type: ignore[arg-type]

    assert kept.everything() == before


def test_nothing_is_left_but_what_proves_credit(kept: Society) -> None:
    given = kept.state("zenobia")
    kept.state("quentin")  # who attended, and earned nothing

    deleted = kept.erasures.delete_group(MARA, TUESDAY)

    stay = {one.name: one.stays for one in deleted.people}
    assert sorted(stay) == [each.title() for each in EVERYBODY]
    assert [name for name, one in sorted(stay.items()) if one is not None] == ["Carla", "Zenobia"]
    for name, one in stay.items():
        if one is not None:
            verified = kept.statements.verify(one.code, name)
            assert verified is not None
            assert (verified.registrant_id, verified.group_id, verified.meeting_id) == (None, None, None)
            assert verified.credits == one.credits != ()
    assert stay["Zenobia"] is not None
    assert stay["Zenobia"].code == given.code
    rows = kept.everything()
    assert {name: len(rows[name]) for name in sorted(rows) if rows[name]} == {
        "erasures": 7,
        "leaders": 4,
        "mails": 6,
        "statements": 2,
    }
    assert (
        kept.groups.staff(ANA) is not None,
        [one.id for one in kept.groups.overview(ANA, SECOND_START)],
    ) == (
        True,
        [],
    )


def test_everybody_with_an_address_is_told_by_a_mail_that_knows_no_group(kept: Society) -> None:
    kept.erase("dan")  # whose own mail is still to go, and must not go with the group

    deleted = kept.erasures.delete_group(MARA, TUESDAY)

    assert deleted.told == 5
    assert told(kept) == [(f"{name}@example.org", None) for name in EVERYBODY]
    facts = SqlMailFacts(kept.database, CATALOGUE)
    assert facts.erased(None, None) == ErasedFacts(None, None)


def test_links_of_a_deleted_group_are_nobodys(kept: Society) -> None:
    assert SqlPeople(kept.database).link("carla") is not None

    kept.erasures.delete_group(OPERATOR, TUESDAY)

    assert SqlPeople(kept.database).link("carla") is None
    with pytest.raises(NoSuchGroup):
        kept.attendance()


def test_while_a_session_runs_nothing_is_deleted(kept: Society) -> None:
    kept.execute("UPDATE meetings SET opened_at = scheduled_start WHERE id = :id", id=SECOND)
    before = kept.everything()

    assert kept.erasures.group_prospect(MARA, TUESDAY).runs is True
    with pytest.raises(DomainError) as refusal:
        kept.erasures.delete_group(MARA, TUESDAY)

    assert (refusal.value.code, refusal.value.sentence) == (
        Code.INVALID,
        "A session of this group is running. End the session first.",
    )
    assert kept.everything() == before


def test_a_restored_backup_brings_back_neither_the_group_nor_a_removed_leader(
    kept: Society, tmp_path: Path
) -> None:
    file = tmp_path / "before.gz"
    back_up(kept.database, file, kept.clock.now())
    kept.erasures.delete_group(MARA, TUESDAY)
    SqlStaffing(kept.database).remove(MARA, "ben", kept.clock.now(), require_spared)
    after = kept.everything()

    restored = restore(kept.database, file)

    mails = after.pop("mails")
    rows = kept.everything()
    assert (len(mails), rows.pop("mails")) == (6, [])  # they are not in the backup
    assert rows == after
    assert (restored.left_out, kept.groups.staff(BEN)) == (6, None)
