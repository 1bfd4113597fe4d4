"""Closes transports that never say who they are: a socket may open and then stay silent for ever, unauthenticated."""

from datetime import datetime, timedelta
from typing import Any

from balint_live.application.ports import Clock
from balint_live.web.broadcaster import NAMESPACE

PATIENCE = timedelta(seconds=10)


class Reaper:
    def __init__(self, server: Any, clock: Clock) -> None:
        self._server = server
        self._clock = clock
        self._first_seen: dict[str, datetime] = {}

    def tick(self) -> None:
        """Once a second: note who is new, close who has been nobody for too long."""
        now = self._clock.now()
        nobody = {sid for sid in list(self._server.eio.sockets) if not self._is_somebody(sid)}
        self._first_seen = {sid: self._first_seen.get(sid, now) for sid in nobody}
        for sid, since in self._first_seen.items():
            if now - since >= PATIENCE:
                self._close(sid)

    def _close(self, eio_sid: str) -> None:
        """Not waiting for it, as the engine's own `disconnect` does: after half a handshake nobody writes to the transport
        any more, so the wait, and the pulse with it, would never end."""
        transport = self._server.eio.sockets.pop(eio_sid, None)
        if transport is not None:
            transport.close(wait=False)

    def _is_somebody(self, eio_sid: str) -> bool:
        """Let in, and not merely known: a fault while it was being let in leaves a connection that never will be."""
        manager = self._server.manager
        return bool(manager.is_connected(manager.sid_from_eio_sid(eio_sid, NAMESPACE), NAMESPACE))
