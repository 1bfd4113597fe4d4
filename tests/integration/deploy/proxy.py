"""A proxy's program while a test needs it: started, waited for until it takes connections, and ended."""

import subprocess
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from socket import create_connection
from time import monotonic, sleep
from typing import IO, Self

READY_WITHIN = 20.0


class Proxy(ABC):
    """`folder` is its own, and `port` where it takes connections."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @abstractmethod
    def start(self, said: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start the program, with what it says going there."""

    def __enter__(self) -> Self:
        with (self.folder / "said").open("wb") as said:
            self.process = self.start(said)
        until = monotonic() + READY_WITHIN
        while not self._answers():
            assert self.process.poll() is None, self.said
            assert monotonic() < until, self.said
            sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()

    @property
    def said(self) -> str:
        return (self.folder / "said").read_text()

    def _answers(self) -> bool:
        with suppress(OSError):
            create_connection(("127.0.0.1", self.port), 1).close()
            return True
        return False
