"""Flask and Socket.IO: thin doors. A handler parses, calls and answers; it knows the application, never an adapter."""
