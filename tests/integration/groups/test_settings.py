"""A group's settings: changed, kept as typed when something is wrong, and never undone by somebody who did not see them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from balint_live.application.groups.changes import Changes
from balint_live.application.identity import Identity
from balint_live.domain.credit import CreditLine, Gap, Policy, Rounding
from balint_live.domain.display import ParticipantClock
from tests.integration.groups.cast import ANA, BEN, CATALOGUE, CLEO, MARA, NOW, TUESDAY, Site, booked

SETTINGS = "/groups/tuesday/settings"
SAVE = "Save the settings"
ZOOM = "https://zoom.example/j/1234567890"
WHOLE_HOURS = {
    "credit_lines-0-policy": "full_hour",
    "credit_lines-0-credit_type": "CE credit",
    "credit_lines-0-per_session": "1,5",
    "credit_lines-0-statement": "Approved  by\r\nthe body.\r\n",
    "credit_lines-0-grace_minutes": "10",
    "credit_lines-0-gap": "total",
}


def test_the_form_shows_what_is_settled_but_not_the_zoom_address(site: Site) -> None:
    page = site.visitor(ANA).look(SETTINGS)
    shown = {name: page.value(name) for name in ("name", "society", "timezone", "contact", "quorum")}
    assert shown == {
        "name": "Tuesday group",
        "society": "The Balint Society",
        "timezone": "Europe/London",
        "contact": "office@example.org",
        "quorum": "4",
    }
    assert page.value("zoom_url") == ""
    assert ZOOM not in page.html
    assert "An address at zoom.example is set." in page.text


def test_saving_it_untouched_changes_nothing(site: Site) -> None:
    ana, before = site.visitor(ANA), site.group()
    answer = ana.press(ana.look(SETTINGS), SAVE)
    assert (answer.status, answer.location) == (303, "/groups/tuesday")
    assert site.group() == before


def test_what_is_typed_is_saved_and_the_rest_stays(site: Site) -> None:
    ana, before = site.visitor(ANA), site.group()
    ana.press(
        ana.look(SETTINGS), SAVE, {"quorum": "5", "participant_clock": "minutes", "neutral_subjects": "yes"}
    )
    changed = replace(
        before.settings, quorum=5, participant_clock=ParticipantClock.MINUTES, neutral_subjects=True
    )
    assert site.group() == replace(before, version=2, settings=changed)


def test_what_is_typed_is_kept_in_its_normal_form(site: Site) -> None:
    ana, before = site.visitor(ANA), site.group()
    typed = {"name": "  Friday   group ", "timezone": "new york", "contact": "Faculty@Example.org"}
    ana.press(ana.look(SETTINGS), SAVE, {**typed, **WHOLE_HOURS})
    settings = site.group().settings
    line = CreditLine(
        id=settings.credit_lines[0].id,
        policy=Policy.FULL_HOUR,
        credit_type="CE credit",
        designated_quarters=6,
        statement="Approved by\nthe body.",
        grace_minutes=10,
        gap=Gap.TOTAL,
    )
    assert settings == replace(
        before.settings,
        name="Friday group",
        timezone="America/New_York",
        contact="faculty@example.org",
        credit_lines=(line,),
    )


def test_a_form_that_comes_back_says_everything_that_is_wrong_and_keeps_what_was_typed(site: Site) -> None:
    ana, before = site.visitor(ANA), site.group()
    wrong = {
        **WHOLE_HOURS,
        "name": "",
        "timezone": "Springfield",
        "contact": "nobody",
        "planned_sessions": "many",
        "quorum": "99",
        "credit_lines-0-per_session": "1.1",
        "credit_lines-1-policy": "series_min",
        "credit_lines-1-required_sessions": "0",
    }
    page = ana.press(ana.look(SETTINGS), SAVE, wrong)
    tidied = {"credit_lines-0-statement": "Approved by\nthe body."}
    assert {name: page.value(name) for name in wrong} == {**wrong, **tidied}
    assert page.errors == {
        "name": "Give the group a name.",
        "timezone": "Choose a zone from the list, such as Europe/London.",
        "contact": "An email address must have an @-sign.",
        "planned_sessions": "Type a whole number from 1 to 100.",
        "quorum": "Type a whole number from 0 to 50.",
        "credit_lines-0-per_session": "Type credits in quarters, from 0 to 24, such as 1.25.",
        "credit_lines-1-credit_type": "Say what the body calls this credit.",
        "credit_lines-1-required_sessions": "Type a whole number from 1 to 100.",
    }
    assert site.group() == before


@pytest.mark.parametrize(
    ("typed", "zoom"),
    [
        ({"zoom_url": "https://zoom.example/j/2"}, "https://zoom.example/j/2"),
        ({"zoom_url": "zoom.example/j/2"}, "https://zoom.example/j/2"),
        ({"take_zoom_away": "yes"}, None),
        ({"zoom_url": "", "society": "Another"}, ZOOM),
    ],
    ids=["another", "as browsers show it", "none", "as it was"],
)
def test_the_zoom_address_is_replaced_taken_away_or_left(
    site: Site, typed: dict[str, str], zoom: str | None
) -> None:
    ana = site.visitor(ANA)
    ana.press(ana.look(SETTINGS), SAVE, typed)
    assert site.group().settings.zoom_url == zoom


@pytest.mark.parametrize(
    "typed",
    ["http://zoom.example/j/2", "zoom", "our usual room", "https://", "javascript:alert(1)", "https://[half"],
)
def test_only_an_address_that_opens_over_https_is_one(site: Site, typed: str) -> None:
    ana = site.visitor(ANA)
    page = ana.press(ana.look(SETTINGS), SAVE, {"zoom_url": typed})
    assert page.status == 422
    assert page.errors == {"zoom_url": "Paste the whole address of the Zoom room; it begins with https://"}
    assert site.group().settings.zoom_url == ZOOM


def test_a_form_made_for_an_older_version_shows_both_and_keeps_the_typed_one(site: Site) -> None:
    ana, ben = site.visitor(ANA), site.visitor(BEN)
    page = ana.look(SETTINGS)
    ben.press(ben.look(SETTINGS), SAVE, {"quorum": "6", "zoom_url": "https://zoom.example/j/2"})
    refused = ana.press(page, SAVE, {"quorum": "5", "contact": "ana@example.org"})
    assert refused.status == 422
    assert refused.summary.startswith("Somebody else has changed these settings meanwhile.")
    assert [[cell.text for cell in row.all("th", "td")] for row in refused.main.all("tr")][1:] == [
        ["Address for questions", "Now: office@example.org", "Yours: ana@example.org"],
        ["Participants needed", "Now: 6", "Yours: 5"],
    ]
    assert (refused.value("quorum"), refused.value("contact")) == ("5", "ana@example.org")
    assert site.group().settings.quorum == 6


def test_pressed_once_more_it_is_saved(site: Site) -> None:
    ana, ben = site.visitor(ANA), site.visitor(BEN)
    page = ana.look(SETTINGS)
    ben.press(ben.look(SETTINGS), SAVE, {"quorum": "6"})
    refused = ana.press(page, SAVE, {"quorum": "5"})
    assert ana.press(refused, SAVE).status == 303
    assert (site.group().version, site.group().settings.quorum) == (3, 5)


@pytest.mark.parametrize("made_for", ["", "0", "-1", "²", "9" * 30])
def test_a_version_that_nobody_was_shown_is_older_than_all(site: Site, made_for: str) -> None:
    ana = site.visitor(ANA)
    page = ana.press(ana.look(SETTINGS), SAVE, {"version": made_for, "quorum": "5"})
    assert (page.status, site.group().settings.quorum) == (422, 4)


def test_credit_lines_are_added_changed_and_taken_away(site: Site) -> None:
    ana = site.visitor(ANA)
    added = {
        "credit_lines-0-policy": "quarter_hour",
        "credit_lines-0-credit_type": "CME",
        "credit_lines-0-rounding": "nearest",
        "credit_lines-1-policy": "min_fraction",
        "credit_lines-1-credit_type": "Points",
        "credit_lines-1-per_session": "2",
        "credit_lines-1-numerator": "2",
        "credit_lines-1-denominator": "3",
    }
    ana.press(ana.look(SETTINGS), SAVE, added)
    cme = CreditLine(policy=Policy.QUARTER_HOUR, credit_type="CME", rounding=Rounding.NEAREST)
    points = CreditLine(
        policy=Policy.MIN_FRACTION, credit_type="Points", designated_quarters=8, numerator=2, denominator=3
    )
    assert site.group().settings.credit_lines == (cme, points)
    ana.press(ana.look(SETTINGS), SAVE, {"credit_lines-0-policy": ""})
    assert site.group().settings.credit_lines == (points,)


def test_there_is_always_an_empty_line_to_fill_in(site: Site) -> None:
    lines = tuple(CreditLine(policy=Policy.SERIES_MIN, credit_type=name) for name in "ABCD")
    site.change(Changes(settings=replace(site.group().settings, credit_lines=lines)))
    page = site.visitor(ANA).look(SETTINGS)
    assert [page.value(f"credit_lines-{row}-credit_type") for row in range(5)] == ["A", "B", "C", "D", ""]
    assert "credit_lines-5-policy" not in page.html


def test_a_credit_that_no_session_can_award_is_said_at_once(site: Site) -> None:
    short = CATALOGUE.protocol("short", "Short", [("opening", 5), ("checkin", 40), ("closing", 5)])
    session = replace(booked("third", 3, NOW + timedelta(days=60)), plan=short)
    site.change(Changes(meetings=(session,)))
    ana = site.visitor(ANA)
    hour = {"credit_lines-0-policy": "full_hour", "credit_lines-0-credit_type": "CE"}
    ana.press(ana.look(SETTINGS), SAVE, hour)
    said = [each.text for each in ana.look(SETTINGS).main.all("p") if each.get("class") == "remark"]
    assert said == ["Nobody can earn CE in a session with “Short”: it is shorter than a full hour."]


@pytest.mark.parametrize("who", [None, CLEO])
def test_nobody_elses_settings_are_there(site: Site, who: Identity | None) -> None:
    assert site.visitor(who).look(SETTINGS).status == 404


def test_nor_can_they_be_saved(site: Site) -> None:
    cleo, before = site.visitor(CLEO), site.group()
    page = cleo.look("/groups/thursday/settings")
    fields = {each.get("name"): each.get("value") for each in page.main.all("input") if each.get("name")}
    assert cleo.post(SETTINGS, fields).status == 404
    assert site.group(TUESDAY) == before


def test_a_coordinator_may_change_them_too(site: Site) -> None:
    mara = site.visitor(MARA)
    assert mara.press(mara.look(SETTINGS), SAVE, {"quorum": "2"}).status == 303
    assert site.group().settings.quorum == 2
