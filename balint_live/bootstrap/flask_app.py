"""Flask, set up: cookies that only this site's own pages and scripts-free requests carry, templates, and what goes round it.

Wrappers go round Socket.IO's middleware, which takes the place of `app.wsgi_app`: inside it, the engine would see the
proxy's address. WebSocket extensions are struck out on the way in, because browsers offer compression that more than
doubles a connection's memory and eventlet has no option to decline it.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from balint_live.config import Config
from balint_live.runtime.interface import WsgiApp
from balint_live.web import headers
from balint_live.web.access import KEPT_AFTER_ITS_END, LOGIN_LIFE
from balint_live.web.library_log import Report
from balint_live.web.uploads import InMemoryRequest

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
    headers.install(app, config.public_url)
    app.wsgi_app = _forgiving(app.wsgi_app)  # type: ignore[method-assign]
    return app


def wrapped(app: Flask, config: Config, give_way: Callable[[], None], report: Report) -> WsgiApp:
    """What the server is given; to be called once Socket.IO has been installed."""
    inner = headers.completed(_reporting(app.wsgi_app, report), config.public_url)

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
