"""Flask and Socket.IO: thin doors. A handler parses, conducts and answers; it knows the application, never an adapter."""
