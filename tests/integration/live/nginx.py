"""A real nginx before a real server, by the very file of `deploy/`: only names, ports and places are put in."""

import re
import subprocess
from contextlib import suppress
from pathlib import Path
from socket import create_connection
from time import monotonic, sleep
from typing import Self

import trustme

from bench.server import ROOT, free_port

SHIPPED = ROOT / "deploy" / "nginx.conf"
NAME = "localhost"
READY_WITHIN = 20.0
ITS_OWN_HOST = re.compile(r"^ *proxy_set_header +(Host|X-Forwarded-Host) .*;$", re.MULTILINE)


class Nginx:
    """`authority` vouches for it; `own_host`: it names to the server the upstream as the host, as it does by default."""

    def __init__(self, program: Path, folder: Path, upstream: int, port: int, own_host: bool = False) -> None:
        self._program, self._folder = program, folder
        self.port, self.plain_port = port, free_port()
        self.authority = trustme.CA()
        folder.mkdir(parents=True)
        self._certified()
        (folder / "nginx.conf").write_text(self._configured(upstream, own_host))
        self._process: subprocess.Popen[bytes]

    def __enter__(self) -> Self:
        command = [str(self._program), "-p", str(self._folder), "-c", "nginx.conf"]
        command += ["-g", f"daemon off; pid {self._folder}/pid;"]
        with (self._folder / "said").open("wb") as said:
            self._process = subprocess.Popen(command, stderr=said)
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
        return (self._folder / "said").read_text()

    @property
    def log(self) -> str:
        return (self._folder / "access.log").read_text()

    def _certified(self) -> None:
        certificate = self.authority.issue_cert(NAME)
        certificate.private_key_pem.write_to_path(str(self._folder / "private.pem"))
        for part in certificate.cert_chain_pems:
            part.write_to_path(str(self._folder / "fullchain.pem"), append=True)

    def _configured(self, upstream: int, own_host: bool) -> str:
        text = SHIPPED.read_text()
        for shipped, ours in {
            "balint.example.org": NAME,
            "server 127.0.0.1:8000;": f"server 127.0.0.1:{upstream};",
            "listen 443 ": f"listen 127.0.0.1:{self.port} ",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "/etc/ssl/balint-live/": f"{self._folder}/",
            "/var/log/nginx/balint-live.log": f"{self._folder}/access.log",
            "/var/log/nginx/balint-live.error.log": f"{self._folder}/error.log",
            "\nhttp {": f"\nhttp {{\n{self._places()}",
        }.items():
            assert shipped in text, shipped
            text = text.replace(shipped, ours)
        text = re.sub(
            r"^ *listen \[::\]:.*\n", "", text, flags=re.MULTILINE
        )  # a test machine may have no IPv6
        return ITS_OWN_HOST.sub("", text) if own_host else text

    def _places(self) -> str:
        """Bodies that wait are kept in a folder of the test's."""
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        return "\n".join(f"    {kind}_temp_path {self._folder}/{kind};" for kind in kinds)

    def _answers(self) -> bool:
        with suppress(OSError):
            create_connection(("127.0.0.1", self.port), 1).close()
            return True
        return False
