"""Attendance in words: a standing is told in one sentence."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from balint_live.application.attendance.matrix import SeriesStanding
from balint_live.domain.credit import (
    CreditLine,
    Policy,
    ReasonCode,
    SeriesCount,
)
from balint_live.web.attendance.words import earned_words, series_words

ABFM = CreditLine(policy=Policy.SERIES_MIN, credit_type="ABFM")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("code", "attended", "spare", "said"),
    [
        (ReasonCode.SERIES_MET, 6, None, "ABFM: 6 of 8 sessions, 6 needed: met."),
        (ReasonCode.SERIES_OPEN, 5, 1, "ABFM: 5 of 8 sessions, 6 needed; 1 can be missed."),
        (ReasonCode.SERIES_OPEN, 4, 0, "ABFM: 4 of 8 sessions, 6 needed; needs every session left."),
        (ReasonCode.SERIES_MISSED, 3, None, "ABFM: 3 of 8 sessions, 6 needed; out of reach."),
    ],
)
def test_a_standing_is_one_sentence(code: ReasonCode, attended: int, spare: int | None, said: str) -> None:
    assert series_words(ABFM, SeriesStanding(0, SeriesCount(code, attended, 8, 6), spare)) == said


def test_what_was_earned_so_far_has_two_decimals() -> None:
    assert earned_words(ABFM, 29) == "ABFM: 7.25 so far."
