from dataclasses import replace
from datetime import timedelta

import pytest

from balint_live.application.groups.changes import NOTHING
from balint_live.application.groups.group import Details, Registrant
from balint_live.application.groups.registrants import (
    MOST_ENROLLED,
    correct,
    enrol,
    enrol_again,
    give_lead,
    import_people,
    reissue,
    withdraw,
    withdraw_calendar,
)
from balint_live.domain.display import Role
from balint_live.domain.errors import DomainError
from tests.unit.application.groups.cast import (
    CARLA,
    DAN,
    NOW,
    TUESDAY,
    asked,
    details,
    group,
    issue,
    occasions,
    person,
)

LEFT = person("erin", withdrawn_at=NOW - timedelta(days=1), join_code=None)
PRIYA = person("priya", details=details("priya", practice_leader=True))


def test_somebody_enrolled_gets_a_link_and_a_code_of_their_own_and_no_mail() -> None:
    changes = enrol(group(), [details("erin"), details("gus")], issue())

    assert [(one.id, one.group_id, one.link_version, one.join_code) for one in changes.registrants] == [
        ("new-1", TUESDAY, 1, "CODE-1"),
        ("new-2", TUESDAY, 1, "CODE-2"),
    ]
    assert changes.mails == ()


def test_the_moment_a_link_was_issued_is_kept_in_whole_seconds() -> None:
    late = replace(issue(), now=NOW + timedelta(milliseconds=250))

    assert enrol(group(), [details("erin")], late).registrants[0].link_issued_at == NOW


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ([details("carla")], "carla@example.org is enrolled in this group already."),
        (
            [details("erin"), details("erin", name="Other")],
            "erin@example.org is enrolled in this group already.",
        ),
        ([details("erin", name="  ")], "A name is needed."),
        ([details("erin", role=Role.LEADER)], "Leaders are added as leaders."),
    ],
)
def test_who_cannot_be_enrolled(people: list[Details], sentence: str) -> None:
    with pytest.raises(DomainError) as refusal:
        enrol(group(), people, issue())

    assert refusal.value.sentence == sentence


def test_a_group_is_full_at_some_point() -> None:
    many = [details(f"p{number}") for number in range(MOST_ENROLLED - 2)]

    assert len(enrol(group(), many, issue()).registrants) == MOST_ENROLLED - 2
    with pytest.raises(DomainError) as refusal:
        enrol(group(), [*many, details("erin")], issue())
    assert refusal.value.code == "invalid"
    assert refusal.value.sentence == (
        "A group holds at most 2,000 people, and this would make 2,001. "
        "Make a second group, and enrol the others there."
    )


def test_who_left_leaves_room_and_needs_it_to_come_back() -> None:
    full = group(LEFT, *(person(f"p{number}") for number in range(MOST_ENROLLED - 1)))

    [last] = enrol(full, [details("last")], issue()).registrants
    with pytest.raises(DomainError, match="this would make 2,001"):
        enrol_again(group(*full.registrants, last), "erin", issue())


def test_a_correction_leaves_the_link_as_it_was() -> None:
    known = replace(CARLA.details, name="Carla Ruiz", profession="GP")

    assert correct(group(), "carla", known, issue()).registrants == (replace(CARLA, details=known),)


def test_with_another_address_the_old_link_ends() -> None:
    moved = replace(CARLA.details, email="carla@clinic.example")

    assert correct(group(), "carla", moved, issue()).registrants == (
        replace(
            CARLA, details=moved, link_version=2, link_issued_at=NOW, join_code="CODE-1", calendar_version=2
        ),
    )


def test_a_correction_cannot_make_two_people_one() -> None:
    with pytest.raises(DomainError, match=r"dan@example\.org is enrolled in this group already"):
        correct(group(), "carla", replace(CARLA.details, email="dan@example.org"), issue())


def test_nobody_is_corrected_who_is_not_there() -> None:
    with pytest.raises(DomainError, match="not in this group"):
        correct(group(), "finn", CARLA.details, issue())


def test_whoever_no_longer_learns_to_lead_loses_the_lead() -> None:
    leading = replace(PRIYA, has_the_lead=True)
    plain = replace(PRIYA.details, practice_leader=False)

    assert correct(group(leading), "priya", plain, issue()).registrants == (
        replace(PRIYA, details=plain, has_the_lead=False),
    )


def test_a_list_adds_and_corrects_at_once() -> None:
    known = replace(CARLA.details, profession="GP")

    changes = import_people(group(), [details("erin")], [("carla", known)], issue())

    assert [(one.id, one.details.profession) for one in changes.registrants] == [
        ("new-1", None),
        ("carla", "GP"),
    ]


def test_an_empty_list_changes_nothing() -> None:
    assert import_people(group(), [], [], issue()) == NOTHING


def test_whoever_was_invited_is_told_that_they_were_withdrawn() -> None:
    changes = withdraw(group(), "carla", occasions())

    assert changes.registrants == (replace(CARLA, withdrawn_at=NOW, join_code=None),)
    assert asked(changes.mails) == [("removed", "carla")]


def test_whoever_was_not_invited_hears_nothing() -> None:
    assert withdraw(group(invited=frozenset()), "carla", occasions()).mails == ()


def test_nobody_withdraws_twice() -> None:
    assert withdraw(group(LEFT), "erin", occasions()) == NOTHING


def test_whoever_comes_back_gets_a_new_link() -> None:
    assert enrol_again(group(LEFT), "erin", issue()).registrants == (
        replace(
            LEFT,
            withdrawn_at=None,
            link_version=2,
            link_issued_at=NOW,
            join_code="CODE-1",
            calendar_version=2,
        ),
    )
    assert enrol_again(group(), "carla", issue()) == NOTHING


def test_whose_address_is_gone_comes_back_only_with_one() -> None:
    left = replace(LEFT, details=details("erin", email=""))

    with pytest.raises(DomainError, match="Their address is no longer kept"):
        enrol_again(group(left), "erin", issue())
    with pytest.raises(DomainError, match="Their address is no longer kept"):
        enrol(group(), [left.details], issue())


def test_two_people_without_an_address_are_not_the_same() -> None:
    nobodys = (
        replace(LEFT, details=details("erin", email="")),
        person("fay", details=details("fay", email="")),
    )
    renamed = details("erin", name="Erin Eames", email="")

    assert correct(group(*nobodys), "erin", renamed, issue()).registrants == (
        replace(nobodys[0], details=renamed),
    )


def test_a_new_link_ends_the_old_one_and_is_mailed() -> None:
    changes = reissue(group(), "carla", issue(), occasions())

    assert changes.registrants == (
        replace(CARLA, link_version=2, link_issued_at=NOW, join_code="CODE-1", calendar_version=2),
    )
    assert asked(changes.mails) == [("link_again", "carla")]


def test_whoever_left_gets_no_link() -> None:
    with pytest.raises(DomainError, match="has left the group"):
        reissue(group(LEFT), "erin", issue(), occasions())


def test_the_lead_is_a_practice_leaders_alone() -> None:
    assert give_lead(group(PRIYA), "priya", True).registrants == (replace(PRIYA, has_the_lead=True),)
    assert give_lead(group(replace(PRIYA, has_the_lead=True)), "priya", False).registrants == (PRIYA,)
    with pytest.raises(DomainError, match="Only a practice leader"):
        give_lead(group(), "carla", True)


@pytest.mark.parametrize("whoever", [CARLA, DAN])
def test_taking_a_lead_that_nobody_has_changes_nobody(whoever: Registrant) -> None:
    assert give_lead(group(), whoever.id, False).registrants == (whoever,)


def test_a_withdrawn_calendar_address_leaves_the_link_as_it_is() -> None:
    assert withdraw_calendar(group(), "carla").registrants == (replace(CARLA, calendar_version=2),)
    with pytest.raises(DomainError, match="has left the group"):
        withdraw_calendar(group(LEFT), "erin")
