"""Every endpoint says what it is for, or nothing starts; a login is what a press put into the browser's own cookie."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, session

from balint_live.application.identity import Identity, Kind
from balint_live.web.shared.access import (
    LOGIN_LIFE,
    Action,
    Declaration,
    Login,
    RateLimit,
    current_login,
    declaration_of,
    declare,
    declares,
    require_declarations,
    sign_in,
)
from tests.cast import ANA, TOM, at

A_DAY = timedelta(hours=24)
LATER = int((at(0) + A_DAY).timestamp())


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__, static_folder=None)
    app.permanent_session_lifetime = 2 * A_DAY
    app.config[LOGIN_LIFE] = A_DAY
    app.secret_key = "a secret of more than thirty-two bytes"
    return app


def page() -> str:
    return "a page"


def test_an_endpoint_declares_itself(app: Flask) -> None:
    app.add_url_rule("/", view_func=declares(Action.PUBLIC, RateLimit.PAGES)(page))
    assert declaration_of(app, "page") == Declaration(Action.PUBLIC, RateLimit.PAGES)
    require_declarations(app)


def test_one_that_is_not_written_here_is_declared_for() -> None:
    app = Flask(__name__)
    with pytest.raises(RuntimeError, match="static"):
        require_declarations(app)
    declare(app, "static", Action.PUBLIC, RateLimit.NONE)
    require_declarations(app)
    assert declaration_of(app, "static") == Declaration(Action.PUBLIC, RateLimit.NONE)


def test_all_that_do_not_are_named(app: Flask) -> None:
    app.add_url_rule("/", view_func=declares(Action.PUBLIC, RateLimit.PAGES)(lambda: ""), endpoint="said")
    app.add_url_rule("/b", view_func=lambda: "", endpoint="beta")
    app.add_url_rule("/a", view_func=lambda: "", endpoint="alpha")
    with pytest.raises(RuntimeError, match=r"^endpoints without a declared access: alpha, beta$"):
        require_declarations(app)


@pytest.mark.parametrize("endpoint", [None, "", "nowhere"])
def test_what_leads_nowhere_declares_nothing(app: Flask, endpoint: str | None) -> None:
    assert declaration_of(app, endpoint) is None


@pytest.mark.parametrize("who", [ANA.who, TOM.who], ids=["leader", "registrant"])
def test_who_pressed_is_signed_in(app: Flask, who: Identity) -> None:
    with app.test_request_context():
        assert current_login(at(0)) is None
        sign_in(who, at(0))
        login = current_login(at(0))
        assert login == Login(who, at(0) + A_DAY)
        assert login.id == session["login"]
        assert session.permanent


def test_every_press_is_a_login_of_its_own(app: Flask) -> None:
    logins = set()
    for _ in range(3):
        with app.test_request_context():
            sign_in(TOM.who, at(0))
            logins.add(session["login"])
    assert len(logins) == 3


def test_a_second_press_in_one_browser_speaks_for_the_second_person(app: Flask) -> None:
    with app.test_request_context():
        sign_in(TOM.who, at(0))
        sign_in(ANA.who, at(0))
        login = current_login(at(0))
        assert login is not None
        assert login.who == Identity(Kind.LEADER, "ana", 1)


def test_the_cookie_is_the_browsers(app: Flask) -> None:
    seen: list[Login | None] = []

    @app.get("/press")
    def press() -> str:
        sign_in(TOM.who, at(0))
        return "pressed"

    @app.get("/look")
    def look() -> str:
        seen.append(current_login(at(0)))
        return "looked"

    mine, anothers = app.test_client(), app.test_client()
    mine.get("/press")
    mine.get("/look")
    anothers.get("/look")
    assert [login and login.who for login in seen] == [TOM.who, None]


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"who": ["leader", "ana", 1]},
        {"who": ["leader", "ana", 1], "login": "x"},
        {"who": ["leader", "ana", 1], "login": "x", "until": "later"},
        {"who": ["leader", "ana", 1], "login": "x", "until": None},
        {"who": ["leader", "ana", 1], "login": "x", "until": 10**30},
        {"login": "x", "until": LATER},
        {"who": ["admin", "ana", 1], "login": "x", "until": LATER},
        {"who": ["leader", "ana"], "login": "x", "until": LATER},
        {"who": ["leader", "ana", 1, 2], "login": "x", "until": LATER},
        {"who": ["leader", "ana", "one"], "login": "x", "until": LATER},
        {"who": ["leader", "ana", None], "login": "x", "until": LATER},
        {"who": None, "login": "x", "until": LATER},
        {"who": 3, "login": "x", "until": LATER},
    ],
)
def test_a_cookie_of_another_shape_is_nobody(app: Flask, kept: dict[str, Any]) -> None:
    with app.test_request_context():
        session.update(kept)
        assert current_login(at(0)) is None


def test_a_login_ends_a_day_later_however_lately_its_cookie_was_signed(app: Flask) -> None:
    with app.test_request_context():
        sign_in(ANA.who, at(0))
        session["anything"] = "else"
        held = [current_login(at(0) + A_DAY + timedelta(seconds=each)) is not None for each in (-1, 0)]
        assert held == [True, False]
