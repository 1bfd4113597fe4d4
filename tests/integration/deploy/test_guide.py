"""What the operator copies out of the guides is right: settings that the application takes, and files that are there."""

import os
import re
import subprocess
import textwrap
import tomllib
from pathlib import Path

import pytest

from balint_live.config import from_settings
from bench.server import ROOT
from tests.integration.deploy.units import CONFIG, RELEASE, UNITS, Machine

GUIDES = [ROOT / "docs" / name for name in ("operating.md", "first-hour.md")]
_TOML = re.compile(r"^( *)```toml\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"\bdeploy/[\w@./*-]*\w")
_SYSTEMCTL, _NUMBER = (
    re.compile(r"systemctl (?:enable|disable|start|stop|restart)([^`\n]*)"),
    re.compile(r"@\d+"),
)
AS_ITS_ACCOUNT = "exec runuser -u balint-live -- env"


def copied() -> list[str]:
    return [textwrap.dedent(block) for guide in GUIDES for _, block in _TOML.findall(guide.read_text())]


@pytest.mark.parametrize("text", copied())
def test_settings_to_be_copied_are_taken(text: str) -> None:
    settings = tomllib.loads(text)
    assert from_settings(settings, "the guide").model_fields_set == set(settings)


def test_there_is_something_to_copy() -> None:
    assert len(copied()) == 3


def test_every_file_that_is_named_is_there() -> None:
    named = {name for guide in GUIDES for name in _FILE.findall(guide.read_text())}
    assert len(named) > 5
    assert [name for name in sorted(named) if not list(ROOT.glob(name))] == []


def test_every_unit_that_is_started_or_stopped_is_there() -> None:
    text = (ROOT / "docs" / "operating.md").read_text()
    named = {
        word for words in _SYSTEMCTL.findall(text) for word in words.split() if word.startswith("balint-")
    }
    files = {_NUMBER.sub("@", word) + ("" if "." in word else ".service") for word in named}
    assert len(files) == 4
    assert files - {each.name for each in UNITS.iterdir()} == set()


def test_a_command_of_the_application_works_from_any_folder(tmp_path: Path) -> None:
    """All of it but the change of account, for which there would have to be one."""
    machine = Machine(tmp_path / "machine", tmp_path / "config.toml")
    machine.install("1.0")
    machine.config.write_text(f'[data]\ndirectory = "{tmp_path}/data"\n')
    script = tmp_path / "balint-live"
    text = (ROOT / "deploy" / "balint-live").read_text()
    assert AS_ITS_ACCOUNT in text
    for shipped, ours in (
        (AS_ITS_ACCOUNT, "exec env"),
        (RELEASE, str(machine.current)),
        (CONFIG, str(machine.config)),
    ):
        text = text.replace(shipped, ours)
    script.write_text(text)

    done = subprocess.run(
        ["/bin/sh", script, "check"], cwd=os.sep, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout.splitlines()[-1] == f"Mail: no server named; e-mails are put into {tmp_path}/data/outbox."
    )
