"""The same two things over plain HTTP, for networks that let no WebSocket through: see the snapshot, send a command.

Whatever goes wrong here is answered as JSON with one of the contract's codes: whoever asks is a script.
"""

from flask import Request

PRESSING = "pressing"
NAMES = ("looking", PRESSING)
"""Of the blueprints here."""
ADDRESSES = ("/token", "/snapshot", "/aside", "/presence", "/command", "/signal")


def is_asked(request: Request) -> bool:
    """Whether the request is for one of these addresses, also by a method it does not take."""
    if request.blueprint is not None:
        return request.blueprint in NAMES
    return request.path.startswith("/meetings/") and request.path.endswith(ADDRESSES)
