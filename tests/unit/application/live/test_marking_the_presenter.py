"""Who presents is said by a leader, or by the one who does; it is known in memory and stands in nothing that is saved."""

import pytest

from balint_live.application.live.commands import Answer, ClearPresenter, NextPhase, SetPresenter
from balint_live.domain.errors import Code
from tests.cast import ANA, BEN, LENA, MIRIAM, OLGA, TOM, Persona
from tests.live_session import CASE_CALL, DISCUSSION, LiveSession


def in_step(position: int = CASE_CALL, presenter: Persona | None = None) -> LiveSession:
    live = LiveSession()
    live.reaches(position, presenter)
    return live


def test_a_leader_marks_somebody() -> None:
    live = in_step()
    assert live.sends(ANA, SetPresenter, person=MIRIAM.id) == Answer(True, 3)
    views = live.views()
    assert views.leaders["presenter"] == live.room.presenter == MIRIAM.id
    assert views.presenter is not None
    assert (views.presenter[0], views.presenter[1]["you_present"]) == (MIRIAM.id, True)


def test_a_leader_marks_somebody_else_instead() -> None:
    live = in_step(presenter=MIRIAM)
    assert live.sends(BEN, SetPresenter, person=TOM.id).ok
    assert live.room.presenter == TOM.id


@pytest.mark.parametrize("person", [MIRIAM.id, ANA.id, OLGA.id, "charlie", ""])
def test_the_one_marked_already_leaders_observers_and_strangers_cannot_be_marked(person: str) -> None:
    live = in_step(presenter=MIRIAM)
    answer = live.sends(ANA, SetPresenter, person=person)
    assert (answer.ok, answer.code, answer.revision) == (False, Code.INVALID, 3)
    assert live.room.presenter == MIRIAM.id


def test_a_leader_clears_the_mark() -> None:
    live = in_step(presenter=MIRIAM)
    assert live.sends(BEN, ClearPresenter) == Answer(True, 4)
    assert (live.room.presenter, live.views().presenter) == (None, None)


def test_there_must_be_one_to_clear() -> None:
    answer = in_step().sends(ANA, ClearPresenter)
    assert (answer.ok, answer.code) == (False, Code.INVALID)


def test_a_participant_offers_and_takes_it_back() -> None:
    live = in_step()
    assert live.sends(MIRIAM, SetPresenter, person=MIRIAM.id) == Answer(True, 3)
    assert live.room.presenter == MIRIAM.id
    assert live.sends(MIRIAM, ClearPresenter) == Answer(True, 4)
    assert live.room.presenter is None


def test_nobody_offers_somebody_else() -> None:
    live = in_step()
    assert live.sends(MIRIAM, SetPresenter, person=TOM.id).code == Code.NOT_ALLOWED
    assert live.room.presenter is None


def test_nobody_takes_the_place_of_another() -> None:
    live = in_step(presenter=MIRIAM)
    assert live.sends(TOM, SetPresenter, person=TOM.id).code == Code.NOT_ALLOWED
    assert live.sends(TOM, ClearPresenter).code == Code.NOT_ALLOWED
    assert live.room.presenter == MIRIAM.id


@pytest.mark.parametrize("person", [OLGA.id, MIRIAM.id])
def test_an_observer_marks_nobody(person: str) -> None:
    live = in_step()
    assert live.sends(OLGA, SetPresenter, person=person).code == Code.NOT_ALLOWED
    assert live.sends(OLGA, ClearPresenter).code == Code.NOT_ALLOWED
    assert live.room.presenter is None


def test_after_a_restart_the_presenters_page_announces_itself_again() -> None:
    live = in_step(DISCUSSION, presenter=MIRIAM)
    live.restart()
    assert live.views().leaders["presenter"] is None
    assert live.sends(MIRIAM, SetPresenter, person=MIRIAM.id) == Answer(True, 4)
    assert live.views().leaders["presenter"] == MIRIAM.id


def test_a_second_announcement_of_the_same_page_changes_nothing() -> None:
    live = in_step(DISCUSSION, presenter=MIRIAM)
    answer = live.sends(MIRIAM, SetPresenter, person=MIRIAM.id)
    assert (answer.ok, answer.code, live.room.presenter) == (False, Code.INVALID, MIRIAM.id)


def test_the_mark_raises_the_revision_and_is_in_nothing_that_was_saved() -> None:
    marked, unmarked = in_step(presenter=LENA), in_step()
    unmarked.sends(ANA, NextPhase)
    marked.sends(ANA, NextPhase)
    assert marked.meeting.revision == unmarked.meeting.revision + 1
    assert marked.meeting.progress == unmarked.meeting.progress
    assert LENA.id not in repr(marked.meetings.saved)
