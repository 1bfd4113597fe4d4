"""Bands and beats for any length: a page is told exactly when its band turns, and at no other band's cost."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from balint_live.domain.display import Band, band_at, next_beat, wrap_up
from balint_live.domain.timer import Countdown
from tests.unit.domain.cast import START

MICROSECOND = timedelta(microseconds=1)
lengths = st.integers(1, 24 * 3600).map(lambda seconds: timedelta(seconds=seconds))
spans = st.integers(0, 30 * 3600 * 10**6).map(lambda microseconds: timedelta(microseconds=microseconds))
ORDER = [Band.EARLY, Band.MIDDLE, Band.LATE]


def _beats(clock: Countdown, now: datetime) -> list[datetime]:
    moments: list[datetime] = []
    beat = next_beat(clock, now)
    while beat is not None and beat not in moments:
        moments.append(beat)
        beat = next_beat(clock, beat)
    return moments


@given(length=lengths, spent=spans, later=spans)
def test_a_band_never_turns_back(length: timedelta, spent: timedelta, later: timedelta) -> None:
    clock = Countdown(length, spent, START)
    assert ORDER.index(band_at(clock, START)) <= ORDER.index(band_at(clock, START + later))


@given(length=lengths, spent=spans)
def test_the_band_turns_at_a_beat_and_nowhere_between(length: timedelta, spent: timedelta) -> None:
    clock = Countdown(length, spent, START)
    shown = band_at(clock, START)
    for beat in _beats(clock, START):
        assert band_at(clock, beat - MICROSECOND) is shown
        shown = band_at(clock, beat)
    assert shown is Band.LATE


@given(length=lengths, spent=spans)
def test_what_must_be_on_time_has_its_beat(length: timedelta, spent: timedelta) -> None:
    clock = Countdown(length, spent, START)
    due = [START + (moment - spent) for moment in (length - wrap_up(clock), length)]
    assert [moment for moment in due if moment > START and moment not in _beats(clock, START)] == []
