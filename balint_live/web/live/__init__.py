"""The live session's two transports: Socket.IO, and plain HTTP where no WebSocket gets through."""
