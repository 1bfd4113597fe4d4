import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from balint_live.adapters.redis.link import RedisLink
from balint_live.cli import main

SECRET = "x" * 32


@pytest.fixture(autouse=True)
def working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BALINT_LIVE_CONFIG", raising=False)
    return tmp_path


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def configured(text: str) -> str:
    Path("our.toml").write_text(text, encoding="utf-8")
    return "our.toml"


def commands(group: click.Group, *path: str) -> list[tuple[str, ...]]:
    """Every command that can be given, as words."""
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        found.append((*path, name))
        if isinstance(command, click.Group):
            found += commands(command, *path, name)
    return found


def test_the_commands_are_these() -> None:
    assert sorted(" ".join(words) for words in commands(main)) == [
        "check",
        "cluster",
        "db",
        "db backup",
        "db restore",
        "db upgrade",
        "demo",
        "export",
        "group",
        "group add",
        "group delete",
        "group import",
        "group list",
        "invite",
        "leader",
        "leader add",
        "leader demote",
        "leader remove",
        "purge",
        "serve",
        "worker",
        "zoom",
        "zoom check",
    ]


@pytest.mark.parametrize("command", [(), *commands(main)], ids=" ".join)
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    result = run(*command, "--help")

    assert (result.exit_code, result.stderr, result.output.startswith("Usage: ")) == (0, "", True)


@pytest.mark.parametrize("command", [("serve",), ("db", "upgrade")], ids=" ".join)
def test_a_wrong_configuration_lists_its_mistakes_and_starts_nothing(
    working_directory: Path, command: tuple[str, ...]
) -> None:
    result = run(*command, "--config", configured("[server]\nprot = 1\nport = -1"))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "our.toml: server.port: Input should be greater than or equal to 0",
        "our.toml: server.prot: there is no such setting; did you mean server.port?",
    ]
    assert [each.name for each in working_directory.iterdir()] == ["our.toml"]


def test_the_demo_reads_the_working_directorys_configuration_too(working_directory: Path) -> None:
    Path("config.toml").write_text("surplus = 1", encoding="utf-8")
    result = run("demo", "--data", "somewhere")

    assert (result.exit_code, result.stderr) == (2, "config.toml: surplus: there is no such setting\n")
    assert [each.name for each in working_directory.iterdir()] == ["config.toml"]


def test_upgrading_says_what_it_did(working_directory: Path) -> None:
    first, second = run("db", "upgrade"), run("db", "upgrade")

    assert [(each.exit_code, each.output) for each in (first, second)] == [
        (0, "The database was brought up to date.\n"),
        (0, "The database was up to date already.\n"),
    ]
    assert sorted(each.name for each in Path("data").iterdir()) == ["balint-live.sqlite3", "secret"]
    assert oct(Path("data").stat().st_mode & 0o777) == "0o700"


def test_a_database_of_ones_own_is_not_migrated_by_serving() -> None:
    config = configured(
        f'[database]\nurl = "sqlite+pysqlite:///own.sqlite3"\n[security]\nsecret = "{SECRET}"'
    )
    result = run("serve", "--config", config)

    assert (result.exit_code, result.output) == (
        2,
        "Error: The database is not up to date. Run `python app.py db upgrade` first.\n",
    )


def test_a_database_of_a_newer_version_is_not_served(tmp_path: Path) -> None:
    config = configured(
        f'[database]\nurl = "sqlite+pysqlite:///own.sqlite3"\n[security]\nsecret = "{SECRET}"'
    )
    assert run("db", "upgrade", "--config", config).exit_code == 0
    with closing(sqlite3.connect("own.sqlite3")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    result = run("serve", "--config", config)

    assert (result.exit_code, result.output) == (
        2,
        "Error: The database was made by a newer version of this program. Start that one.\n",
    )


def test_a_redis_that_does_not_answer_is_one_line_and_names_no_password() -> None:
    trouble = RedisLink("redis://:hush@127.0.0.1:1/0", SECRET)

    assert (trouble.place, trouble.trouble()) == ("127.0.0.1:1", "does not answer")


@pytest.mark.parametrize(("command", "status"), [(("serve",), 2), (("db", "upgrade"), 1)])
def test_a_database_that_does_not_answer_is_one_line(command: tuple[str, ...], status: int) -> None:
    config = configured(
        f'[database]\nurl = "postgresql+psycopg2://x:hush@127.0.0.1:1/x"\n[security]\nsecret = "{SECRET}"'
    )
    result = run(*command, "--config", config)

    assert (result.exit_code, result.output) == (
        status,
        "Error: The database did not answer (no connection, or it is locked).\n",
    )


def test_a_data_directory_that_cannot_be_made_is_one_line() -> None:
    Path("data").write_text("a file", encoding="utf-8")
    result = run("db", "upgrade")

    assert (result.exit_code, result.output) == (1, "Error: data: File exists.\n")


@pytest.mark.parametrize(
    "arguments",
    [("--groups", "0"), ("--port", "x"), ("--registrants", "-1"), ("--surplus",), ("--host", "203.0.113.1")],
    ids=" ".join,
)
def test_a_demo_that_cannot_be_is_refused(working_directory: Path, arguments: tuple[str, ...]) -> None:
    assert run("demo", *arguments).exit_code == 2
    assert list(working_directory.iterdir()) == []


@pytest.mark.parametrize("given", [[], ["--port", "{}"]], ids=["configured", "given"])
def test_a_port_that_is_taken_is_one_line(taken_port: int, given: list[str]) -> None:
    config = configured("" if given else f"[server]\nport = {taken_port}")
    result = run("serve", "--config", config, *(each.format(taken_port) for each in given))

    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        f"Error: Something else is already serving at 127.0.0.1:{taken_port}.\n",
    )
