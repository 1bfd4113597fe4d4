"""A real Caddy before real servers, by the very file of `deploy/`: name and ports come from its environment."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from bench.server import ROOT
from tests.integration.deploy.proxy import Proxy

SHIPPED = ROOT / "deploy" / "Caddyfile"


class Caddy(Proxy):
    """Over plain HTTP at this port, before the processes at those; it asks nobody for a certificate."""

    def __init__(self, program: Path, folder: Path, processes: Sequence[int], port: int) -> None:
        self._program, self.folder = program, folder
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

    def start(self, said: IO[bytes]) -> subprocess.Popen[bytes]:
        command = [str(self._program), "run", "--config", "Caddyfile", "--adapter", "caddyfile"]
        return subprocess.Popen(command, stdout=said, stderr=said, cwd=self.folder, env=self._environment)
