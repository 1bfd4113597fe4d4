"""Somebody with a browser that has no scripting: looks at pages, types into their forms, presses their buttons."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Flask, session
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from balint_live.application.identity import Identity
from balint_live.web.shared.access import sign_in
from tests.integration.groups.page import Element, Page, parsed

Typed = Mapping[str, Any]
LATE_ENOUGH = datetime(2100, 1, 1, tzinfo=UTC)
"""For a login that holds whatever the clock of the test is moved to."""


class Visitor:
    def __init__(self, app: Flask, who: Identity | None) -> None:
        self._client = app.test_client()
        self._secret: str = app.config["SECRET_KEY"]
        if who is not None:
            self._sign_in(app, who)

    def look(self, address: str) -> Page:
        return _page(address, self._client.get(address))

    def press(self, page: Page, button: str, typed: Typed | None = None) -> Page:
        """Post the form the button stands in, with what is in it already and what is typed now.

        A value of None takes the field out, as unticking does; a file is (stream, name), as werkzeug has it.
        """
        form, pressed = page.form_of(button)
        data = _filled(form, pressed, typed or {})
        address = pressed.get("formaction") or form.get("action") or page.address
        return _page(address, self._client.post(address, data=data, content_type=form.get("enctype") or None))

    def follow(self, page: Page) -> Page:
        """Where a press led to."""
        assert page.status == 303, (page.status, page.text)
        return self.look(page.location)

    def pressed(self, page: Page, button: str, typed: Typed | None = None) -> Page:
        """Press, and look at where it led to."""
        return self.follow(self.press(page, button, typed))

    def post(self, address: str, data: Typed | None = None) -> Page:
        """A press on a button that no page showed, with the proof of a form of ours."""
        return _page(address, self._client.post(address, data={**(data or {}), "csrf_token": self._proof()}))

    def _proof(self) -> str:
        with self._client.session_transaction() as stored:
            raw = stored.setdefault("csrf_token", "a token as a page would have made it")
        signer = URLSafeTimedSerializer(self._secret, salt="wtf-csrf-token")
        proof = signer.dumps(raw)
        return proof if isinstance(proof, str) else proof.decode()

    def _sign_in(self, app: Flask, who: Identity) -> None:
        with app.test_request_context():
            sign_in(who, LATE_ENOUGH)
            cookie = dict(session)
        with self._client.session_transaction() as stored:
            stored.update(cookie)


def _page(address: str, response: TestResponse) -> Page:
    return Page(
        address=address,
        status=response.status_code,
        html=response.get_data(as_text=True),
        headers=dict(response.headers),
    )


def _filled(form: Element, pressed: Element, typed: Typed) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, value in _contents(form):
        data.setdefault(name, []).append(value)
    if pressed.get("name"):
        data[pressed.get("name")] = pressed.get("value")
    for name, value in typed.items():
        assert name in _names(form), f"there is no field {name} in this form: {sorted(_names(form))}"
        if value is None:
            data.pop(name, None)
        else:
            data[name] = value
    return data


def _names(form: Element) -> set[str]:
    return {each.get("name") for each in form.all("input", "select", "textarea", "button")}


def _contents(form: Element) -> Iterable[tuple[str, str]]:
    for each in form.all("input", "select", "textarea"):
        name, kind = each.get("name"), each.get("type")
        if not name or kind in ("submit", "file", "button"):
            continue
        if kind in ("checkbox", "radio") and not each.has("checked"):
            continue
        yield name, _content(each)


def _content(each: Element) -> str:
    if each.tag == "textarea":
        return each.raw.removeprefix("\n")
    if each.tag == "select":
        options = each.all("option")
        chosen = [option for option in options if option.has("selected")] or options[:1]
        return chosen[0].get("value") if chosen else ""
    return each.get("value") or ("on" if each.get("type") == "checkbox" else "")


__all__ = ["Page", "Visitor", "parsed"]
