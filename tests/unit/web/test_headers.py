"""What every answer carries: nothing from other hosts, nothing inline, personal pages kept by no cache."""

from collections.abc import Callable

import pytest
from flask import Flask, Response

from balint_live.web.shared.errors import completed, headers, install_headers

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), screen-wake-lock=(self)",
    "X-Robots-Tag": "noindex, nofollow",
}


def policy(socket: str) -> str:
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
        f"connect-src 'self' {socket}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


def test_on_this_machine() -> None:
    assert headers("http://127.0.0.1:8000") == {
        **ALWAYS,
        "Content-Security-Policy": policy("ws://127.0.0.1:8000"),
    }


def test_under_tls() -> None:
    assert headers("https://balint.example.org") == {
        **ALWAYS,
        "Content-Security-Policy": policy("wss://balint.example.org"),
        "Strict-Transport-Security": "max-age=31536000",
    }


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__, static_folder=None)
    install_headers(app, "https://balint.example.org")
    app.add_url_rule("/", "page", lambda: "a page")
    app.add_url_rule("/style.css", "static", lambda: Response("", headers={"Cache-Control": "public"}))
    own = {"Referrer-Policy": "no-referrer", "Cache-Control": "private"}
    app.add_url_rule("/zoom", "zoom", lambda: Response("", 302, own))
    return app


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/not/there", 404)])
def test_every_answer_has_them_all(app: Flask, path: str, status: int) -> None:
    answer = app.test_client().get(path)
    expected = {**headers("https://balint.example.org"), "Cache-Control": "no-store"}
    assert {name: answer.headers.get(name) for name in expected} == expected
    assert answer.status_code == status


def test_scripts_and_styles_say_themselves_how_long_they_may_be_kept(app: Flask) -> None:
    assert app.test_client().get("/style.css").headers["Cache-Control"] == "public"


def test_a_page_may_be_stricter(app: Flask) -> None:
    answer = app.test_client().get("/zoom")
    assert answer.headers.getlist("Referrer-Policy") == ["no-referrer"]
    assert answer.headers.getlist("Cache-Control") == ["private"]


def test_answers_that_are_not_flasks_are_completed_and_nothing_is_said_twice() -> None:
    told: list[list[tuple[str, str]]] = []

    def engine(environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        start_response(
            "400 Bad Request", [("Content-Type", "text/plain"), ("referrer-policy", "no-referrer")]
        )
        return [b"no"]

    app = completed(engine, "https://balint.example.org")
    answer = app({}, lambda _status, given: told.append(given))

    expected = {
        **headers("https://balint.example.org"),
        "Cache-Control": "no-store",
        "Content-Type": "text/plain",
    }
    del expected["Referrer-Policy"]
    assert answer == [b"no"]
    assert sorted(told[0]) == sorted([*expected.items(), ("referrer-policy", "no-referrer")])
