"""Dockerfile and compose file, read and not run: what is installed, as whom it runs, who can reach what, what is kept."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from balint_live.config import Config, from_settings
from bench.server import ROOT, free_port
from tests.integration.deploy.upstream import upstreams
from tests.integration.live.served import STOP_WITHIN

DOCKER = ROOT / "deploy" / "docker"
OURS = ("app1", "app2", "worker", "schema")
A_SECTION, A_SETTING = re.compile(r"^\[(\w+)\]$"), re.compile(r"^# (\w+) = ")


@pytest.fixture(scope="module")
def dockerfile() -> list[str]:
    """One instruction a line."""
    text = (DOCKER / "Dockerfile").read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = compose()["services"]
    return found


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    return tomllib.loads((DOCKER / "config.toml").read_text())


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text())
    return found


def last(dockerfile: list[str], word: str) -> str:
    """What the image that is run says last by this instruction."""
    return next(
        line.removeprefix(f"{word} ").strip() for line in reversed(dockerfile) if line.startswith(word)
    )


def test_libraries_are_installed_by_their_hashes_and_nothing_runs_as_root(dockerfile: list[str]) -> None:
    installing = [line for line in dockerfile if "pip install" in line]
    assert len(installing) == 1
    assert "--require-hashes --requirement /run.txt" in installing[0]
    assert "COPY requirements/run.txt /run.txt" in dockerfile
    assert last(dockerfile, "USER") == "balint-live"
    assert last(dockerfile, "ENTRYPOINT") == '["python", "app.py"]'  # no shell between: SIGTERM arrives


def test_the_image_holds_the_application_and_nothing_else(dockerfile: list[str]) -> None:
    copied = {line.split()[1] for line in dockerfile if line.startswith("COPY ") and "--from" not in line}
    ignore = (DOCKER / "Dockerfile.dockerignore").read_text().splitlines()
    let_in = {line[1:] for line in ignore if line.startswith("!")}

    assert copied == let_in == {"app.py", "balint_live", "static", "templates", "requirements/run.txt"}
    assert [path for path in copied if not (ROOT / path).exists()] == []
    assert ignore[1] == "*"


def test_the_health_check_says_what_healthz_says(dockerfile: list[str]) -> None:
    said = re.search(r'CMD \["python", "-c", "(.*)"\]', last(dockerfile, "HEALTHCHECK"))
    assert said is not None
    with upstreams("well") as [well]:
        checks = [said[1].replace(":8000", f":{port}") for port in (well.port, free_port())]
        ended = [
            subprocess.run([sys.executable, "-c", each], capture_output=True, check=False) for each in checks
        ]
    assert [each.returncode for each in ended] == [0, 1]
    assert [path for path, _ in well.heads] == ["/healthz"]


def test_every_setting_is_one_there_is(settings: dict[str, Any]) -> None:
    known: set[tuple[str, str]] = set()
    section = ""
    for line in (ROOT / "config.example.toml").read_text().splitlines():
        if found := A_SECTION.match(line):
            section = found[1]
        elif found := A_SETTING.match(line):
            known.add((section, found[1]))

    assert {(section, name) for section, each in settings.items() for name in each} - known == set()


def test_the_application_takes_the_settings(settings: dict[str, Any]) -> None:
    config = from_settings(settings, "deploy/docker/config.toml")
    assert (config.server.host, config.server.port, config.server.proxies) == ("0.0.0.0", 8000, 1)
    assert (config.embedded, config.mail.send_from_server) == (False, False)
    assert config.public_url == "https://localhost"


def test_every_process_of_ours_has_the_same_settings_and_data(
    services: dict[str, Any], settings: dict[str, Any], dockerfile: list[str]
) -> None:
    config = Config.model_validate({"data": settings["data"]})
    [environment] = [line for line in dockerfile if line.startswith("ENV ")]
    for name in OURS:
        service = services[name]
        assert service["volumes"] == [f"data:{config.data.directory}"]
        assert service["configs"] == [{"source": "balint-live", "target": "/etc/balint-live/config.toml"}]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert "BALINT_LIVE_CONFIG=/etc/balint-live/config.toml" in environment
    assert (DOCKER / compose()["configs"]["balint-live"]["file"]).exists()
    assert [services[name]["command"] for name in OURS] == [
        ["serve"],
        ["serve"],
        ["worker"],
        ["db", "upgrade"],
    ]


def test_the_database_is_up_to_date_before_anybody_asks_it(services: dict[str, Any]) -> None:
    for name in ("app1", "app2", "worker"):
        assert services[name]["depends_on"]["schema"] == {"condition": "service_completed_successfully"}
    assert services["schema"]["depends_on"] == {"database": {"condition": "service_healthy"}}


def test_only_the_proxy_can_be_reached_from_outside(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert [services[name]["networks"] for name in ("database", "valkey")] == [["inside"], ["inside"]]
    assert compose()["networks"]["inside"] == {"internal": True}


def test_the_proxy_asks_the_processes_there_are(services: dict[str, Any], settings: dict[str, Any]) -> None:
    asked = services["proxy"]["environment"]["BALINT_PROCESSES"].split()
    assert asked == [f"{name}:{settings['server']['port']}" for name in ("app1", "app2")]
    assert services["proxy"]["volumes"][0] == "../Caddyfile:/etc/caddy/Caddyfile:ro"
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text()
    for name in ("BALINT_SITE", "BALINT_PROCESSES"):
        assert name in services["proxy"]["environment"]
        assert f"{{${name}:" in caddyfile


def test_the_addresses_in_the_settings_are_services_and_no_password_stands_there(
    services: dict[str, Any], settings: dict[str, Any]
) -> None:
    assert settings["database"]["url"] == "postgresql+psycopg2://balint@database/balint"
    assert 'url = "redis://valkey:6379/0"' in (DOCKER / "config.toml").read_text()
    assert {"database", "valkey"} <= set(services)
    given = [services[name]["environment"]["PGPASSWORD"] for name in OURS]
    assert {*given} == {services["database"]["environment"]["POSTGRES_PASSWORD"]}


def test_what_is_only_in_memory_is_written_nowhere(services: dict[str, Any]) -> None:
    words = services["valkey"]["command"]
    assert words[:5] == ["valkey-server", "--save", "", "--appendonly", "no"]
    assert (services["valkey"]["read_only"], services["valkey"]["tmpfs"]) == (True, ["/data"])
    assert "volumes" not in services["valkey"]


def test_each_has_time_to_stop(services: dict[str, Any]) -> None:
    for name in ("app1", "app2"):
        assert seconds(services[name]["stop_grace_period"]) > STOP_WITHIN
    assert seconds(services["worker"]["stop_grace_period"]) > 2 * Config().mail.timeout_seconds


def seconds(length: str) -> int:
    return int(length.removesuffix("s"))


def test_one_command_in_the_projects_folder_starts_all_of_it() -> None:
    included = yaml.safe_load((ROOT / "compose.yaml").read_text())["include"]
    assert [Path(ROOT, each) for each in included] == [DOCKER / "compose.yaml"]
