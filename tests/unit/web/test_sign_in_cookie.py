"""The browser's cookie round a sign-in: marked when it asks, and taken over by nothing that was in it before."""

from flask import Flask, session

from balint_live.web.access import browser_secret, current_login, marked_browser, sign_in, sign_out
from tests.cast import ANA, TOM, at

APP = Flask(__name__, static_folder=None)
APP.secret_key = "a secret of more than thirty-two bytes"


def test_a_browser_is_marked_once() -> None:
    with APP.test_request_context():
        assert browser_secret() is None
        mark = marked_browser()
        assert [marked_browser(), browser_secret()] == [mark, mark]
        assert (len(mark), session.permanent) == (32, True)


def test_each_with_a_secret_of_its_own() -> None:
    marks = set()
    for _ in range(3):
        with APP.test_request_context():
            marks.add(marked_browser())
    assert len(marks) == 3


def test_a_mark_of_another_shape_is_none() -> None:
    with APP.test_request_context():
        session["browser"] = ["x"]
        assert browser_secret() is None


def test_signing_in_keeps_nothing_of_what_was_there_but_the_token_of_open_pages() -> None:
    with APP.test_request_context():
        sign_in(TOM.who, at(0))
        first = session["login"]
        session.update(csrf_token="of open pages", anything="else")
        marked_browser()
        sign_in(ANA.who, at(0))
        assert sorted(session) == ["_permanent", "csrf_token", "login", "until", "who"]
        assert (session["login"] != first, session["csrf_token"]) == (True, "of open pages")


def test_a_token_of_another_shape_is_not_kept() -> None:
    with APP.test_request_context():
        session["csrf_token"] = {"of": "another shape"}
        sign_in(ANA.who, at(0))
        assert "csrf_token" not in session


def test_signing_out_leaves_nothing() -> None:
    with APP.test_request_context():
        sign_in(ANA.who, at(0))
        marked_browser()
        sign_out()
        assert (current_login(at(0)), dict(session)) == (None, {})
