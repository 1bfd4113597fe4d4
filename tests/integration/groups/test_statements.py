"""Statements given out by whoever looks after the group, from a person's page and from a session's."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from werkzeug.test import TestResponse

from balint_live.application.attendance.record import Statement
from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.roll import CorrectionReason
from tests.integration.groups.cast import ANA, CLEO, FIRST, FIRST_END, FIRST_START, TUESDAY, Site, hold_first
from tests.integration.groups.visitor import Visitor

CARLAS = "/groups/tuesday/people/carla"
DANS = "/groups/tuesday/people/dan"
AMA = CreditLine(policy=Policy.QUARTER_HOUR, credit_type="AMA PRA Category 1", designated_quarters=6)
NOTHING = "There is no confirmed attendance to state yet."


@pytest.fixture
def ana(site: Site) -> Visitor:
    """The first session is over, Carla was there, and its roll is confirmed."""
    settings = replace(site.group().settings, credit_lines=(AMA,))
    site.services.groups.change_settings(ANA, TUESDAY, 1, settings)
    site.clock.set(FIRST_END)
    hold_first(site, "carla")
    site.services.attendance_service.confirm(ANA, TUESDAY, FIRST, {})
    return site.visitor(ANA)


def statements(site: Site) -> tuple[Statement, ...]:
    return site.services.attendance_service.attendance(TUESDAY, ANA).statements


def downloaded(visitor: Visitor, address: str) -> TestResponse:
    return visitor._client.get(address)


def test_the_series_from_a_persons_page(site: Site, ana: Visitor) -> None:
    page = ana.press(ana.look(CARLAS), "Statement (PDF)")
    [statement] = statements(site)
    file = downloaded(ana, page.location)
    text = PdfReader(BytesIO(file.data)).pages[0].extract_text()

    assert (page.status, page.location) == (303, f"/groups/tuesday/statements/{statement.id}.pdf")
    assert (statement.registrant_id, statement.meeting_id, statement.credits[0].quarters) == (
        "carla",
        None,
        6,
    )
    assert (file.status_code, file.content_type, file.headers["Cache-Control"]) == (
        200,
        "application/pdf",
        "no-store",
    )
    blocks = "-".join(statement.code[start : start + 4] for start in (0, 4, 8))
    assert file.headers["Content-Disposition"] == f'attachment; filename="statement-{blocks.lower()}.pdf"'
    assert [line for line in text.splitlines() if line in ("Carla", "Tuesday group", blocks)] == [
        "Carla",
        "Tuesday group",
        blocks,
    ]


def test_one_session_from_a_persons_page_and_from_its_own(site: Site, ana: Visitor) -> None:
    first = ana.press(ana.look(CARLAS), "Statement (PDF)", {"session": FIRST})
    second = ana.press(ana.look(f"/groups/tuesday/sessions/{FIRST}"), "Statement (PDF) Carla")

    assert [(one.meeting_id, first.location, second.location) for one in statements(site)] == [
        (FIRST, first.location, first.location)
    ]


def test_looking_at_one_again_changes_nothing(site: Site, ana: Visitor) -> None:
    address = ana.press(ana.look(CARLAS), "Statement (PDF)").location
    before = statements(site)

    assert downloaded(ana, address).data == downloaded(ana, address).data
    assert statements(site) == before


def test_a_correction_makes_a_new_one_and_the_old_one_says_so(site: Site, ana: Visitor) -> None:
    old = ana.press(ana.look(CARLAS), "Statement (PDF)").location
    span = (FIRST_START, FIRST_END)
    half = (FIRST_START, FIRST_START.replace(minute=45))
    site.services.attendance_service.correct(
        ANA, TUESDAY, FIRST, "carla", (span,), (half,), CorrectionReason.LEADER_ERROR
    )
    site.clock.wait(minutes=1)
    new = ana.press(ana.look(CARLAS), "Statement (PDF)").location
    former, present = statements(site)

    assert (f"{former.id}.pdf" in old, f"{present.id}.pdf" in new, former.code == present.code) == (
        True,
        True,
        False,
    )
    assert (former.replaced_at, present.replaced_at) == (site.clock.now(), None)
    assert (
        "A newer statement took the place of this one"
        in PdfReader(BytesIO(downloaded(ana, old).data)).pages[0].extract_text()
    )


def test_nothing_to_state_is_not_offered_and_comes_back_with_the_reason(site: Site, ana: Visitor) -> None:
    page = ana.look(DANS)
    refused = ana.post(f"{DANS}/statements")

    assert "Statement (PDF)" not in page.buttons
    assert (refused.status, refused.summary) == (422, NOTHING)
    assert statements(site) == ()


def test_a_session_of_nobody_cannot_be_stated(ana: Visitor) -> None:
    assert (refused := ana.post(f"{CARLAS}/statements", {"session": "nothing"})).status == 422
    assert refused.summary == NOTHING


def test_another_groups_leader_reaches_none(site: Site, ana: Visitor) -> None:
    address = ana.press(ana.look(CARLAS), "Statement (PDF)").location
    cleo = site.visitor(CLEO)

    assert [downloaded(cleo, address).status_code, cleo.post(f"{CARLAS}/statements").status] == [404, 404]
    assert downloaded(cleo, address.replace("tuesday", "thursday")).status_code == 404
