"""The promise, while it could be broken: a session runs, somebody presents, times are changed, and all is exported."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.integration.contract.front_door import FrontDoor
from tests.integration.database.cast import CARLA, CATALOGUE, DAN, THIRD, at
from tests.integration.exports.held_session import Leading, come, signed_in

EXPORT = "/groups/tuesday/export"
ADJUSTED = 613
"""Seconds nobody would come upon by chance."""
LENGTH = (CATALOGUE.protocols["abs60"].steps[4].planned.seconds + ADJUSTED) * 1_000_000
"""What the clock of the fifth step says then, as it is stored."""
STEPS = [step.phase for step in CATALOGUE.protocols["abs60"].steps]
TELLING = [
    "presenter",
    *(phase.id for phase in STEPS if len(phase.id) > 4),
    *(phase.name for phase in STEPS),
    *("phase", "position", "revision", "countdown", "signal", "undo"),
]


@pytest.fixture
def running(door: FrontDoor) -> FrontDoor:
    """In the fifth step Carla presents; then it is exported, with everything still in place."""
    come(door, CARLA, DAN)
    leading = Leading(door)
    leading.command("meeting.open")
    for minutes in (3, 6, 9):
        door.clock.set(at(minutes))
        leading.command("phase.next")
    leading.command("presenter.set", person="carla")
    door.clock.set(at(14))
    leading.command("phase.next")
    leading.command("timer.adjust", seconds=ADJUSTED)
    seen = leading.snapshot()
    assert (seen["presenter"], seen["position"], seen["lastMove"]["type"]) == ("carla", 5, "timer.adjust")
    assert str(LENGTH) in str(door.rows("SELECT countdowns FROM live_meetings"))
    return door


def files(door: FrontDoor) -> dict[str, str]:
    """Every file there is, as text."""
    ana = signed_in(door)
    workbook = ana.get(f"{EXPORT}/attendance.xlsx").body
    with ZipFile(BytesIO(workbook)) as archive:
        sheets = "\n".join(archive.read(name).decode() for name in archive.namelist())
    return {
        "attendance.csv": ana.get(f"{EXPORT}/attendance.csv").text,
        "attendance.xlsx": sheets,
        "absences.csv": ana.get(f"{EXPORT}/absences.csv").text,
        "carla": door.browser().get(f"{door.personal('join', CARLA)}/record.json").text,
        "dan": door.browser().get(f"{door.personal('join', DAN)}/record.json").text,
    }


def test_the_files_are_about_the_running_session(running: FrontDoor) -> None:
    """Or the tests below would pass over files that hold nothing."""
    told = files(running)

    assert [name for name, text in told.items() if THIRD in text] == [
        "attendance.csv",
        "attendance.xlsx",
        "carla",
        "dan",
    ]


def test_no_file_tells_who_presents_or_how_the_session_goes(running: FrontDoor) -> None:
    told = {name: text.lower() for name, text in files(running).items()}

    assert [(name, word) for name, text in told.items() for word in TELLING if word.lower() in text] == []
    assert [name for name, text in told.items() if str(LENGTH) in text or str(ADJUSTED) in text] == []


def test_the_presenters_record_differs_from_anothers_in_nothing_but_who_they_are(running: FrontDoor) -> None:
    told = files(running)

    def nobodys(name: str) -> object:
        text = re.sub(rf"\b{name}\b", "somebody", told[name], flags=re.IGNORECASE)
        return [
            {**table, "rows": [{**row, "id": 0} for row in table["rows"]]}
            for table in json.loads(text)["stored"]
        ]

    assert nobodys("carla") == nobodys("dan")
