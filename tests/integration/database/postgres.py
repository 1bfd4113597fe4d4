"""A real PostgreSQL for the tests: its own cluster in a temporary folder, on a loopback port, gone afterwards."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOOPBACK = "127.0.0.1"
OWNER = "balint"


@contextmanager
def cluster(programs: Path, folder: Path) -> Iterator[str]:
    """Run a server; yields its address up to the database's name."""
    unprivileged = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if unprivileged:  # the server refuses to run as root
        for parent in (folder, *folder.parents[:3]):  # one more where tests run on several cores
            parent.chmod(parent.stat().st_mode | 0o011)
        shutil.chown(folder, "postgres")
    data, port = folder / "data", _free_port()
    options = f"-c listen_addresses={LOOPBACK} -p {port} -c unix_socket_directories= -c fsync=off"

    def run(program: str, *arguments: str) -> None:
        command = [*unprivileged, str(programs / program), "-D", str(data), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)

    run("initdb", "--username", OWNER, "--auth", "trust", "--encoding", "UTF8")
    run("pg_ctl", "start", "--wait", "--log", str(folder / "log"), "-o", options)
    postmaster = int((data / "postmaster.pid").read_text().split()[0])
    try:
        yield f"postgresql+psycopg2://{OWNER}@{LOOPBACK}:{port}/"
    finally:
        # By its number: other test runs beside this one may meanwhile have shut the way to the folder, or, if there were
        # several, cleared it away, and the server with it.
        with suppress(ProcessLookupError):
            os.kill(postmaster, signal.SIGQUIT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
