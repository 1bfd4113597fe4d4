"""Who makes a request, and what each address declares.

Deny by default: every endpoint and every socket event names the action it serves and the rate limit it draws on, and the
app refuses to start over one that does not (`require_declarations`). The login is one identity per browser, kept in a
signed cookie; whether it still holds, and was not ended, is asked of the database each time, through the person's seat.

A second cookie knows a browser again that has signed a leader in. It names nobody: an id of its own, and for each leader
a mark that only this server can make or recognise. It opens nothing; it only keeps strangers, who ask for mails to a
leader's address, from using up what the leader may ask for. Signing out leaves it, since it is needed for signing in
again. Nothing of it is stored here.

The same two things as on the socket are to be had over plain HTTP, for networks that let no WebSocket through: see the
snapshot, send a command. There a script asks, so refusals are JSON with one of the contract's codes.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from flask import Flask, Request, Response, abort, after_this_request, current_app, request, session

from balint_live.application.access.asking import REMEMBERED, Asking, BrowserMarks, KnownBrowser
from balint_live.application.access.rehearsals import is_rehearsal
from balint_live.application.access.sign_in import LIFE, WRONG_CODES
from balint_live.application.identity import Identity, Kind
from balint_live.application.live.commands import Answer
from balint_live.application.ports import network_of
from balint_live.domain.errors import Code

REHEARSING = "rehearsing"
"""Where the cookie keeps who rehearses."""
F = TypeVar("F", bound=Callable[..., Any])
BROWSER, ASKED, FORM_TOKEN, DESTINATION = "browser", "asked", "csrf_token", "wanted"
LOGIN_LIFE = "LOGIN_LIFE"
"""Flask's setting for how long a login lasts that is not used; the cookie itself is kept for longer, so that a login which
has ended can be told from none."""
KEPT_AFTER_ITS_END = timedelta(days=30)
LONGEST_SESSION = timedelta(days=1)
SLIDES_EVERY = timedelta(minutes=5)
LONGEST_ADDRESS = 500
FORGOTTEN_BY_THE_BROWSER = '"cache", "storage"'
"""At signing out. Not "cookies": that would end logins at every other site of the society's domain too, and ours is gone."""
COMMANDS = "pressing"
WEBHOOK = "zoom"
JSON_BLUEPRINTS = ("looking", COMMANDS)
JSON_ADDRESSES = ("/token", "/snapshot", "/aside", "/presence", "/command", "/signal")


class Action(StrEnum):
    """What an endpoint is for, in words an auditor can read off the list of endpoints."""

    PUBLIC = "anyone may look; nothing personal"
    PERSONAL_LINK = "whoever holds the link"
    OWN_ACCOUNT = "whoever is signed in with this browser"
    OWN_MEETING = "a member of the meeting's group"
    STAFF = "a leader or coordinator who is signed in"
    COORDINATOR = "a coordinator who is signed in"
    OWN_GROUP = "a coordinator, or a leader of the group"
    OPERATIONS = "whoever runs the server"
    ZOOM = "Zoom, by the signature of its events"


class RateLimit(StrEnum):
    """What a request counts against: its network address's limit, except that the OWN limits take the place of others for
    somebody signed in, and EVENTS is a person's."""

    PAGES = "pages"
    PRESSES = "presses"
    OWN_PAGES = "own pages"
    OWN_PRESSES = "own presses"
    ASKS = "asks"
    CHECKS = "checks"
    EVENTS = "events"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Declaration:
    """`largest_form` in bytes, where it is more than any form has: see `posts`."""

    action: Action
    rate_limit: RateLimit
    largest_form: int = 0


@dataclass(frozen=True, slots=True)
class Login:
    """`id` is random per sign-in: what a live token is bound to. After `until` it no longer holds."""

    who: Identity
    until: datetime

    @property
    def id(self) -> str:
        return self.who.login


class LoginOver(Exception):
    """This browser was signed in, and was then not used for so long that it no longer is."""


# ---- Declarations ---------------------------------------------------------------------------------------------------


def declares(action: Action, rate_limit: RateLimit, largest_form: int = 0) -> Callable[[F], F]:
    """Mark an endpoint with what it serves and what it counts against."""

    def marked(view: F) -> F:
        view.declaration = Declaration(action, rate_limit, largest_form)  # type: ignore[attr-defined]
        return view

    return marked


def declare(app: Flask, endpoint: str, action: Action, rate_limit: RateLimit) -> None:
    """Declare an endpoint that is not written here, such as Flask's own for static files."""
    declares(action, rate_limit)(app.view_functions[endpoint])


def declaration_of(app: Flask, endpoint: str | None) -> Declaration | None:
    """What the endpoint declares; None for one that does not exist, or declares nothing."""
    return getattr(app.view_functions.get(endpoint or ""), "declaration", None)


def require_declarations(app: Flask) -> None:
    """Refuse to start over an endpoint that does not say what it is for. Raises RuntimeError."""
    silent = [name for name in app.view_functions if declaration_of(app, name) is None]
    if silent:
        raise RuntimeError(f"endpoints without a declared access: {', '.join(sorted(silent))}")


# ---- The login ------------------------------------------------------------------------------------------------------


def sign_in(who: Identity, now: datetime) -> None:
    """Make this browser speak for this person. Only ever called by a press.

    Of what the cookie held before only the token of open pages is kept, so that their buttons still count; the rest
    somebody else may have put there. The end of the login stands in the cookie, because the cookie itself is signed
    anew, and so lives on, whenever anything else in it changes.
    """
    _forget_all_but_the_form_token()
    session.permanent = True
    session["who"] = [who.kind.value, who.id, who.version]
    session["login"] = secrets.token_urlsafe(16)
    session["until"] = _end_of_a_login(now)


def keep_signed_in(login: Login, now: datetime) -> None:
    """Count the login as used now. Only ever for one that the database has just let in: an ended one must not live on."""
    if datetime.fromtimestamp(_end_of_a_login(now), UTC) >= login.until + SLIDES_EVERY:
        session["until"] = _end_of_a_login(now)


def sign_out() -> None:
    """Make this browser speak for nobody, and forget what it was shown.

    A copy of the cookie stops working only once the login has been ended: see `application.access.joining`.
    """
    _forget_all_but_the_form_token()

    @after_this_request
    def forget(response: Response) -> Response:
        response.headers["Clear-Site-Data"] = FORGOTTEN_BY_THE_BROWSER
        return response


def current_login(now: datetime) -> Login | None:
    """The login of this request's cookie, if it has one that was made here and is not over."""
    login = any_login()
    return login if login is not None and now < login.until else None


def any_login() -> Login | None:
    """The same, over or not. One that is over opens nothing except the session in which it ended."""
    return _login_in(session, (request.view_args or {}).get("meeting_id", ""))


def login_of(app: Flask, environ: dict[str, Any], meeting_id: str) -> Login | None:
    """The same of a connection to this meeting, which is no request of Flask's: without all that comes with one."""
    return _login_in(app.session_interface.open_session(app, app.request_class(environ)) or {}, meeting_id)


def rehearsing() -> str:
    """The id of whoever rehearses in this browser, or did; "" for nobody."""
    kept = session.get(REHEARSING)
    return str(kept["who"][1]) if kept else ""


def begin_to_rehearse(who: Identity, until: datetime) -> None:
    """Let this browser lead a rehearsal, beside whoever it speaks for everywhere else. Only ever called by a press."""
    session.permanent = True
    session[REHEARSING] = {
        "who": [who.kind.value, who.id, who.version],
        "login": secrets.token_urlsafe(16),
        "until": int(until.timestamp()),
    }


def _login_in(cookie: Mapping[str, Any], meeting_id: str) -> Login | None:
    """In a rehearsal, whoever rehearses; they are nobody anywhere else."""
    try:
        cookie = cookie[REHEARSING] if is_rehearsal(meeting_id) else cookie
        kind, id, version = cookie["who"]
        who = Identity(Kind(kind), str(id), int(version), str(cookie["login"]))
        return Login(who, datetime.fromtimestamp(cookie["until"], UTC))
    except (KeyError, ValueError, TypeError, OverflowError, OSError):
        return None


def refuse_entry(now: datetime) -> NoReturn:
    """End a request of somebody who may not make it: with the sign-in where a login has run out, else as for no address."""
    require_not_over(any_login(), now)
    abort(404)


def require_not_over(login: Login | None, now: datetime) -> None:
    """Raises LoginOver for a login that has run out, and nothing for no login."""
    if login is not None and login.until <= now:
        raise LoginOver


def _forget_all_but_the_form_token() -> None:
    """The token names nobody, and is worth nothing without a page of ours."""
    kept = session.get(FORM_TOKEN)
    session.clear()
    if isinstance(kept, str):
        session[FORM_TOKEN] = kept


def _end_of_a_login(now: datetime) -> int:
    life: timedelta = current_app.config[LOGIN_LIFE]
    return int((now + life).timestamp())


# ---- On the way to a login ------------------------------------------------------------------------------------------


def browser_secret() -> str | None:
    """What this browser was marked with, if it was: a sign-in that it asked for works in it alone."""
    secret = session.get(BROWSER)
    return secret if isinstance(secret, str) else None


def mark_browser() -> str:
    """The same, marking the browser now where it was not."""
    secret = browser_secret() or secrets.token_urlsafe(24)
    session.permanent = True
    session[BROWSER] = secret
    return secret


def note_ask(now: datetime) -> None:
    """Note in the browser's own cookie that it has asked for a mail and may type the digits of one."""
    session[ASKED] = [int(now.timestamp()), 0]


def count_wrong_digits(now: datetime) -> bool:
    """Count wrong digits; whether the browser may try again.

    This is counted in its own cookie, whatever is stored of its asking, so the answer is the same whether the address it
    asked for is known or not. Of what is stored, no more than the five tries are made, whatever a browser does with its
    cookies.
    """
    try:
        at, wrong = (int(each) for each in session[ASKED])
    except (KeyError, TypeError, ValueError):
        return False
    session[ASKED] = [at, wrong + 1]
    return wrong + 1 < WRONG_CODES and now.timestamp() < at + LIFE.total_seconds()


def own_address(address: str) -> str:
    """The address if it is one of ours to come back to; "" for what is none, or might lead to another site."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\"))
    plain = address.isascii() and address.isprintable() and "\\" not in address
    return address if inside and plain and len(address) <= LONGEST_ADDRESS else ""


def note_destination(address: str) -> None:
    """Note where the next person who signs in with this browser is to go; "" for where they usually go."""
    session[DESTINATION] = own_address(address)


def destination() -> str:
    """That address; "" where none was noted."""
    noted = session.get(DESTINATION)
    return own_address(noted) if isinstance(noted, str) else ""


def known_browser(marks: BrowserMarks, now: datetime) -> KnownBrowser | None:
    """What this request's browser shows of having signed a leader in; None for a stranger's."""
    token = request.cookies.get(_known_browser_cookie())
    return None if token is None else marks.read_known_browser(token, now)


def who_asks(marks: BrowserMarks, now: datetime) -> Asking:
    """Who makes this request. Marks the browser where it was not marked yet."""
    return Asking(mark_browser(), network_of(request.remote_addr or ""), known_browser(marks, now))


def remember_browser(response: Any, marks: BrowserMarks, leader_id: str, now: datetime) -> None:
    """Have this browser known from now on as one that has signed this leader in."""
    before = known_browser(marks, now) or KnownBrowser(secrets.token_urlsafe(16))
    response.set_cookie(
        _known_browser_cookie(),
        marks.known_browser_token(before.with_mark(marks.leader_mark(leader_id)), now),
        max_age=REMEMBERED,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _known_browser_cookie() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-known"


# ---- Answers for scripts --------------------------------------------------------------------------------------------


def wants_json(request: Request) -> bool:
    """Whether the request is for an address that answers scripts, also by a method it does not take."""
    if request.blueprint is not None:
        return request.blueprint in JSON_BLUEPRINTS
    return request.path.startswith("/meetings/") and request.path.endswith(JSON_ADDRESSES)


def on_the_wire(answer: Answer) -> dict[str, Any]:
    """How a command is answered, on the socket and over plain HTTP alike."""
    if answer.ok:
        return {"ok": True, "revision": answer.revision}
    return refusal(answer.code or Code.UNAVAILABLE, answer.revision)


def refusal(code: str, revision: int) -> dict[str, Any]:
    """How anything is refused there: a code of the contract, and the revision of the meeting; 0 where it is not known."""
    return {"ok": False, "code": str(code), "revision": revision}
