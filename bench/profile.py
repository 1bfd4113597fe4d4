"""Where a server's time goes, as py-spy sees it: a sampler outside the process, which neither slows nor confuses it.

A profiler inside would be called at each function, and would take a green thread's switch for a return.
"""

import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bench.server import Server

SAMPLES_A_SECOND = 200
SHOWN = 25
LONGEST_SECONDS = 3600
WRITES_WITHIN_S = 30.0


@contextmanager
def profiled(server: Server, what: str) -> Iterator[None]:
    """Sample the server meanwhile, then print in which functions it was; needs the right to trace another process."""
    with tempfile.NamedTemporaryFile(suffix=".stacks") as stacks:
        options = ["--format", "raw", "--function", "--nonblocking", "--rate", str(SAMPLES_A_SECOND)]
        place = [
            "--pid",
            str(server.process.pid),
            "--duration",
            str(LONGEST_SECONDS),
            "--output",
            stacks.name,
        ]
        py_spy = Path(sys.executable).with_name("py-spy")
        nowhere = subprocess.DEVNULL
        sampler = subprocess.Popen([py_spy, "record", *options, *place], stdout=nowhere, stderr=nowhere)
        yield
        sampler.send_signal(signal.SIGINT)  # it then writes what it has
        sampler.wait(WRITES_WITHIN_S)
        click.echo(said(what, Path(stacks.name).read_text()), err=True)


def said(what: str, stacks: str) -> str:
    """The functions at work most, by themselves and with all they call, in percent of the time the server was at work."""
    own: Counter[str] = Counter()
    together: Counter[str] = Counter()
    for line in stacks.splitlines():
        stack, _, count = line.rpartition(" ")
        frames = stack.split(";")
        own[frames[-1]] += int(count)
        for frame in set(frames):
            together[frame] += int(count)
    total = own.total() or 1
    lines = [f"-- {what}: {own.total()} samples"]
    for (mine, mine_count), (whole, whole_count) in zip(
        own.most_common(SHOWN), together.most_common(SHOWN), strict=False
    ):
        lines.append(
            f"{mine_count / total:6.1%} itself {mine[-60:]:<60} {whole_count / total:6.1%} with its calls {whole[-60:]}"
        )
    return "\n".join(lines)
