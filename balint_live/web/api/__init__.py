"""The same two things over plain HTTP, for networks that let no WebSocket through: see the snapshot, send a command."""
