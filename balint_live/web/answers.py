"""How a command is answered, on the socket and over plain HTTP alike."""

from typing import Any

from balint_live.application.live_room import Answer
from balint_live.domain.errors import Code


def on_the_wire(answer: Answer) -> dict[str, Any]:
    if answer.ok:
        return {"ok": True, "revision": answer.revision}
    return refusal(answer.code or Code.UNAVAILABLE, answer.revision)


def refusal(code: str, revision: int) -> dict[str, Any]:
    return {"ok": False, "code": str(code), "revision": revision}
