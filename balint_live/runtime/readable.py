"""What an Engine.IO server can read at all. Asked before it tries: trying, it dies of what it cannot read.

The live socket is text from end to end, so a binary message is none of ours either.
"""

import re

_READABLE = re.compile(r"[0-356]|4[0-9]")
"""The kinds of packet, and in a message the kind of the Socket.IO packet inside."""


def is_readable(message: object) -> bool:
    return isinstance(message, str) and _READABLE.match(message) is not None
