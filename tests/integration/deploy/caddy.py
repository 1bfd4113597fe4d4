"""A real Caddy before real servers, by the very file of `deploy/`: name and ports come from its environment."""

import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from socket import create_connection
from time import monotonic, sleep
from typing import Self

from bench.server import ROOT

SHIPPED = ROOT / "deploy" / "Caddyfile"
READY_WITHIN = 20.0


class Caddy:
    """Over plain HTTP at this port, before the processes at those; it asks nobody for a certificate."""

    def __init__(self, program: Path, folder: Path, processes: Sequence[int], port: int) -> None:
        self._program, self._folder = program, folder
        self.port = port
        folder.mkdir(parents=True)
        text = SHIPPED.read_text()
        (folder / "Caddyfile").write_text(text.replace("\n{\n", "\n{\n\tadmin off\n", 1))
        self._environment = os.environ | {
            "BALINT_SITE": f"http://localhost:{port}",
            "BALINT_PROCESSES": " ".join(f"127.0.0.1:{each}" for each in processes),
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
        }
        self._process: subprocess.Popen[bytes]

    def __enter__(self) -> Self:
        command = [str(self._program), "run", "--config", "Caddyfile", "--adapter", "caddyfile"]
        with (self._folder / "said").open("wb") as said:
            self._process = subprocess.Popen(
                command, stdout=said, stderr=said, cwd=self._folder, env=self._environment
            )
        until = monotonic() + READY_WITHIN
        while not self._answers():
            assert self._process.poll() is None, self.said
            assert monotonic() < until, self.said
            sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    @property
    def said(self) -> str:
        """Its log."""
        return (self._folder / "said").read_text()

    def _answers(self) -> bool:
        with suppress(OSError):
            create_connection(("127.0.0.1", self.port), 1).close()
            return True
        return False
