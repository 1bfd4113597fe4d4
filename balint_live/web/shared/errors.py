"""How pages say no (one page for "not there" and "not yours", one for a link that no longer holds, one for our faults),
and the headers that every answer carries: no cache keeps personal pages; scripts, styles and fonts come from here alone.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, abort, jsonify, redirect, render_template, request
from werkzeug.exceptions import ClientDisconnected, HTTPException

from balint_live.application.access.links import LinkExpired, LinkNeverValid
from balint_live.application.access.rehearsals import is_rehearsal
from balint_live.application.identity import Kind
from balint_live.application.ports import TooMuchWork, Unavailable
from balint_live.domain.errors import Code
from balint_live.web.shared import access
from balint_live.web.shared.access import LoginOver, current_login, own_address, refusal
from balint_live.web.shared.posts import CookiesBlocked, FromElsewhere, StaleForm
from balint_live.web.shared.services import Services

WsgiApp = Callable[..., Any]
Refused = tuple[str | Response, int]
REFUSED_FORMS: dict[type[Exception], str] = {
    StaleForm: "errors/stale_form.html",
    FromElsewhere: "errors/from_elsewhere.html",
    CookiesBlocked: "errors/cookies_blocked.html",
}
CODES = {403: Code.NOT_ALLOWED, 404: Code.NOT_ALLOWED}
"""For scripts, by status; any other below 500 is `invalid`, and any above `unavailable`."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self' {socket}; form-action 'self'; frame-ancestors {framed}; base-uri 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), screen-wake-lock=(self)",
    "X-Robots-Tag": "noindex, nofollow",
}


def install_error_pages(app: Flask, services: Services, public_url: str) -> None:
    """Answer each kind of refusal and fault with its page."""
    for refused, page in REFUSED_FORMS.items():
        app.register_error_handler(
            refused, lambda _, page=page: (render_template(page, site=public_url), 400)
        )
    app.register_error_handler(ClientDisconnected, _cut_off)
    app.register_error_handler(LoginOver, lambda _: _sign_in_again(public_url))
    app.register_error_handler(LinkExpired, lambda over: _gone(over, services.clock.now()))
    app.register_error_handler(LinkNeverValid, lambda _: (render_template("errors/not_found.html"), 404))

    @app.before_request
    def no_such_address() -> None:
        """PostgreSQL takes no NUL in what it is asked for, and no address of ours has one."""
        if "\0" in request.path:
            abort(404)

    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(TooMuchWork, lambda _: (render_template("errors/too_much_work.html"), 503))
    app.register_error_handler(Unavailable, lambda fault: _broken(services, fault))
    app.register_error_handler(Exception, lambda fault: _broken(services, fault))


def _gone(error: LinkExpired, now: datetime) -> Refused:
    """A link that expired, or was replaced or withdrawn: which, what to do next, and never whose it was."""
    login = current_login(now)
    leads = login is not None and login.who.kind is Kind.LEADER
    reason = None if error.why is None else error.why.value
    return render_template("errors/gone.html", reason=reason, leads=leads), 410


def _sign_in_again(public_url: str) -> Any:
    """Led back afterwards: to the page that was asked for, or after a press to the page it was pressed on."""
    if access.wants_json(request):
        return _coded(404)
    pressed_on = (request.referrer or "").removeprefix(public_url)
    back = request.full_path.rstrip("?") if request.method == "GET" else pressed_on
    return redirect(f"/sign-in?{urlencode({'next': own_address(back) or '/groups'})}", 303)


def _cut_off(_error: ClientDisconnected) -> Response:
    """What was sent ended too early, or took too long."""
    words = "This did not arrive in time. Please go back and send it again."
    return Response(words, 408, {"Connection": "close"}, content_type="text/plain; charset=utf-8")


def _refused(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    if access.wants_json(request):
        return _coded(error.code)
    over = is_rehearsal((request.view_args or {}).get("meeting_id", ""))
    return render_template("errors/rehearsal_over.html" if over else "errors/not_found.html"), error.code


def _broken(services: Services, fault: Exception) -> Refused:
    """A reference number for the reader, the kind of fault for the log, and nothing of what was being done."""
    reference = secrets.token_hex(4)
    services.report(f"page {reference}", fault)
    status = 503 if isinstance(fault, Unavailable) else 500
    if access.wants_json(request):
        return _coded(status)
    return render_template("errors/server_error.html", reference=reference), status


def _coded(status: int) -> Refused:
    """The same for a script: a code of the contract."""
    otherwise = Code.UNAVAILABLE if status >= 500 else Code.INVALID
    return jsonify(refusal(CODES.get(status, otherwise), 0)), status


# ---- Headers --------------------------------------------------------------------------------------------------------


def policy(socket: str, framed: str = "'none'") -> str:
    """The Content-Security-Policy of pages that connect to this address, and that the sites `framed` may frame."""
    return _POLICY.format(socket=socket, framed=framed)


def headers(public_url: str) -> dict[str, str]:
    """The fixed headers of a site at this public address."""
    secure = public_url.startswith("https:")
    socket = f"{'wss' if secure else 'ws'}://{urlsplit(public_url).netloc}"
    fixed = {**_HEADERS, "Content-Security-Policy": policy(socket)}
    if secure:
        fixed["Strict-Transport-Security"] = "max-age=31536000"
    return fixed


def completed(inner: WsgiApp, public_url: str) -> WsgiApp:
    """`inner`, with the same headers on answers that do not come from Flask, such as the engine's own under /socket.io."""
    fixed = {**headers(public_url), "Cache-Control": "no-store"}

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        def started(status: str, given: list[tuple[str, str]], *more: Any) -> Any:
            names = {name.lower() for name, _ in given}
            return start_response(
                status, given + [each for each in fixed.items() if each[0].lower() not in names], *more
            )

        return inner(environ, started)

    return app


def install_headers(app: Flask, public_url: str) -> None:
    """Put the headers on every answer of Flask's."""
    fixed = headers(public_url)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
