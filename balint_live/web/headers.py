"""What every answer carries. Personal pages are kept by no cache; scripts, styles and fonts come from here alone."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, Response, request

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
