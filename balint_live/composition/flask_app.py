"""Flask and Socket.IO, set up: settings and cookies, every page, and what is wrapped around them.

Wrappers go around Socket.IO's middleware, which takes the place of `app.wsgi_app`: inside it, the engine would see the
proxy's address. WebSocket extensions are removed on the way in, because browsers offer compression that more than
doubles a connection's memory and eventlet has no option to decline it.

The Socket.IO server: WebSocket only, events of one socket in order, small messages, our origin and no other.
`cors_allowed_origins` must name the public address: the default check believes a client's X-Forwarded-Host, and an empty
list switches it off. A ping every 10 s with 10 s to answer makes a silent loss known within 20 s.
"""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any

from babel.support import NullTranslations
from engineio import base_socket, socket
from flask import Blueprint, Flask
from flask_babel import Babel
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix

from balint_live.adapters.database.engine import Database, try_writing
from balint_live.adapters.database.tables import ledger
from balint_live.adapters.mail.headers import Sender
from balint_live.adapters.mail.transport import OutboxFolder, composing_calendars
from balint_live.adapters.zoom.webhook import WebhookSecret
from balint_live.application.access.rehearsals import Rehearsals
from balint_live.application.zoom.events import ChangeEvent, ZoomEvent
from balint_live.composition.services import Adapters, own_records, session_calendars
from balint_live.config import Config
from balint_live.runtime.interface import Pace, Runtime, WsgiApp
from balint_live.web import privacy, public, rehearsal, zoom
from balint_live.web.access import calendar, joining, sign_in
from balint_live.web.attendance import own_record
from balint_live.web.attendance.matrix import attendance_pages, export_pages
from balint_live.web.attendance.roll import correction_pages, roll_pages
from balint_live.web.groups.group import all_groups_pages, delete_group_pages, group_pages, new_group_pages
from balint_live.web.groups.leaders import group_leaders_pages, staff_pages
from balint_live.web.groups.leaving import leaving_pages
from balint_live.web.groups.links import mails_pages, person_link_pages, statements_pages
from balint_live.web.groups.new_sessions import new_sessions_pages
from balint_live.web.groups.protocols import plans_pages
from balint_live.web.groups.registrants import new_person_pages, person_pages
from balint_live.web.groups.roster import invitations_pages, roster_file_pages
from balint_live.web.groups.sessions import session_pages
from balint_live.web.groups.settings import settings_pages
from balint_live.web.imports import lists_pages
from balint_live.web.live import http
from balint_live.web.live.broadcaster import NAMESPACE
from balint_live.web.live.messages import Packet
from balint_live.web.live.rooms import LiveManager
from balint_live.web.shared import errors, limits, metrics, posts, static_files
from balint_live.web.shared.access import (
    KEPT_AFTER_ITS_END,
    LOGIN_LIFE,
    Action,
    RateLimit,
    declare,
    require_declarations,
)
from balint_live.web.shared.metrics import Health, Report, library_log
from balint_live.web.shared.posts import InMemoryRequest
from balint_live.web.shared.services import AccessServices, GroupServices, Services
from balint_live.web.shared.static_files import StaticFiles

MAX_FORM_BYTES = 64 * 1024
PING_SECONDS = 10
ABOVE_BUDGET = 4
"""How much more than one person's budget a socket may send: who sends too much is told so, and holds nobody up."""
IN_MAILS = ("/join", "/leave", "/calendar", "/sign-in", "/link-again", "/verify", "/privacy", "/groups")
"""What stands in mails, calendars and statements, or is typed from them."""


def flask_app(config: Config) -> Flask:
    app = Flask("balint_live", static_folder=None, template_folder="../templates")
    app.request_class = InMemoryRequest
    app.logger.disabled = True  # its lines hold addresses, and so personal links: faults go to our own log
    app.config.update(_settings(config))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app)
    static_files.install_compression(app)
    words = NullTranslations()  # one language so far, so no sentence of a template needs a look at who asks
    app.jinja_env.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    errors.install_headers(app, config.public_url)
    static_files.install_static_files(app, _static_files())
    app.wsgi_app = _forgiving(app.wsgi_app)  # type: ignore[method-assign]
    return app


@cache
def _static_files() -> StaticFiles:
    return StaticFiles(Path(__file__).parents[2] / "static")


def wrapped(app: Flask, config: Config, give_way: Callable[[], None], report: Report) -> WsgiApp:
    """What the server is given; to be called once Socket.IO has been installed."""
    inner = errors.completed(_reporting(app.wsgi_app, report), config.public_url)

    def without_extensions(environ: dict[str, Any], start_response: Any) -> Any:
        if "HTTP_UPGRADE" not in environ:  # a live connection is let in by its first message, not here
            give_way()
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return inner(environ, start_response)

    count = config.server.proxies
    return (
        ProxyFix(without_extensions, x_for=count, x_proto=count, x_host=count)
        if count
        else without_extensions
    )


def _forgiving(inner: WsgiApp) -> WsgiApp:
    """An address is often taken with what follows it in the sentence: a full stop, a bracket, a sign that nobody sees."""

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"].startswith(IN_MAILS):
            environ["PATH_INFO"] = _without_what_follows(environ["PATH_INFO"])
        return inner(environ, start_response)

    return app


def _without_what_follows(path: str) -> str:
    """Addresses of ours end in a letter, a digit, a hyphen or an underscore."""
    said = path.encode("latin-1").decode("utf-8", "replace")
    end = len(said)
    while not (said[end - 1].isalnum() or said[end - 1] in "-_/\0"):
        end -= 1
    return path if end == len(said) else said[:end].encode("utf-8").decode("latin-1")


def _reporting(inner: WsgiApp, report: Report) -> WsgiApp:
    """A fault that Flask never sees, in the engine or here, would be answered by the server and told nobody."""

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        try:
            return inner(environ, start_response)
        except OSError:  # they have gone
            raise
        except Exception as fault:
            report("wsgi", fault)
            if "HTTP_UPGRADE" in environ:
                raise
            start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"Something broke. Please try again."]

    return app


def _settings(config: Config) -> dict[str, Any]:
    secure = config.public_url.startswith("https:")
    return {
        "SECRET_KEY": config.security.secret,
        "SECRET_KEY_FALLBACKS": list(config.security.previous_secrets),
        "SESSION_COOKIE_NAME": "__Host-balint" if secure else "balint",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",  # Strict would break the step from webmail
        LOGIN_LIFE: config.session.login_life,
        "PERMANENT_SESSION_LIFETIME": config.session.login_life + KEPT_AFTER_ITS_END,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "MAX_CONTENT_LENGTH": MAX_FORM_BYTES,
        "WTF_CSRF_TIME_LIMIT": None,
    }


GROUP_PAGES = (
    correction_pages,
    export_pages,
    attendance_pages,
    roll_pages,
    group_pages,
    all_groups_pages,
    new_group_pages,
    delete_group_pages,
    group_leaders_pages,
    staff_pages,
    leaving_pages,
    mails_pages,
    person_link_pages,
    invitations_pages,
    statements_pages,
    new_sessions_pages,
    plans_pages,
    new_person_pages,
    person_pages,
    roster_file_pages,
    session_pages,
    settings_pages,
    lists_pages,
)


def install_pages(
    app: Flask,
    adapters: Adapters,
    live: Services,
    groups: GroupServices,
    access: AccessServices,
    take: Callable[[ZoomEvent | ChangeEvent], bool],
    figures: metrics.Metrics,
    in_touch: Callable[[], bool] | None,
    outbox: bool,
    lobby: Blueprint | None,
    rehearsals: Rehearsals | None = None,
) -> None:
    """Put every page and every plain HTTP address on the app; `outbox` shows mails that were put into a folder, and a
    `lobby` takes the place of the first page.

    Raises RuntimeError over an endpoint without a declared access.
    """
    config, clock, texts = adapters.config, adapters.clock, adapters.texts
    calendar_text = composing_calendars(Sender(*config.sender), groups.elsewhere)
    limits.install_limits(app, live.rate_limits, clock, access.browsers)
    posts.install_uploads(app, clock, groups.group)
    ours = "" if lobby else config.server.public_url  # everybody in a lobby has a host of their own
    posts.install_csrf(app, clock, ours)  # after those two: it reads the whole form
    errors.install_error_pages(app, live, config.public_url)
    shown = [
        *(pages(groups) for pages in GROUP_PAGES),
        lobby or public.landing_pages(rehearsals is not None and config.rehearsal.allowed == "anybody"),
        public.health_pages(_health(adapters.database, live), in_touch),
        privacy.privacy_pages(ledger, texts.reminder),
        metrics.metrics_pages(figures, config.server.metrics),
        joining.join_pages(live, texts),
        joining.typed_code_pages(live, access),
        joining.link_again_pages(live, access),
        joining.leave_pages(live, access),
        privacy.erase_pages(live, access),
        own_record.own_record_file_pages(live, own_records(adapters)),
        own_record.own_record_pages(live, groups.statement_services),
        own_record.verify_pages(groups.statement_services),
        sign_in.sign_in_pages(live, access),
        sign_in.account_pages(live, access),
        calendar.calendar_pages(live, access, session_calendars(adapters, live), calendar_text),
        http.meeting_pages(live, texts),
        http.zoom_ways(live),
        http.snapshot_addresses(live),
        http.command_addresses(live),
    ]
    if config.zoom.webhook_secret:
        secret = WebhookSecret(config.zoom.webhook_secret)
        shown.append(zoom.zoom_pages(clock, secret.signed, secret.answer, take, live.count))
    if config.rehearsal.allowed != "nobody":
        shown.append(rehearsal.rehearsal_pages(clock, rehearsals, config.rehearsal.allowed == "anybody"))
    if outbox:
        shown.append(public.outbox_pages(OutboxFolder(config.outbox)))
    for pages in shown:
        app.register_blueprint(pages)
    declare(app, "static", Action.PUBLIC, RateLimit.NONE)
    require_declarations(app)


def _health(database: Database, live: Services) -> Health:
    return Health(
        live.clock, database.answers, lambda: try_writing(database), database.writes, live.spawn, live.sleep
    )


class _Steady:
    """What Engine.IO reads the time from, to tell how long a ping has gone unanswered. By itself it takes the wall clock:
    were that set back in between, a page whose machine is asleep would pass for a live one, and earn its owner minutes.
    """

    time = staticmethod(monotonic)


def socket_server(
    app: Flask, config: Config, runtime: Runtime, report: Report, origins: Sequence[str] = ()
) -> Any:
    """python-socketio's server, installed before the app. `origins` are the lobby's, beside our own."""
    options: dict[str, Any] = {
        "async_mode": runtime.ASYNC_MODE,
        "path": "/socket.io",
        "transports": ["websocket"],
        "cors_allowed_origins": [config.public_url, *origins],
        "ping_interval": PING_SECONDS,
        "ping_timeout": PING_SECONDS,
        "monitor_clients": False,  # the Reaper does
        "client_manager": LiveManager(),
        "max_http_buffer_size": config.limits.max_message_bytes,
        "async_handlers": False,
        "manage_session": False,
        "http_compression": False,
        "serializer": Packet,
        "namespaces": [NAMESPACE],
        "logger": library_log("socketio", report),
        "engineio_logger": library_log("engineio", report),
    }
    socket.time = base_socket.time = _Steady
    socketio: Any = SocketIO(app, **options)
    pace = Pace(ABOVE_BUDGET * config.limits.events_per_second, ABOVE_BUDGET * config.limits.events_burst)
    runtime.guard(socketio.server.eio, pace)
    return socketio.server
