"""The operating system's limit on open files, raised as far as the connections need and it allows."""

import resource

SPARE = 256
"""Files besides connections: the database, the log, the interpreter's own."""


def raise_open_files(connections: int) -> int:
    """Ask for a file per connection; the number granted, which the caller may log."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + SPARE
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft
