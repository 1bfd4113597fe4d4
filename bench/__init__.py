"""The load benchmark: the application beside a bare relay, in one run, on one machine.

A figure in milliseconds says more about the machine than about the program, so every figure is also given
as a ratio to a relay that does nothing but pass messages on, in the same kind of server with the same tuning.
The client (`websocket`, `client`, `visitor`) is written for the purpose; the fault tests use it, too.
"""
