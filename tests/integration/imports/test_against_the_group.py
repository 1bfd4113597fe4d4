"""A list beside those who are in the group already: it adds and amends, and takes nothing away."""

from dataclasses import replace

from balint_live.application.groups.group import Details, Registrant
from balint_live.application.imports.preview import Preview, preview
from balint_live.application.imports.table import guess
from balint_live.application.imports.values import Change
from balint_live.domain.display import Role
from tests.integration.imports.cast import GROUP, MIRIAM, OLGA, TOM, address, registrant, table
from tests.integration.imports.told import line


def seen(*lines: str, group: tuple[Registrant, ...] = GROUP) -> Preview:
    listed = table(*lines)
    return preview(listed, guess(listed), group, address)


def test_somebody_new_is_enrolled_with_what_the_list_says() -> None:
    new, changed = seen(
        "Name | Email | Role | Timezone | Licence no",
        "Doe, Jane | JANE@example.org | observer | europe/paris | L1",
    ).enrolments()
    jane = Details(
        name="Jane Doe",
        email="jane@example.org",
        role=Role.OBSERVER,
        timezone="Europe/Paris",
        licence_no="L1",
    )
    assert (new, changed) == ([jane], [])


def test_an_empty_cell_erases_nothing() -> None:
    listed = seen("Name | Email | Profession | Role", "Miriam Adler | miriam@example.org | | ")
    assert [line(row) for row in listed.rows] == ["unchanged Miriam Adler <miriam@example.org>"]
    assert listed.enrolments() == ([], [])


def test_what_changes_is_named_and_the_rest_stays() -> None:
    listed = seen("Name | Email | Licence state", "Miriam A. Adler | MIRIAM@example.org | Bavaria")
    assert listed.rows[0].changes == (
        Change("name", "Miriam Adler", "Miriam A. Adler"),
        Change("licence_region", None, "Bavaria"),
    )
    amended = replace(MIRIAM.details, name="Miriam A. Adler", licence_region="Bavaria")
    assert listed.enrolments() == ([], [("miriam", amended)])


def test_somebody_enrolled_needs_no_name_in_the_list() -> None:
    listed = seen("Email | Licence no", "miriam@example.org | G-7")
    assert (listed.missing, listed.ready) == ((), True)
    assert listed.enrolments() == ([], [("miriam", replace(MIRIAM.details, licence_no="G-7"))])


def test_who_withdrew_does_not_come_back_by_a_list() -> None:
    listed = seen("Name | Email", "Tom Weber | tom@example.org", "Tom Weber | tom@example.org")
    assert [line(row) for row in listed.rows] == ["withdrawn withdrawn_earlier"] * 2
    assert listed.enrolments() == ([], [])


def test_who_withdrew_and_was_enrolled_anew_is_enrolled() -> None:
    again = replace(TOM, id="tom-again", withdrawn_at=None)
    for group in ((TOM, again), (again, TOM)):
        assert (
            seen("Name | Email", "Tom Weber | tom@example.org", group=group).rows[0].registrant_id
            == "tom-again"
        )


def test_who_was_erased_is_nobody() -> None:
    listed = seen("Name | Email", "Olga Ruiz | ", "Olga Ruiz | olga@example.org", group=(OLGA,))
    assert [line(row) for row in listed.rows] == [
        "cannot no_address [Email]",
        "new Olga Ruiz <olga@example.org>",
    ]


def test_a_practice_leader_listed_as_participant_stays_one() -> None:
    lena = registrant("lena", Details(name="Lena", email="lena@example.org", practice_leader=True))
    listed = seen("Name | Email | Role", "Lena | lena@example.org | Participant", group=(lena,))
    assert [line(row) for row in listed.rows] == ["unchanged Lena <lena@example.org>"]


def test_somebody_may_become_an_observer() -> None:
    listed = seen("Email | Role", "miriam@example.org | Beobachterin")
    assert listed.rows[0].changes == (Change("role", Role.REGISTRANT, Role.OBSERVER),)


def test_nobody_is_withdrawn_by_a_cancelled_order() -> None:
    listed = seen("Name | Email | Status", "Miriam Adler | miriam@example.org | Cancelled")
    assert [line(row) for row in listed.rows] == ["skipped order_cancelled [Status]"]
    assert listed.enrolments() == ([], [])
