"""A real PostgreSQL for the tests: its own cluster in a temporary folder, on a loopback port, gone afterwards."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

LOOPBACK = "127.0.0.1"
OWNER = "balint"


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Run a server; yields its address up to the database's name.

    Its folder is not one of pytest's, to which every other test run that starts shuts the way for other accounts.
    """
    folder = Path(mkdtemp(prefix="balint-live-postgres-"))
    unprivileged = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if unprivileged:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
    data, port = folder / "data", _free_port()
    place = f"-c listen_addresses={LOOPBACK} -p {port} -c unix_socket_directories="
    options = f"{place} -c fsync=off -c full_page_writes=off -c autovacuum=off"

    def run(program: str, *arguments: str) -> None:
        command = [*unprivileged, str(programs / program), "-D", str(data), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)

    run("initdb", "--username", OWNER, "--auth", "trust", "--encoding", "UTF8")
    run("pg_ctl", "start", "--wait", "--log", str(folder / "log"), "-o", options)
    postmaster = int((data / "postmaster.pid").read_text().split()[0])
    try:
        yield f"postgresql+psycopg2://{OWNER}@{LOOPBACK}:{port}/"
    finally:
        with suppress(ProcessLookupError):
            os.kill(postmaster, signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
