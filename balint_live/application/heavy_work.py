"""Work that is heavy for the processor: a list of registrants, a spreadsheet, a PDF, a mail.

It must not hold up open sessions, so the server has it done elsewhere, in a child process with limits; a command does it
directly. Function and arguments must therefore be things that can be sent: a function of a module or a method of a plain
object, and values.
"""

from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class TooMuchWork(Exception):
    """The work passed its limits of time or memory and was ended; the same work would pass them again."""


class Elsewhere(Protocol):
    """Has work done where it holds up nobody else, and answers with what it returns or raises.

    Raises TooMuchWork past a limit, and Unavailable when there is no room for it now.
    """

    def __call__(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T: ...


def directly(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """For a process that has nothing else to do meanwhile."""
    return work(*args, **kwargs)
