"""The server's log: what happened to the server, never what happened in a session.

A fault is logged by its kind and where it stands in the code, not by its message or its values: an exception's text can
carry a name or a link.
"""

import logging
import sys
import traceback

import structlog


class Log:
    def __init__(self, level: str = "info") -> None:
        self._log = structlog.wrap_logger(
            structlog.PrintLogger(sys.stderr),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(),
            ],
            wrapper_class=structlog.make_filtering_bound_logger(
                logging.getLevelNamesMapping()[level.upper()]
            ),
        )

    def event(self, name: str, **figures: int | float | str) -> None:
        """Something the operator may want to know."""
        self._log.info(name, **figures)

    def fault(self, where: str, fault: Exception) -> None:
        frames = traceback.extract_tb(fault.__traceback__)[-4:]
        path = " > ".join(f"{frame.name}:{frame.lineno}" for frame in frames)
        self._log.error("fault", where=where, kind=type(fault).__name__, path=path)
