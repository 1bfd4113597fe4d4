"""Socket.IO packets as anybody may send them: whatever cannot be read is an event nobody knows.

The library raises over a malformed packet, logs a traceback and says nothing to the sender; it takes an event named
"connect" or "disconnect" for its own; and it collects attachments of a binary event, of which there may be ten billion,
before anybody is asked. Here all that becomes an event without a name, so that it meets the answer, and draws on the
budget, of every other event that is none. Where the number of its acknowledgement could still be read, the sender hears it.
"""

from socketio import packet

UNREADABLE = [""]
"""The body of an event without a name."""
_RESERVED = ("connect", "disconnect")


class Packet(packet.Packet):  # type: ignore[misc]
    packet_type: int
    uses_binary_events = False

    def decode(self, encoded_packet: str) -> int:
        """Never raises; nothing is ever attached."""
        try:
            super().decode(encoded_packet)
        except (ValueError, TypeError, RecursionError):
            self._give_up()
        if self.packet_type not in (packet.CONNECT, packet.DISCONNECT) and not self._is_event():
            self._give_up()
        return 0

    def _is_event(self) -> bool:
        named = isinstance(self.data, list) and bool(self.data) and isinstance(self.data[0], str)
        return self.packet_type == packet.EVENT and named and self.data[0] not in _RESERVED

    def _give_up(self) -> None:
        """Only an event's number asks for an answer; an acknowledgement's would be that of a question of ours."""
        if self.packet_type not in (packet.EVENT, packet.BINARY_EVENT):
            self.id = None
        if self.packet_type != packet.CONNECT:
            self.packet_type = packet.EVENT
        self.data = list(UNREADABLE)
