"""`export`: data on standard output or in a file of its owner's, and one line about it beside them."""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from stat import S_IMODE

import pandas
import pytest
from click.testing import CliRunner, Result

from balint_live.cli import main
from tests.integration.contract.front_door import FrontDoor
from tests.integration.exports.held_session import hold

TO_STDOUT = "The attendance of Tuesday evening group was written to standard output (CSV).\n"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database in which the third session was held; nothing here changes it."""
    door = FrontDoor(tmp_path_factory.mktemp("held"), demo=True)
    hold(door)
    yield f"sqlite+pysqlite:///{door.config.database_at}"
    door.database.dispose()


@pytest.fixture(autouse=True)
def folder(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where whoever runs the server stands."""
    text = f'[database]\nurl = "{database}"\n[security]\nsecret = "{"s" * 32}"\n'
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BALINT_LIVE_CONFIG", raising=False)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["export", *words])


def exported(*words: str) -> str:
    """Into a file; what was said."""
    result = run(*words)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def test_printed_the_data_are_alone_on_standard_output() -> None:
    result = run("tuesday")

    assert (result.exit_code, result.stderr) == (0, TO_STDOUT)
    assert [row["record_id"] for row in rows(result.stdout)] == ["third-carla", "third-dan", "third-otto"]


def test_into_a_file_for_its_owner_only() -> None:
    said = exported("Tuesday evening group", "--output", "attendance.csv")

    assert said == "The attendance of Tuesday evening group was written to attendance.csv (CSV).\n"
    assert S_IMODE(Path("attendance.csv").stat().st_mode) == 0o600
    assert Path("attendance.csv").read_bytes().startswith(b"\xef\xbb\xbfrecord_id,organisation,")


def test_a_file_that_is_there_is_left_alone_unless_forced() -> None:
    file = Path("attendance.csv")
    file.write_text("mine " * 10_000, encoding="utf-8")
    file.chmod(0o644)

    refused = run("tuesday", "--output", "attendance.csv")
    kept = file.read_text(encoding="utf-8")
    exported("tuesday", "--output", "attendance.csv", "--force")

    assert (refused.exit_code, refused.stderr) == (
        1,
        "Error: attendance.csv is there already; --force replaces it.\n",
    )
    assert kept == "mine " * 10_000
    assert len(rows(file.read_text(encoding="utf-8"))) == 3
    assert S_IMODE(file.stat().st_mode) == 0o600


def test_what_the_file_is_called_says_the_format() -> None:
    exported("tuesday", "--output", "attendance.xlsx")

    sheets = pandas.read_excel("attendance.xlsx", engine="calamine", sheet_name=None)

    assert {title: len(frame) for title, frame in sheets.items()} == {"Attendance": 3, "Series": 3}


def test_the_groups_whole_record_as_json() -> None:
    told = json.loads(run("tuesday", "--format", "json").stdout)

    assert {part: len(told[part]) for part in ("attendance", "series", "absences")} == {
        "attendance": 3,
        "series": 3,
        "absences": 2,
    }
    assert [(row["name"], row["absent"], row["minutes_missed"]) for row in told["absences"]] == [
        ("Carla", "part", 10),
        ("Otto", "all", 60),
    ]


def test_the_absences_alone() -> None:
    result = run("tuesday", "--what", "absences")
    told = json.loads(run("tuesday", "--what", "absences", "--format", "json").stdout)

    assert [row["name"] for row in rows(result.stdout)] == ["Carla", "Otto"]
    assert sorted(told) == ["absences", "activity_id", "activity_title", "export_version", "exported_at"]


@pytest.mark.parametrize("person", ["carla", "carla@example.org", " Carla@Example.org "])
def test_everything_stored_about_one_person(person: str) -> None:
    result = run("tuesday", "--format", "json", "--person", person)
    told = json.loads(result.stdout)

    assert result.stderr == "Everything stored about Carla was written to standard output (JSON).\n"
    assert {table["table"]: len(table["rows"]) for table in told["stored"] if table["rows"]} == {
        "registrants": 1,
        "acknowledgements": 1,
        "attendance_marks": 1,
        "corrections": 1,
        "presence_intervals": 1,
        "roll_entries": 1,
    }


def test_one_persons_rows_alone() -> None:
    result = run("tuesday", "--person", "dan")
    absences = run("tuesday", "--person", "dan", "--what", "absences", "--format", "json")

    assert [row["participant_id"] for row in rows(result.stdout)] == ["dan"]
    assert result.stderr == "The attendance of Dan was written to standard output (CSV).\n"
    assert json.loads(absences.stdout)["absences"] == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["Friday"], "There is no group called Friday. `group list` shows them."),
        (["tuesday", "--person", "finn"], "There is nobody called finn in Tuesday evening group."),
        (["tuesday", "--person", ""], "There is nobody called  in Tuesday evening group."),
        (["tuesday", "--format", "pdf"], "There is no format called pdf. There are: csv, xlsx, json."),
        (["tuesday", "--what", "cases"], "There is no list called cases. There are: attendance, absences."),
        (["tuesday", "--output", "nowhere/a.csv"], "nowhere/a.csv: No such file or directory."),
    ],
)
def test_what_cannot_be_is_said_in_one_line_and_writes_nothing(words: list[str], why: str) -> None:
    before = sorted(Path().iterdir())

    result = run(*words)

    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"Error: {why}\n")
    assert sorted(Path().iterdir()) == before
