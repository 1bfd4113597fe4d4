"""Faults that nobody caught, and what libraries would print: to our log, which keeps kind and place and drops the words.

Python prints them with their message and, for a socket, with the address at its other end.
"""

import logging
import sys
import threading
from collections.abc import Callable
from typing import Any

Report = Callable[[str, Exception], None]


def report_unhandled(report: Report) -> None:
    """From now on, for the whole process."""

    def in_thread(fault: threading.ExceptHookArgs) -> None:
        if isinstance(fault.exc_value, Exception):
            report("thread", fault.exc_value)

    def unraisable(fault: Any) -> None:
        if isinstance(fault.exc_value, Exception) and not isinstance(fault.exc_value, OSError):
            report("unraisable", fault.exc_value)

    threading.excepthook = in_thread
    sys.unraisablehook = unraisable
    logging.lastResort = logging.NullHandler()  # libraries quote what strangers send
