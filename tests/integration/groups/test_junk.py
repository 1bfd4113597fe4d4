"""Whatever stands in whichever field, nothing breaks: no form, token, column or address is answered with a fault of ours.

Addresses are taken from the application, and fields from its pages and its code, so what is added is in here too.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, quote_from_bytes

import pytest
from flask import Flask
from werkzeug.routing import Rule

from balint_live import config as configuration
from balint_live.application.identity import Identity
from balint_live.composition import create_app
from balint_live.runtime import runtime
from tests.integration.groups.cast import ANA, CARLA, FIRST, MARA, TUESDAY, Site
from tests.integration.groups.page import Element, Page
from tests.integration.groups.visitor import Visitor, _contents, _names

ROOT = Path(__file__).parents[3]
IDS = {
    "group_id": TUESDAY,
    "meeting_id": FIRST,
    "registrant_id": "carla",
    "leader_id": "ben",
    "plan_id": "abs60",
    "batch": "batch",
    "statement_id": "statement",
    "token": "token",
    "filename": "name",
    "version": "version",
    "name": "name",
    "code": "code",
}
JUNK: dict[str, bytes] = {
    "beyond ASCII": "é".encode(),
    "NUL": b"a\0b",
    "a lone surrogate": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe",
    "a digit that is none": "²".encode(),
    "other digits": "١٢".encode(),
    "a number past all counting": b"9" * 30,
    "a number too long to be read": b"9" * 5_000,
    "a negative one": b"-1",
    "not a number": b"nan",
    "a date that is none": b"2026-13-45",
    "the year 0": b"0000-00-00T00:00",
    "the last year": b"9999-12-31",
    "dots in three": b"a.b.c",
    "brackets": b"[" * 2_000,
}
MEGABYTE = b"x" * 1_000_000
FIELD = re.compile(
    r"""(?:form|args|values)\.?(?:get|getlist)?[\[(]\s*["']([\w-]+)["']|(\w+)\s*=\s*\w*Field\("""
)
IN_A_PAGE = re.compile(r"""name="([\w-]+)\"""")


class Form(NamedTuple):
    """One that a page showed, as it would be sent."""

    who: Identity
    address: str
    filled: list[tuple[str, str]]
    names: set[str]


@pytest.fixture
def app(site: Site) -> Flask:
    settings = {
        "database": {"url": str(site.database.engine.url)},
        "limits": {"pages_per_minute": 10**7, "presses_per_minute": 10**7, "asks_per_minute": 10**7},
    }
    config = configuration.from_settings(settings, "test").settled(lambda _: "s" * 32)
    app = create_app(config, runtime("threading"), site.clock).flask
    app.config["WTF_CSRF_ENABLED"] = False  # a stale form is another test's
    return app


def rules(app: Flask, method: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or set())]


def address(rule: Rule, ids: dict[str, str]) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: ids[found[1]], rule.rule)


def field_names() -> set[str]:
    """Of every field that a page shows or the code asks for."""
    code = "\n".join(path.read_text() for path in (ROOT / "balint_live" / "web").rglob("*.py"))
    pages = "\n".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    found = {name for pair in FIELD.findall(code) for name in pair if name}
    return found | set(IN_A_PAGE.findall(pages)) | {"column-email", "column-name"}


def encoded(pairs: list[tuple[str, bytes]]) -> bytes:
    return "&".join(f"{quote(name)}={quote_from_bytes(value)}" for name, value in pairs).encode()


def posted(visitor: Visitor, where: str, body: bytes) -> int:
    answer = visitor._client.post(where, data=body, content_type="application/x-www-form-urlencoded")
    return int(answer.status_code)


@pytest.mark.parametrize("junk", JUNK)
def test_junk_in_every_field_of_every_address_that_takes_a_form(app: Flask, junk: str) -> None:
    body = encoded([(name, JUNK[junk]) for name in sorted(field_names())])
    broken = [
        (who and who.id, rule.rule)
        for who in (MARA, CARLA, None)
        for rule in rules(app, "POST")
        if posted(Visitor(app, who), address(rule, IDS), body) >= 500
    ]
    assert broken == []


@pytest.mark.parametrize("junk", JUNK)
def test_junk_in_every_address_and_in_what_follows_its_question_mark(app: Flask, junk: str) -> None:
    visitor, said = Visitor(app, MARA), quote_from_bytes(JUNK[junk][:1_000], safe="")
    names = sorted(field_names())
    query = "&".join(f"{quote(name)}={said}" for name in names)
    broken = []
    for rule in rules(app, "GET"):
        for part in (None, *rule.arguments):
            where = address(rule, {**IDS, **({part: said} if part else {})})
            if visitor._client.get(f"{where}?{query}").status_code >= 500:
                broken.append((rule.rule, part))
    assert broken == []


def shown_forms(app: Flask) -> Iterator[Form]:
    for who in (MARA, ANA, CARLA):
        visitor = Visitor(app, who)
        for rule in rules(app, "GET"):
            where = address(rule, IDS)
            answer = visitor._client.get(where)
            if answer.status_code != 200 or "html" not in (answer.content_type or ""):
                continue
            for form in Page(where, 200, answer.text, {}).tree.all("form"):
                if form.get("method").lower() == "post":
                    yield _as_sent(who, where, form)


def _as_sent(who: Identity, where: str, form: Element) -> Form:
    return Form(who, form.get("action") or where, list(_contents(form)), _names(form) - {""})


def first_and_last(names: set[str]) -> list[str]:
    """Of the rows of a list in a form, which are read alike, the fields of the first and of the last; any other field."""
    alike: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: [int(number) for number in re.findall(r"\d+", name)]):
        alike.setdefault(re.sub(r"\d+", "#", name), []).append(name)
    return sorted({name for rows in alike.values() for name in (rows[0], rows[-1])})


def test_junk_in_each_field_of_every_form_with_all_others_as_they_were(app: Flask) -> None:
    forms = list({(form.address, *sorted(form.names)): form for form in shown_forms(app)}.values())
    broken = []
    for form in forms:
        visitor = Visitor(app, form.who)
        for name in first_and_last(form.names):
            others = [(other, value.encode()) for other, value in form.filled if other != name]
            for kind, junk in JUNK.items():
                if posted(visitor, form.address, encoded([*others, (name, junk)])) >= 500:
                    broken.append((form.address, name, kind))
    assert len(forms) > 20
    assert broken == []


def test_a_megabyte_in_one_field_is_too_large_or_refused(app: Flask) -> None:
    body = encoded([("csrf_token", b"x"), ("content", MEGABYTE)])
    broken = [
        rule.rule
        for rule in rules(app, "POST")
        if posted(Visitor(app, MARA), address(rule, IDS), body) >= 500
    ]
    assert broken == []


@pytest.mark.parametrize("junk", JUNK)
def test_junk_for_the_proof_that_a_form_is_ours(app: Flask, junk: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    body = encoded([("csrf_token", JUNK[junk])])
    broken = [
        rule.rule
        for rule in rules(app, "POST")
        if posted(Visitor(app, MARA), address(rule, IDS), body) >= 500
    ]
    assert broken == []


def test_a_list_looked_at_before_that_is_no_list_is_asked_for_again(app: Flask) -> None:
    visitor, where = Visitor(app, ANA), f"/groups/{TUESDAY}/people/import"
    for content in ("é", "YQ", "a\0b", "=", "²²²²"):
        answer = visitor._client.post(where, data={"content": content, "filename": "list.csv"})
        page = Page(where, answer.status_code, answer.text, {})
        assert (page.status, "Choose a file, or paste rows." in page.text) == (422, True)
