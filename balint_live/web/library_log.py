"""A logger for the libraries under the live socket, which would print what strangers send and where it broke.

Their lines quote origins and session ids from outside, and their tracebacks go to standard error. Only a fault is of use
to whoever runs the server, and only its kind and place may stand in our log.
"""

import logging
from collections.abc import Callable

Report = Callable[[str, Exception], None]


def library_log(name: str, report: Report) -> logging.Logger:
    """A logger that reports faults and keeps the rest to itself."""
    logger = logging.Logger(name, logging.ERROR)  # noqa: LOG001 - outside the tree of those that print
    logger.addHandler(_Faults(report))
    return logger


class _Faults(logging.Handler):
    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[1] if record.exc_info else None
        if isinstance(fault, Exception):
            self._report(record.name, fault)
