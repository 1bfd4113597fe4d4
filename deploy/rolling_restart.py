#!/usr/bin/env python3
"""Restarts the server's processes one after the other, and goes on only when the one before answers again.

    python3 deploy/rolling_restart.py 8001 8002

Each process takes leave of its pages and ends within five seconds; its pages connect again by themselves, to another one
or to it. Stops at the first that does not come back, so the others still run as before. Needs no library: any Python of
the machine can run it.
"""

import argparse
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from urllib.error import URLError
from urllib.request import urlopen

RESTART = "systemctl restart balint-live@{}"
LOOK_AGAIN_S = 0.1
ANSWERS_WITHIN_S = 4.0
"""For one look at /healthz, which tells within two seconds."""


def main(arguments: Sequence[str]) -> int:
    """Exit status 0 when all are back, 1 when one is not."""
    given = _parsed(arguments)
    for port in given.ports:
        began = time.monotonic()
        if not restarted(port, given.restart, given.within):
            print(
                f"{port}: is not back after {given.within:g} s. Nothing else was restarted.", file=sys.stderr
            )
            return 1
        print(f"{port}: back after {time.monotonic() - began:.1f} s.", flush=True)
        if port != given.ports[-1]:
            time.sleep(given.pause)
    return 0


def restarted(port: int, command: str, within: float) -> bool:
    """Restart one process; whether it answers well again in so many seconds."""
    words = [word.replace("{}", str(port)) for word in shlex.split(command)]
    try:
        subprocess.run(words, check=True)
    except (OSError, subprocess.CalledProcessError) as refused:
        print(refused, file=sys.stderr)
        return False
    until = time.monotonic() + within
    while not is_well(port):
        if time.monotonic() > until:
            return False
        time.sleep(LOOK_AGAIN_S)
    return True


def is_well(port: int) -> bool:
    """Whether the process at this port of the machine answers, and its database too."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=ANSWERS_WITHIN_S):
            return True
    except (URLError, OSError):
        return False


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("ports", type=int, nargs="+", metavar="PORT", help="a process, by its port")
    parser.add_argument(
        "--restart", default=RESTART, help="the command; {} is the port (default: %(default)s)"
    )
    parser.add_argument(
        "--within", type=float, default=30, help="seconds until it must be back (default: %(default)s)"
    )
    parser.add_argument(
        "--pause",
        type=float,
        default=10,
        help="seconds before the next, for its pages (default: %(default)s)",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
