"""The operating system's limit on open files, raised as far as the connections need and it allows."""

import errno
import resource

_PASSING = {
    *(errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM),  # too much of something, for now
    *(
        errno.ECONNABORTED,
        errno.ECONNRESET,
        errno.EPIPE,
        errno.EPROTO,
        errno.ENOTCONN,
        errno.ETIMEDOUT,
    ),  # gone already
    *(
        errno.ENETDOWN,
        errno.ENETUNREACH,
        errno.EHOSTDOWN,
        errno.EHOSTUNREACH,
        errno.ENONET,
        errno.EPERM,
        errno.EINTR,
    ),
}
SPARE = 256
"""Files besides connections: the database, the log, the interpreter's own."""


def connections_granted(configured: int) -> int:
    """How many connections may be open at once: those configured, or as many as the system grants files for.

    Asked for more than that, accepting fails; so what is granted is asked for first, and the rest is never promised.
    """
    granted = raise_open_files(configured)
    if granted == resource.RLIM_INFINITY:
        return configured
    return min(configured, max(granted - SPARE, granted // 2))


def raise_open_files(connections: int) -> int:
    """Ask for a file per connection; the number of files granted."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + SPARE
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft


def is_passing(fault: OSError) -> bool:
    """Whether a connection that could not be taken says nothing about the next one (accept(2))."""
    return fault.errno in _PASSING
