"""Which of a phase's texts a person reads follows from the step, their role, and whether they present."""

import pytest

from balint_live.application.live.snapshots import Snapshots
from tests.cast import ANA, MIRIAM, START, at, booking, gathering
from tests.live_session import LiveSession
from tests.unit.domain.shipped import SHIPPED

PLANS = {
    "abs75": SHIPPED.protocols["abs75"],
    "train90": SHIPPED.protocols["train90"],
    "nopush90": SHIPPED.protocols["nopush90"],
}
STEPS = [
    (plan, position, step.phase.id)
    for plan, protocol in PLANS.items()
    for position, step in enumerate(protocol.steps, start=1)
]
CHECKIN = 2
"""Its position in abs75."""


@pytest.mark.parametrize(("plan", "position", "phase"), [each for each in STEPS if each[2] != "checkin"])
def test_each_reader_has_their_own_text(plan: str, position: int, phase: str) -> None:
    live = LiveSession(plan)
    live.reaches(position, MIRIAM)
    views, texts = live.views(), SHIPPED.phases[phase]
    assert views.leaders["guidance"] == texts.leaders
    assert views.registrants["guidance"] == texts.participants
    assert views.observers["guidance"] == texts.observers
    assert views.presenter is not None
    assert views.presenter[1]["guidance"] == (texts.presenter or texts.participants)


def test_the_texts_differ_where_there_are_four() -> None:
    texts = SHIPPED.phases["discussion"]
    assert len({texts.leaders, texts.participants, texts.observers, texts.presenter}) == 4


ONLY_THE_CIRCLE_SPEAKS = {"presenter", "members_ask_presenter_answers", "members_only"}


def test_no_observer_is_asked_to_speak_while_the_circle_works() -> None:
    """The outer circle is told to listen wherever it has no say, and to speak in its own round alone."""
    told = {id: phase.observers for id, phase in SHIPPED.phases.items()}
    working = [id for id, phase in SHIPPED.phases.items() if phase.speaker in ONLY_THE_CIRCLE_SPEAKS]
    assert sorted(working) == ["clarifying", "discussion", "interim_return", "presentation"]
    assert [id for id in working if "Say " in told[id] or "Speak " in told[id] or "Ask " in told[id]] == []
    assert [id for id, words in told.items() if words.startswith("Now you speak")] == ["outer_reflections"]


def test_nothing_asks_for_an_agreement_that_was_given_to_get_in() -> None:
    opening = SHIPPED.phases["opening"]
    assert [
        text.startswith("You have agreed to the reminder")
        for text in (opening.participants, opening.observers)
    ] == [True, True]


@pytest.mark.parametrize(
    ("leaders", "closed", "first_words"),
    [
        (1, False, "Speak the reminder aloud and see"),
        (2, False, "One of you speaks the reminder aloud; the other"),
        (3, False, "One of you speaks the reminder aloud; the others"),
        (1, True, "Take a few minutes for yourself"),
        (2, True, "Talk together"),
        (3, True, "Talk together"),
    ],
)
def test_leaders_are_spoken_to_as_many_as_they_are(leaders: int, closed: bool, first_words: str) -> None:
    meeting = gathering().open(ANA.id, START)
    meeting = meeting.close(at(60)) if closed else meeting
    view = Snapshots(SHIPPED, "1").views(booking(leaders=leaders), meeting, None, at(60)).leaders
    assert view["guidance"].startswith(first_words)


@pytest.mark.parametrize("presenter", [None, MIRIAM])
def test_in_the_check_in_round_everybody_reads_both(presenter: None) -> None:
    """Nobody may know, nor may the program, who presented last time."""
    live = LiveSession("abs75")
    live.reaches(CHECKIN, presenter)
    views, texts = live.views(), SHIPPED.phases["checkin"]
    both = f"{texts.participants}\n{texts.presenter}"
    assert texts.presenter != ""
    assert views.registrants["guidance"] == both
    assert views.observers["guidance"] == f"{texts.observers}\n{texts.presenter}"
    assert [view["guidance"] for _, view in filter(None, [views.presenter])] == ([both] if presenter else [])
    assert views.leaders["guidance"] == texts.leaders
