"""The browser's cookie round a sign-in: marked when it asks, and taken over by nothing that was in it before."""

from datetime import timedelta

import pytest
from flask import Flask, session

from balint_live.web.shared.access import (
    LOGIN_LIFE,
    any_login,
    browser_secret,
    current_login,
    destination,
    keep_signed_in,
    mark_browser,
    note_destination,
    own_address,
    sign_in,
    sign_out,
)
from tests.cast import ANA, TOM, at

APP = Flask(__name__, static_folder=None)
APP.secret_key = "a secret of more than thirty-two bytes"
APP.config[LOGIN_LIFE] = timedelta(hours=2)


def test_a_browser_is_marked_once() -> None:
    with APP.test_request_context():
        assert browser_secret() is None
        mark = mark_browser()
        assert [mark_browser(), browser_secret()] == [mark, mark]
        assert (len(mark), session.permanent) == (32, True)


def test_each_with_a_secret_of_its_own() -> None:
    marks = set()
    for _ in range(3):
        with APP.test_request_context():
            marks.add(mark_browser())
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
        mark_browser()
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
        mark_browser()
        sign_out()
        assert (current_login(at(0)), dict(session)) == (None, {})


def test_a_login_that_is_used_goes_on_and_its_cookie_changes_only_now_and_then() -> None:
    with APP.test_request_context():
        sign_in(ANA.who, at(0))
        login = current_login(at(119))
        assert login is not None
        assert login.until == at(120)
        keep_signed_in(login, at(4))
        assert any_login() == login
        keep_signed_in(login, at(119))
        assert [current_login(at(238)) is not None, current_login(at(239))] == [True, None]


def test_one_that_is_over_can_still_be_told_from_none() -> None:
    with APP.test_request_context():
        assert any_login() is None
        sign_in(ANA.who, at(0))
        assert (current_login(at(120)), any_login() is not None) == (None, True)


@pytest.mark.parametrize("address", ["/meetings/third", "/groups?q=a%20b", "/groups/x/sessions/y/roll"])
def test_a_page_of_ours_is_come_back_to(address: str) -> None:
    with APP.test_request_context():
        note_destination(address)
        assert (own_address(address), destination()) == (address, address)
        note_destination("")
        assert destination() == ""


@pytest.mark.parametrize(
    "address",
    ["", "groups", "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/a\\b",
     "/\t/evil.example", "/a\r\nSet-Cookie: x", "javascript:alert(1)", " /groups", "/é", f"/{'a' * 600}"],
)  # fmt: skip
def test_another_sites_never_is(address: str) -> None:
    with APP.test_request_context():
        note_destination(address)
        assert (own_address(address), destination()) == ("", "")
