"""What nobody caught reaches our log as kind and place; its words, which may be a person's, are printed nowhere."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.server import ROOT
from tests.integration.live.served import MODES

PROGRAM = """
import logging, os, signal, sys
from balint_live.runtime import runtime
from balint_live.runtime.interface import Serving
mode = runtime(sys.argv[1])
mode.patch()
from balint_live.adapters.system import Log

class Clumsy:
    def __del__(self):
        raise ValueError("s3cret")

def breaks():
    raise KeyError("s3cret")

def listening(port):
    mode.spawn(breaks)
    mode.spawn(lambda: Clumsy() and None)
    logging.getLogger("a.library").warning("s3cret")
    mode.spawn(lambda: (mode.sleep(0.3), os.kill(os.getpid(), signal.SIGTERM)))

mode.serve(lambda *_: [], Serving("127.0.0.1", 0, 10, 0, listening, lambda: None, lambda _: None, Log().fault))
"""


@pytest.mark.parametrize("mode", MODES)
def test_a_fault_in_a_thread_is_reported_and_not_printed(tmp_path: Path, mode: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    ended = subprocess.run(
        [sys.executable, str(program), mode],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    faults = [json.loads(line) for line in ended.stderr.splitlines()]
    assert ended.returncode == 0
    assert sorted(fault["kind"] for fault in faults) == ["KeyError", "ValueError"]
    assert "s3cret" not in ended.stderr + ended.stdout


LOSES = """
import os, socket, sys
from balint_live.runtime import runtime
from balint_live.runtime.interface import ListenerLost, Serving
mode = runtime(sys.argv[1])
mode.patch()
from balint_live.adapters.system import Log

def listening(port):
    for name in os.listdir("/proc/self/fd"):
        try:
            line = socket.fromfd(int(name), socket.AF_INET, socket.SOCK_STREAM)
            if line.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                line.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

told = []
try:
    mode.serve(
        lambda *_: [], Serving("127.0.0.1", 0, 10, 0, listening, lambda: told.append(1), lambda _: None, Log().fault)
    )
except ListenerLost:
    sys.exit(10 + len(told))
"""


@pytest.mark.parametrize("mode", MODES)
def test_the_end_of_the_listener_is_the_end_of_the_server(tmp_path: Path, mode: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(LOSES)
    ended = subprocess.run(
        [sys.executable, str(program), mode],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 11, ended.stderr
    assert [json.loads(line)["event"] for line in ended.stderr.splitlines()] == ["fault"]
