"""Leaders confirm the roll: a gap stays *away* unless one of them says *here*, and then the record is frozen."""

from balint_live.domain.errors import Code
from balint_live.domain.roll import ConfirmedRoll, Evidence, confirmed, laid_out
from balint_live.domain.timeline import PresenceInterval, Source, Span
from tests.unit.domain.cast import ANA, at, refusal

WINDOW = at(0), at(60)
NAMES = {"carla": "Carla", "dan": "Dan", "eva": "Eva"}


def minutes(from_minute: float, to_minute: float) -> Span:
    return at(from_minute), at(to_minute)


def page(*spans: Span) -> Evidence:
    return [PresenceInterval(join, leave, Source.SELF_CHECKIN) for join, leave in spans], ()


ROWS = laid_out(
    NAMES, {"carla": page(minutes(-5, 60)), "dan": page(minutes(10, 20), minutes(40, 60))}, WINDOW
)


def confirm(here: dict[str, list[Span]] | None = None, not_here: tuple[str, ...] = ()) -> ConfirmedRoll:
    return confirmed(ROWS, WINDOW, by=ANA, at=at(61, 0.4), here=here or {}, not_here=not_here)


def test_as_the_evidence_stands() -> None:
    assert confirm() == ConfirmedRoll(
        window=WINDOW,
        by=ANA,
        at=at(61),
        present={
            "carla": (minutes(-5, 60),),
            "dan": (minutes(10, 20), minutes(40, 60)),
            "eva": (),
        },
    )


def test_here_closes_the_gap_it_was_said_of() -> None:
    assert confirm({"dan": [minutes(20, 40)]}).present["dan"] == (minutes(10, 60),)


def test_here_for_every_gap_is_here_throughout() -> None:
    assert confirm({"dan": [minutes(20, 40), minutes(0, 10)]}).present["dan"] == (minutes(0, 60),)


def test_here_for_somebody_never_seen_is_the_whole_session() -> None:
    assert confirm({"eva": [WINDOW]}).present["eva"] == (WINDOW,)


def test_not_here_outranks_a_page_left_open() -> None:
    assert confirm(not_here=("carla",)).present["carla"] == ()


def test_here_and_not_here_exclude_each_other() -> None:
    assert refusal(lambda: confirm({"dan": [minutes(20, 40)]}, not_here=("dan",))) is Code.INVALID


def test_an_answer_about_a_gap_that_is_not_shown_is_for_another_roll() -> None:
    assert refusal(lambda: confirm({"dan": [minutes(20, 50)]})) is Code.STALE_REVISION


def test_an_answer_for_another_roll_is_out_of_date_before_anything_else_is_wrong_with_it() -> None:
    for_another = {"dan": [minutes(20, 50)]}
    assert refusal(lambda: confirm(for_another, not_here=("dan",))) is Code.STALE_REVISION
    assert refusal(lambda: confirm({**for_another, "tom": [WINDOW]})) is Code.STALE_REVISION


def test_an_answer_about_nobody_is_refused() -> None:
    assert refusal(lambda: confirm({"tom": [WINDOW]})) is Code.INVALID
    assert refusal(lambda: confirm(not_here=("tom",))) is Code.INVALID
