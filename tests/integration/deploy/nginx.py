"""A real nginx before real servers, by the very file of `deploy/`: only names, ports and places are put in."""

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import IO, Any

import psutil
import trustme

from bench.server import ROOT, free_port
from tests.integration.deploy.proxy import READY_WITHIN, Proxy

SHIPPED = ROOT / "deploy" / "nginx.conf"
NAME = "localhost"
PROCESS = "server 127.0.0.1:{} max_fails=0;"
ITS_OWN_HOST = re.compile(r"^ *proxy_set_header +(Host|X-Forwarded-Host) .*;$", re.MULTILINE)


class Nginx(Proxy):
    """Before the processes at these ports. `authority` vouches for it.

    `tls=False`: over plain HTTP/1.1, for clients that speak no more; `own_host`: it names to the server the upstream as the
    host, as it does by default; `instead`: other words for some of the file's, such as a shorter time limit.
    """

    def __init__(
        self,
        program: Path,
        folder: Path,
        processes: Sequence[int],
        port: int,
        *,
        tls: bool = True,
        own_host: bool = False,
        instead: Mapping[str, str] | None = None,
    ) -> None:
        self._program, self.folder = program, folder
        self.port, self.plain_port = port, free_port()
        self.authority = trustme.CA()
        folder.mkdir(parents=True)
        self._certified()
        text = _replaced(SHIPPED.read_text(), self._places(processes, tls) | dict(instead or {}))
        (folder / "nginx.conf").write_text(ITS_OWN_HOST.sub("", text) if own_host else text)

    def start(self, said: IO[bytes]) -> subprocess.Popen[bytes]:
        command = [str(self._program), "-p", str(self.folder), "-c", "nginx.conf"]
        ourselves = "user root;" if os.geteuid() == 0 else ""  # nobody else gets into a test's folder
        command += ["-g", f"daemon off; pid {self.folder}/pid; {ourselves}"]
        return subprocess.Popen(command, stderr=said)

    def log(self, words: str = '"status"', times: int = 1) -> list[Any]:
        """Its lines, once that many of them have these words: a line is written when its request has been answered."""
        until = monotonic() + READY_WITHIN
        lines = self._lines()
        while sum(words in line for line in lines) < times:
            assert monotonic() < until, lines
            sleep(0.02)
            lines = self._lines()
        return [json.loads(line) for line in lines]

    @property
    def bodies_on_disk(self) -> list[str]:
        """The files in which it keeps requests that have not come to their end; open, and without a name any more."""
        workers = psutil.Process(self.process.pid).children()
        files = [file for worker in workers for file in _open_files(worker.pid)]
        return [file for file in files if f"{self.folder}/client_body" in file]

    def _lines(self) -> list[str]:
        """Whole ones only."""
        text = (self.folder / "access.log").read_text()
        return text[: text.rfind("\n") + 1].splitlines()

    def _certified(self) -> None:
        certificate = self.authority.issue_cert(NAME)
        certificate.private_key_pem.write_to_path(str(self.folder / "private.pem"))
        for part in certificate.cert_chain_pems:
            part.write_to_path(str(self.folder / "fullchain.pem"), append=True)

    def _places(self, processes: Sequence[int], tls: bool) -> dict[str, str]:
        """What stands in the file, and what it is here. A test machine may have no IPv6."""
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        bodies = "\n".join(f"    {kind}_temp_path {self.folder}/{kind};" for kind in kinds)
        ours = f"listen 127.0.0.1:{self.port}"
        return {
            "balint.example.org": NAME,
            PROCESS.format(8000): "\n        ".join(map(PROCESS.format, processes)),
            "listen 443 ssl http2;": f"{ours} ssl http2;" if tls else f"{ours};",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "        listen [::]:80;\n": "",
            "        listen [::]:443 ssl http2;\n": "",
            "/etc/ssl/balint-live/": f"{self.folder}/",
            "/var/log/nginx/balint-live.log": f"{self.folder}/access.log",
            "/var/log/nginx/balint-live.error.log": f"{self.folder}/error.log",
            "\nhttp {": f"\nhttp {{\n{bodies}",
        }


def _open_files(pid: int) -> Iterator[str]:
    for each in Path("/proc", str(pid), "fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            yield str(each.readlink())


def _replaced(text: str, replacements: Mapping[str, str]) -> str:
    for shipped, ours in replacements.items():
        assert shipped in text, shipped
        text = text.replace(shipped, ours)
    return text
