"""What is not yours is not there: every address of the whole application, asked for by everybody it is not for.

The addresses are taken from the application itself, so a page that is added is in this test from its first day. An answer
must be the page for an address that opens nothing, byte for byte the one for an id that does not exist.
"""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from balint_live import config as configuration
from balint_live.application.identity import Identity
from balint_live.composition import create_app
from balint_live.runtime import runtime
from balint_live.web.shared.access import Action, declaration_of
from tests.integration.groups.cast import ANA, CARLA, CLEO, FIRST, MARA, TUESDAY, Site
from tests.integration.groups.visitor import Visitor

OF_TUESDAY = {
    "group_id": TUESDAY,
    "meeting_id": FIRST,
    "registrant_id": "carla",
    "leader_id": "ben",
    "plan_id": "abs60",
    "batch": "batch",
    "statement_id": "statement",
}
MADE_LATER = {"batch", "plan_id", "statement_id"}
"""There is none of these in the site yet."""
OF_NOBODY = dict.fromkeys(OF_TUESDAY, "nothing")
FOR_ANYBODY = {
    "/",
    "/join",
    "/link-again",
    "/sign-in",
    "/privacy",
    "/verify",
    "/rehearsal",
    "/healthz",
    "/metrics",
}
PERSONAL = re.compile(r"^/(calendar|join|sign-in|leave|static|outbox)(/|$)|^/account")
"""Opened by a link one holds, or by nothing at all."""


@pytest.fixture
def app(site: Site) -> Flask:
    settings = {"database": {"url": str(site.database.engine.url)}}
    config = configuration.from_settings(settings, "test").settled(lambda _: "s" * 32)
    app = create_app(config, runtime("threading"), site.clock).flask
    app.config["WTF_CSRF_ENABLED"] = False  # a stale form is another test's
    return app


def rules(app: Flask) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if not PERSONAL.match(rule.rule) and rule.rule not in FOR_ANYBODY
    ]


def asked(app: Flask, rule: Rule, ids: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each method of an address, with the ids filled in."""
    with app.test_request_context():
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: ids[found[1]], rule.rule)
    for method in sorted((rule.methods or set()) & {"GET", "POST"}):
        yield method, address


def for_coordinators(app: Flask, rule: Rule) -> bool:
    declared = declaration_of(app, rule.endpoint)
    return declared is not None and declared.action is Action.COORDINATOR


def browser(app: Flask, who: Identity | None) -> FlaskClient:
    return Visitor(app, who)._client


def answer(client: FlaskClient, method: str, address: str) -> tuple[int, bytes]:
    response = client.open(address, method=method)
    return response.status_code, re.sub(rb"[\w.-]{80,}", b"", response.data)  # forms' tokens differ each time


@pytest.mark.parametrize(
    "who", [CLEO, CARLA, None], ids=["a leader of another group", "a registrant", "a stranger"]
)
def test_the_groups_pages_are_there_for_its_own_leaders_only(app: Flask, who: Identity | None) -> None:
    client = browser(app, who)
    of_groups = [rule for rule in rules(app) if rule.rule.startswith("/groups/<")]
    answers = {
        (method, rule.rule): answer(client, method, address)
        for rule in of_groups
        for method, address in asked(app, rule, OF_TUESDAY)
    }

    assert len(answers) > 15
    assert {key: status for key, (status, _) in answers.items() if status != 404} == {}
    assert len({page for _, page in answers.values()}) == 1


def test_sessions_of_another_group_are_not_there(app: Flask) -> None:
    client = browser(app, CLEO)
    of_meetings = [rule for rule in rules(app) if rule.rule.startswith("/meetings/<")]
    answers = {
        (method, address): answer(client, method, address)
        for rule in of_meetings
        for ids in (OF_TUESDAY, OF_NOBODY)
        for method, address in asked(app, rule, ids)
    }

    assert len(answers) > 10
    assert {status for status, _ in answers.values()} <= {403, 404}
    for (method, address), got in answers.items():
        assert got == answers[method, address.replace(FIRST, "nothing")]


@pytest.mark.parametrize(
    "who", [ANA, CARLA, None], ids=["a leader of the group", "a registrant", "a stranger"]
)
def test_what_is_for_coordinators_is_not_there_for_others(app: Flask, who: Identity | None) -> None:
    client = browser(app, who)
    answers = {
        (method, rule.rule): answer(client, method, address)
        for rule in rules(app)
        if for_coordinators(app, rule)
        for method, address in asked(app, rule, OF_TUESDAY)
    }

    assert len(answers) >= 10
    assert {key: status for key, (status, _) in answers.items() if status != 404} == {}
    assert len({page for _, page in answers.values()}) == 1


def test_coordinators_see_all_of_their_pages(app: Flask) -> None:
    client = browser(app, MARA)
    statuses = {
        rule.rule: answer(client, method, address)[0]
        for rule in rules(app)
        if for_coordinators(app, rule)
        for method, address in asked(app, rule, OF_TUESDAY)
        if method == "GET"
    }

    assert {rule: status for rule, status in statuses.items() if status != 200} == {}


@pytest.mark.parametrize("who", [CARLA, None], ids=["a registrant", "a stranger"])
def test_what_is_for_those_who_sign_in_is_not_there_for_others(app: Flask, who: Identity | None) -> None:
    client = browser(app, who)
    statuses = {
        (method, rule.rule): answer(client, method, address)[0]
        for rule in rules(app)
        if rule.rule.startswith(("/groups", "/staff"))
        for method, address in asked(app, rule, OF_TUESDAY)
    }

    assert {key: status for key, status in statuses.items() if status != 404} == {}


def test_every_address_is_in_one_of_these_tests(app: Flask) -> None:
    left = [
        rule.rule for rule in rules(app) if not rule.rule.startswith(("/groups", "/meetings/<", "/staff"))
    ]

    assert left == []


def test_a_groups_own_leader_sees_all_of_its_pages(app: Flask) -> None:
    """Or the tests above would pass over an application that has no pages at all."""
    client = browser(app, ANA)
    statuses = {
        rule.rule: answer(client, method, address)[0]
        for rule in rules(app)
        if rule.rule.startswith("/groups/<") and not MADE_LATER.intersection(rule.arguments)
        if not for_coordinators(app, rule)
        for method, address in asked(app, rule, OF_TUESDAY)
        if method == "GET"
    }

    assert {rule: status for rule, status in statuses.items() if status != 200} == {}


def test_no_event_is_answered_to_a_connection_that_was_not_let_in(app: Flask) -> None:
    """Who may be let in where is the handshake's to say; no event names a session, so none can name another group's."""
    live = app.extensions["socketio"].server.namespace_handlers["/live"]
    answers = {event: live.trigger_event(event, "nobody", {"meeting": FIRST}) for event in live.events}

    assert sorted(answers) == ["command", "refresh", "seen", "signal", "time"]
    assert set(map(str, answers.values())) == {"{'ok': False, 'code': 'not_allowed', 'revision': 0}"}
