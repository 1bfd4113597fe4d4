"""Flask, set up: cookies that only this site's own pages and scripts-free requests carry, templates, and what goes round it.

Wrappers go round Socket.IO's middleware, which takes the place of `app.wsgi_app`: inside it, the engine would see the
proxy's address. WebSocket extensions are struck out on the way in, because browsers offer compression that more than
doubles a connection's memory and eventlet has no option to decline it.
"""

from collections.abc import Callable
from time import monotonic
from typing import Any

from engineio import base_socket, socket
from flask import Flask
from flask_babel import Babel
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix

from balint_live.adapters.database.engine import Database, try_writing
from balint_live.adapters.database.tables.ledger import ledger
from balint_live.application.ports import Texts
from balint_live.composition.services import own_records
from balint_live.config import Config, Limits
from balint_live.runtime.interface import Pace, Runtime, WsgiApp
from balint_live.web import privacy, public
from balint_live.web.access import joining, sign_in
from balint_live.web.attendance import downloads, own_record
from balint_live.web.live import http
from balint_live.web.live.broadcaster import NAMESPACE
from balint_live.web.live.messages import Packet
from balint_live.web.shared import access, csrf, errors, limits, metrics, uploads
from balint_live.web.shared.access import KEPT_AFTER_ITS_END, LOGIN_LIFE
from balint_live.web.shared.metrics import Health, Report, library_log
from balint_live.web.shared.services import AccessServices, Services, StatementServices
from balint_live.web.shared.uploads import InMemoryRequest

MAX_FORM_BYTES = 64 * 1024
IN_MAILS = ("/join", "/leave", "/sign-in", "/link-again", "/verify", "/privacy", "/groups")
"""What stands in mails, calendars and statements, or is typed from them."""


def flask_app(config: Config) -> Flask:
    app = Flask("balint_live", static_folder="../static", template_folder="../templates")
    app.request_class = InMemoryRequest
    app.logger.disabled = True  # its lines hold addresses, and so personal links: faults go to our own log
    app.config.update(_settings(config))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app)
    errors.install_headers(app, config.public_url)
    app.wsgi_app = _forgiving(app.wsgi_app)  # type: ignore[method-assign]
    return app


def wrapped(app: Flask, config: Config, give_way: Callable[[], None], report: Report) -> WsgiApp:
    """What the server is given; to be called once Socket.IO has been installed."""
    inner = errors.completed(_reporting(app.wsgi_app, report), config.public_url)

    def without_extensions(environ: dict[str, Any], start_response: Any) -> Any:
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


# Every page and every plain HTTP address, put on the app; it does not start with one that declares nothing.


def install_pages(
    app: Flask,
    config: Config,
    services: Services,
    texts: Texts,
    database: Database,
    figures: metrics.Metrics,
    access_services: AccessServices,
    statement_services: StatementServices,
    group: Callable[[str], object],
) -> None:
    """Raises RuntimeError over an endpoint without a declared access."""

    health = Health(
        services.clock,
        database.answers,
        lambda: try_writing(database),
        database.writes,
        services.spawn,
        services.sleep,
    )
    limits.install_limits(app, services.rate_limits, services.clock, access_services.browsers)
    uploads.install_uploads(app, services.clock, group)
    csrf.install_csrf(
        app, services.clock, config.server.public_url
    )  # after those two: it reads the whole form
    errors.install_error_pages(app, services, config.public_url)
    app.register_blueprint(public.public_pages(health))
    app.register_blueprint(privacy.privacy_pages(ledger, texts.reminder))
    app.register_blueprint(metrics.metrics_pages(figures, config.server.metrics))
    app.register_blueprint(joining.join_pages(services, texts))
    app.register_blueprint(joining.typed_code_pages(services, access_services))
    app.register_blueprint(joining.link_again_pages(services, access_services))
    app.register_blueprint(joining.leave_pages(services, access_services))
    app.register_blueprint(privacy.erase_pages(services, access_services))
    app.register_blueprint(
        own_record.own_record_file_pages(services, own_records(services.clock, database, texts.catalogue))
    )
    app.register_blueprint(own_record.own_record_pages(services, statement_services))
    app.register_blueprint(downloads.verify_pages(statement_services))
    app.register_blueprint(sign_in.sign_in_pages(services, access_services))
    app.register_blueprint(sign_in.account_pages(services, access_services))
    app.register_blueprint(http.meeting_pages(services, texts))
    app.register_blueprint(http.snapshot_addresses(services))
    app.register_blueprint(http.command_addresses(services))
    access.declare(app, "static", access.Action.PUBLIC, access.RateLimit.NONE)
    access.require_declarations(app)


# The Socket.IO server: WebSocket only, events of one socket in order, small messages, our origin and no other.
#
# `cors_allowed_origins` must name the public address: the default check believes a client's X-Forwarded-Host, and an
# empty list switches it off. A ping every 10 s with 10 s to answer makes a silent loss known within 20 s.


PING_SECONDS = 10


class _Steady:
    """What Engine.IO reads the time from, to tell how long a ping has gone unanswered. By itself it takes the wall clock:
    were that set back in between, a page whose machine is asleep would pass for a live one, and earn its owner minutes.
    """

    time = staticmethod(monotonic)


ABOVE_BUDGET = 4


def socket_server(app: Flask, config: Config, runtime: Runtime, report: Report) -> Any:
    """Installs it before the app and answers with python-socketio's server."""
    options: dict[str, Any] = {
        "async_mode": runtime.ASYNC_MODE,
        "path": "/socket.io",
        "transports": ["websocket"],
        "cors_allowed_origins": [config.public_url],
        "ping_interval": PING_SECONDS,
        "ping_timeout": PING_SECONDS,
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
    runtime.guard(socketio.server.eio, _pace(config.limits))
    return socketio.server


def _pace(limits: Limits) -> Pace:
    """Above any one person's budget, so that who sends too much is told so; far below what would hold others up."""
    return Pace(ABOVE_BUDGET * limits.events_per_second, ABOVE_BUDGET * limits.events_burst)
