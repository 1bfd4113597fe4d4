"""systemd's units: systemd finds nothing wrong with them, little is open to them, and what they start works.

The upgrade's test runs the server's own unit; here are the others.
"""

import os
import shlex
import signal
import subprocess
import time
from pathlib import Path

import pytest

from balint_live.config import Config
from balint_live.runtime.interface import SPARE
from tests.integration.deploy.units import RELEASE, UNITS, Machine, command, settings
from tests.integration.live.served import START_WITHIN, STOP_WITHIN, Served
from tests.required_tools import require

SERVE, WORKER, BACKUP = "balint-live@.service", "balint-live-worker.service", "balint-live-backup.service"
SERVICES = (SERVE, WORKER, BACKUP)
A_WEEK_S = 7 * 24 * 3600


@pytest.fixture
def computer(tmp_path: Path) -> Machine:
    """A release in its folder, and an installation's configuration and data."""
    made = Machine(tmp_path / "machine", tmp_path / "served" / "config.toml")
    made.install("1.0")
    demo = Served(tmp_path / "served", settings={"data": {"directory": str(tmp_path / "served" / "data")}})
    demo.start().stop()
    return made


def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    program = require("systemd_analyze")
    for unit in (*UNITS.glob("*.service"), *UNITS.glob("*.timer"), *UNITS.glob("*.target")):
        (tmp_path / unit.name.replace("@.", "@8001.")).write_text(unit.read_text())
        (tmp_path / unit.name).write_text(unit.read_text())
    units = sorted(each for each in tmp_path.iterdir() if "@." not in each.name)

    done = subprocess.run([program, "verify", *units], capture_output=True, text=True, check=False)
    assert len(units) == 5
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", SERVICES)
def test_little_is_open_to_a_service(unit: str) -> None:
    """systemd's own figure is 10 for a service that may do anything."""
    words = ["security", "--offline=yes", "--no-pager", "--threshold=15", str(UNITS / unit)]
    done = subprocess.run([require("systemd_analyze"), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-300:]


@pytest.mark.parametrize("unit", SERVICES)
def test_data_are_for_the_service_alone(unit: str) -> None:
    found = settings(unit)
    assert [
        found[name] for name in ("User", "StateDirectory", "StateDirectoryMode", "UMask", "WorkingDirectory")
    ] == [["balint-live"], ["balint-live"], ["0700"], ["0077"], [RELEASE]]


def test_the_server_may_open_a_file_for_each_page_and_has_time_to_take_its_leave() -> None:
    found = settings(SERVE)
    assert int(found["LimitNOFILE"][0]) >= Config().server.max_connections + SPARE
    assert int(found["TimeoutStopSec"][0]) > STOP_WITHIN
    assert (found["Restart"], found["KillMode"]) == (["always"], ["mixed"])


def test_a_worker_has_time_for_the_mail_it_is_sending() -> None:
    assert int(settings(WORKER)["TimeoutStopSec"][0]) > 2 * Config().mail.timeout_seconds


def test_the_worker_delivers_until_it_is_told_to_stop(computer: Machine) -> None:
    words = command(WORKER, computer.config)
    surroundings = dict(os.environ) | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        words, cwd=computer.current, stdout=subprocess.PIPE, text=True, env=surroundings
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Delivering e-mail.\n"
        process.send_signal(signal.SIGTERM)
        assert process.stdout.read() == "Stopped.\n"
        assert process.wait(START_WITHIN) == 0


def test_a_backup_is_made_and_those_of_last_week_go(computer: Machine) -> None:
    state = computer.folder / "state"
    state.mkdir()
    backups = state / "backups"
    backups.mkdir()
    for name, days in (("old.backup", 9), ("recent.backup", 5), ("old.txt", 9)):
        (backups / name).write_text("")
        moment = time.time() - days * A_WEEK_S / 7
        os.utime(backups / name, (moment, moment))

    for words in (
        *lines("ExecStartPre", state),
        command(BACKUP, computer.config),
        *lines("ExecStartPost", state),
    ):
        subprocess.run(
            words,
            cwd=computer.current,
            env=dict(os.environ) | {"STATE_DIRECTORY": str(state)},
            check=True,
            capture_output=True,
        )
    made = {each.name: each for each in backups.iterdir()}
    assert {"recent.backup", "old.txt"} < set(made)
    [new] = set(made) - {"recent.backup", "old.txt"}
    assert new.endswith(".backup")
    assert made[new].stat().st_size > 0


def lines(name: str, state: Path) -> list[list[str]]:
    """The other commands of the backup, with what systemd puts in."""
    found = settings(BACKUP)[name]
    return [shlex.split(line.replace("${STATE_DIRECTORY}", str(state))) for line in found]
