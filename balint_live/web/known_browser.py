"""The cookie by which a browser is known again that has signed a leader in.

It names nobody: an id of its own, and for each leader a mark that only this server can make or recognise. It opens nothing;
it only keeps strangers, who ask for mails to a leader's address, from using up what the leader may ask for. Signing out
leaves it, since it is needed for signing in again. Nothing of it is stored here.
"""

import secrets
from datetime import datetime
from typing import Any

from flask import current_app, request

from balint_live.application.asking import REMEMBERED, Asking, BrowserMarks, KnownBrowser
from balint_live.application.network import network_of
from balint_live.web.access import marked_browser


def known_browser(marks: BrowserMarks, now: datetime) -> KnownBrowser | None:
    """What this request's browser shows of having signed a leader in; None for a stranger's."""
    token = request.cookies.get(_name())
    return None if token is None else marks.read_known_browser(token, now)


def who_asks(marks: BrowserMarks, now: datetime) -> Asking:
    """Who makes this request. Marks the browser where it was not marked yet."""
    return Asking(marked_browser(), network_of(request.remote_addr or ""), known_browser(marks, now))


def remember(response: Any, marks: BrowserMarks, leader_id: str, now: datetime) -> None:
    """From now on this browser is known to have signed this leader in."""
    before = known_browser(marks, now) or KnownBrowser(secrets.token_urlsafe(16))
    response.set_cookie(
        _name(),
        marks.known_browser_token(before.with_mark(marks.leader_mark(leader_id)), now),
        max_age=REMEMBERED,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-known"
