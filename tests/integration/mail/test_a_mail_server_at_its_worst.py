"""Invitations, a mail server at its worst, and our process killed three times in the middle.

Everybody gets the message. Nobody gets it twice, but where the line broke after the text: there nobody can know, and the
second one has the Message-ID of the first.
"""

import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from bench.server import ROOT
from tests.integration.mail.post_box import Moods, PostBox

INVITED = 120
LEADER = "ana@example.org"
KILLED_AFTER = (20, 50, 80)
"""How many messages the server has taken when our process is killed."""
NEXT_YEAR = datetime.now(UTC) + timedelta(days=300)
PATIENCE = 150.0
AT_ITS_WORST = Moods(busy_first=10, busy=0.1, hung_up=0.03, lost=0.03)
CONFIG = """
[server]
public_url = "https://balint.example.org"
[mail]
host = "127.0.0.1"
port = {port}
security = "starttls"
username = "us"
password = "a password"
from_address = "balint@example.org"
timeout_seconds = 1
claim_seconds = 14
retry_seconds = 1
certificate_authority = "{authority}"
"""


def command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, str(ROOT / "app.py"), *words]


def ours(folder: Path) -> dict[str, str]:
    return {**os.environ, "BALINT_LIVE_CONFIG": str(folder / "config.toml")}


def run(folder: Path, *words: str) -> str:
    done = subprocess.run(
        command(folder, *words), cwd=folder, env=ours(folder), capture_output=True, text=True, check=True
    )
    return done.stdout


def worker(folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "worker.txt").open("ab") as words:
        return subprocess.Popen(
            command(folder, "worker"), cwd=folder, env=ours(folder), stdout=words, stderr=words
        )


def wait_until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def enrolled(folder: Path) -> list[str]:
    """Founds a group with everybody in it; their addresses."""
    people = [f"person{number}@example.org" for number in range(INVITED)]
    rows = "\n".join(f"Person {number};{address}" for number, address in enumerate(people))
    (folder / "list.csv").write_text(f"Name;E-Mail\n{rows}\n", encoding="utf-8")
    run(
        folder, "group", "add", "--name", "Tuesday", "--timezone", "Europe/London", "--contact", "f@example.org",
        "--leader", f"Ana <{LEADER}>", "--start", f"{NEXT_YEAR:%Y-%m-%d} 19:00", "--count", "1",
    )  # fmt: skip
    run(folder, "group", "import", "Tuesday", "list.csv")
    return people


@pytest.mark.timeout(400)
def test_everybody_gets_the_message_and_nobody_twice_without_need(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    certificate = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(certificate)
    with PostBox(AT_ITS_WORST, "starttls", certificate, {"us": "a password"}) as box:
        text = CONFIG.format(port=box.port, authority=tmp_path / "authority.pem")
        (tmp_path / "config.toml").write_text(text, encoding="utf-8")
        people = enrolled(tmp_path)
        everybody = {LEADER, *people}  # who is told that she leads the group
        queued = run(tmp_path, "invite", "Tuesday", "--no-wait")

        process = worker(tmp_path)
        for count in KILLED_AFTER:
            wait_until(lambda count=count: len(box.taken) >= count)  # type: ignore[misc]
            process.send_signal(signal.SIGKILL)
            process.wait()
            process = worker(tmp_path)
        wait_until(lambda: {one.recipient for one in box.taken} == everybody)
        settled = run(tmp_path, "invite", "Tuesday")
        process.terminate()

        assert queued == f"{INVITED} invitations are to be sent.\n"
        # Where the last mail is still being settled, a second line says how far it has got.
        assert settled.splitlines()[0] == "0 invitations are to be sent."
        assert process.wait() == 0
        taken = box.taken
    assert {one.recipient for one in taken} == everybody
    assert all(one.encrypted and one.username == "us" for one in taken)
    assert len({(one.recipient, one.message_id) for one in taken}) == len(everybody)
    twice = [one for one in everybody if sum(each.recipient == one for each in taken) > 1]
    unknowable = {one.recipient for one in taken if not one.answered}
    assert len(set(twice) - unknowable) <= len(
        KILLED_AFTER
    )  # killed between the answer and our writing it down
