"""`/verify`: code and name together show what the statement says; everything else gets one vague answer, and a pause."""

import re
from collections.abc import Sequence

import pytest

from balint_live.domain.names import in_blocks
from balint_live.domain.roll import CorrectionReason
from tests.integration.contract.front_door import Browser, FrontDoor
from tests.integration.contract.held import HOUR, attendance_service, held
from tests.integration.database.cast import ANA, CARLA, START, THIRD
from tests.integration.groups.page import parsed
from tests.integration.live.person import Answer

UNKNOWN = "ZZZZ9999ZZZZ"
VAGUE = "We have no statement with this code and this name."
VARIES = re.compile(r'(name="(?:csrf_token|code|name)"\s+value=)"[^"]*"')


@pytest.fixture
def code(door: FrontDoor) -> str:
    """Of Carla's statement."""
    held(door)
    return given_out(door)


def given_out(door: FrontDoor) -> str:
    browser, carlas = door.browser(), f"{door.personal('join', CARLA)}/record"
    proof = browser.get("/verify").form["csrf_token"]
    assert browser.send(f"{carlas}/statements", csrf_token=proof).status == 303
    return str(door.rows("SELECT code FROM statements WHERE replaced_at IS NULL")[0][0])


def typed(browser: Browser, pairs: Sequence[tuple[str, str]]) -> list[Answer]:
    return [browser.post("/verify", code=code, name=name) for code, name in pairs]


def read(answer: Answer) -> str:
    return parsed(answer.text).all("main")[0].text


def test_both_right_show_what_it_says(door: FrontDoor, code: str) -> None:
    [answer] = typed(door.browser(), [(code, "Carla")])

    assert answer.status == 200
    assert read(answer) == (
        "We issued this statement "
        "It says exactly what is shown below. "
        "If your paper says something else, it was changed after we issued it. "
        "Name Carla Organisation Tuesday evening group Live online group Tuesday evening group "
        f"Date of issue Thursday 5 March 2026 Code of this statement {in_blocks(code)} "
        "Sessions What it says of each session No. Date Held, time in London Minutes scheduled Minutes attended "
        "3 Thursday 5 March 2026 19:00–20:00 in London Minutes scheduled: 60 Minutes attended: 60 "
        "Total Minutes scheduled: 60 Minutes attended: 60 "
        "Credits AMA PRA Category 1 1.00 Designated for 1 credit. "
        "It can be verified here until Friday 12 March 2032. "
        "Verify another statement"
    )


def test_however_they_are_typed(door: FrontDoor, code: str) -> None:
    pairs = [(in_blocks(code).lower(), "CARLA"), (f" {in_blocks(code)} ", " car la ")]

    assert [each.status for each in typed(door.browser(), pairs)] == [200, 200]


def test_every_wrong_pair_gets_the_same_answer(door: FrontDoor, code: str) -> None:
    """A wrong name, a wrong code, no code at all, and the code of a statement that is no longer kept."""
    pairs = [
        (code, "Dan"),
        (code, ""),
        (UNKNOWN, "Carla"),
        ("", ""),
        ("no code", "Carla"),
        ("x" * 200, "y" * 500),
    ]
    answers = typed(door.browser(), pairs)
    door.change("UPDATE statements SET kept_until = :now", now=door.clock.now())
    answers += typed(door.browser(), [(code, "Carla")])

    assert {each.status for each in answers} == {404}
    assert len({VARIES.sub("", each.text) for each in answers}) == 1
    assert VAGUE in read(answers[0])


def test_a_replaced_one_says_since_when(door: FrontDoor, code: str) -> None:
    span, half = (START, START + HOUR), (START, START + HOUR / 2)
    door.clock.wait(minutes=60 * 24)
    attendance_service(door).correct(
        ANA, "tuesday", THIRD, "carla", (span,), (half,), CorrectionReason.LEADER_ERROR
    )
    newer = given_out(door)
    old, new = (read(each) for each in typed(door.browser(), [(code, "Carla"), (newer, "Carla")]))

    assert "It is no longer valid: a newer statement replaced it on Friday 6 March 2026." in old
    assert [re.findall(r"Minutes attended: (\d+)", each) for each in (old, new)] == [
        ["60", "60"],
        ["30", "30"],
    ]
    assert "It is no longer valid" not in new


def test_it_stays_as_it_was_when_the_group_is_renamed(door: FrontDoor, code: str) -> None:
    door.change(
        "UPDATE groups SET name = 'Another group', society = 'Another society', timezone = 'Asia/Tokyo'"
    )
    [answer] = typed(door.browser(), [(code, "Carla")])

    assert "Live online group Tuesday evening group" in read(answer)
    assert "Held, time in London" in read(answer)
    assert re.findall(r"Another (?:group|society)|Tokyo", answer.text) == []


def test_it_survives_the_person_and_even_the_group(door: FrontDoor, code: str) -> None:
    [before] = typed(door.browser(), [(code, "Carla")])
    door.change("DELETE FROM registrants WHERE id = 'carla'")
    [after] = typed(door.browser(), [(code, "Carla")])
    door.change("DELETE FROM groups WHERE id = 'tuesday'")
    [at_last] = typed(door.browser(), [(code, "Carla")])

    assert door.rows("SELECT registrant_id, group_id, meeting_id FROM statements") == [(None, None, None)]
    assert read(before) == read(after) == read(at_last)


def test_it_tells_nothing_beyond_the_paper(door: FrontDoor, code: str) -> None:
    html = typed(door.browser(), [(code, "Carla")])[0].text

    assert re.findall(r"carla@example\.org|\b(?:Dan|Otto|Ana|Ben|carla|tuesday)\b", html) == []


def test_looking_and_verifying_change_nothing(door: FrontDoor, code: str) -> None:
    before = door.everything()
    browser = door.browser()
    typed(browser, [(code, "Carla"), (UNKNOWN, "Carla")])

    assert (browser.who, door.everything()) == (None, before)


def test_what_was_typed_stays_in_the_fields(door: FrontDoor, code: str) -> None:
    [answer] = typed(door.browser(), [("acde-2347", 'D"an')])

    assert re.findall(r'value="(acde-2347|D&#34;an)"', answer.text) == ["acde-2347", "D&#34;an"]


def test_ten_wrong_ones_and_then_a_pause_even_for_the_right_one(door: FrontDoor, code: str) -> None:
    answers = typed(door.browser(), [(UNKNOWN, "Carla")] * 10 + [(code, "Carla")])

    assert [each.status for each in answers] == [404] * 10 + [429]
    assert "Please wait a minute, then try again." in read(answers[-1])


def test_right_ones_cost_nothing(door: FrontDoor, code: str) -> None:
    right, wrong = (code, "Carla"), (code, "Dan")
    answers = typed(door.browser(), [right] * 12 + [wrong] * 9 + [right])

    assert [each.status for each in answers] == [200] * 12 + [404] * 9 + [200]
