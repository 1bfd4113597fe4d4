"""What every answer carries. Personal pages are kept by no cache; scripts, styles and fonts come from here alone."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, request

WsgiApp = Callable[..., Any]

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self' {socket}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), display-capture=()",
    "X-Robots-Tag": "noindex, nofollow",
}


def headers(public_url: str) -> dict[str, str]:
    """The fixed headers of a site at this public address."""
    secure = public_url.startswith("https:")
    socket = f"{'wss' if secure else 'ws'}://{urlsplit(public_url).netloc}"
    fixed = {**_HEADERS, "Content-Security-Policy": _POLICY.format(socket=socket)}
    if secure:
        fixed["Strict-Transport-Security"] = "max-age=31536000"
    return fixed


def completed(inner: WsgiApp, public_url: str) -> WsgiApp:
    """The same headers on whatever does not come from Flask, as the engine's own answers under /socket.io do not."""
    fixed = {**headers(public_url), "Cache-Control": "no-store"}

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        def started(status: str, given: list[tuple[str, str]], *more: Any) -> Any:
            names = {name.lower() for name, _ in given}
            return start_response(
                status, given + [each for each in fixed.items() if each[0].lower() not in names], *more
            )

        return inner(environ, started)

    return app


def install(app: Flask, public_url: str) -> None:
    app.after_request(_adding(headers(public_url)))


def _adding(fixed: dict[str, str]) -> Callable[[Response], Response]:
    def added(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        if request.endpoint == "static":
            response.headers["Cache-Control"] = "no-cache"
        else:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return added
