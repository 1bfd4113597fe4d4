"""The address to which Zoom sends its events.

Zoom sends an event again only after 5xx or when nobody answers, so whatever is our fault is answered so, and nothing here
redirects, asks for a login or limits how often it is called: an event answered 3xx or 4xx is lost. Without Zoom's signature
nothing of a body is looked at. The address is there only where the secret of the subscription is configured.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from balint_live.application.ports import Clock, Unavailable
from balint_live.application.zoom.events import Challenge, ChangeEvent, Malformed, ZoomEvent, read
from balint_live.web.shared.access import WEBHOOK, Action, RateLimit, declares

Signed = Callable[[str, str, bytes, datetime], bool]
Answer = Callable[[str], str]
Take = Callable[[ZoomEvent | ChangeEvent], bool]
UNKNOWN = "zoom_event_unknown"


def zoom_pages(
    clock: Clock, signed: Signed, answer: Answer, take: Take, count: Callable[[str], None]
) -> Blueprint:
    """`signed` says whether stamp, signature and body are Zoom's, `answer` proves that we know the secret, and `take` says
    whether an event concerned us."""
    pages = Blueprint(WEBHOOK, __name__)

    @pages.post("/zoom/webhook", strict_slashes=False)
    @declares(Action.ZOOM, RateLimit.NONE)
    def webhook() -> tuple[Response | str, int]:
        body = request.get_data(cache=False)
        stamp, signature = (
            request.headers.get(f"x-zm-{name}", "") for name in ("request-timestamp", "signature")
        )
        if not signed(stamp, signature, body, clock.now()):
            return "", 401
        try:
            event = read(_parsed(body))
            if isinstance(event, Challenge):
                return jsonify(plainToken=event.plain, encryptedToken=answer(event.plain)), 200
            if event is None or not take(event):
                count(UNKNOWN)
        except Malformed:
            return "", 400
        except Unavailable:
            return "", 503
        return "", 204

    return pages


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed from None
