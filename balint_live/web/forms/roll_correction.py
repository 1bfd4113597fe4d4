"""A correction of somebody's record as it is typed: when they were here, and a reason from the list.

It carries the record it was made for, so that of two leaders who correct one person the second is told. There is no field
for words: what is not on the list of reasons is nobody's business.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from balint_live.domain.attendance import Span
from balint_live.domain.corrections import CorrectionReason
from balint_live.domain.roll import Spans
from balint_live.web.forms.roll_answers import span_in, span_text
from balint_live.web.forms.roll_clock import RollClock
from balint_live.web.forms.typed import Problem

MOST_STRETCHES = 12
NONE = "none"
"""As a record without any presence is carried."""


@dataclass(frozen=True, slots=True)
class TypedStretch:
    """A row of two fields; both empty for no stretch at all."""

    join: str = ""
    leave: str = ""


@dataclass(frozen=True, slots=True)
class TypedCorrection:
    """`before` is None where it cannot be read, which is nobody's record."""

    before: Spans | None
    stretches: tuple[TypedStretch, ...]
    reason: str = ""

    def spans(self, clock: RollClock) -> Spans:
        """What can be read of the rows; the rest is in `problems`."""
        read = [(_read(clock, each.join)[0], _read(clock, each.leave)[0]) for each in self.stretches]
        return tuple((join, leave) for join, leave in read if join is not None and leave is not None)

    def problems(self, clock: RollClock) -> list[Problem]:
        """Everything that needs another look, in the order of the form."""
        found = [
            Problem(f"{end}-{number}", label, sentence)
            for number, stretch in enumerate(self.stretches, start=1)
            for end, label, sentence in _amiss(clock, stretch, number)
        ]
        if self.reason not in set(CorrectionReason):
            first = f"reason-{next(iter(CorrectionReason))}"
            found.append(Problem(first, gettext("Reason"), gettext("Choose one from the list.")))
        return found


def as_recorded(spans: Spans, clock: RollClock) -> TypedCorrection:
    """The form as it begins."""
    return TypedCorrection(
        spans, tuple(TypedStretch(clock.text(join), clock.text(leave)) for join, leave in spans)
    )


def typed_correction(form: MultiDict[str, str]) -> TypedCorrection:
    joins, leaves = form.getlist("join"), form.getlist("leave")
    rows = [TypedStretch(join.strip(), leave.strip()) for join, leave in zip(joins, leaves, strict=False)]
    typed = tuple(row for row in rows if row != TypedStretch())
    return TypedCorrection(_carried(form.get("before", "")), typed[:MOST_STRETCHES], form.get("reason", ""))


def carried(spans: Spans) -> str:
    return " ".join(span_text(each) for each in spans) or NONE


def reason_words() -> Mapping[CorrectionReason, str]:
    return {
        CorrectionReason.CONNECTION_PROBLEM: gettext("The connection or the page broke off"),
        CorrectionReason.JOINED_BY_PHONE: gettext("Joined by phone, without a page"),
        CorrectionReason.SHARED_DEVICE: gettext("Shared a device with somebody else"),
        CorrectionReason.WRONG_NAME: gettext("Came in under somebody else's name"),
        CorrectionReason.LEADER_ERROR: gettext("A leader marked the wrong thing"),
    }


def _carried(text: str) -> Spans | None:
    if text == NONE:
        return ()
    spans: Sequence[Span | None] = [span_in(each) for each in text.split(" ")]
    known = tuple(each for each in spans if each is not None)
    return known if len(known) == len(spans) else None


def _amiss(clock: RollClock, stretch: TypedStretch, number: int) -> list[tuple[str, str, str]]:
    ends = (
        ("join", gettext("Here from, line %(number)s", number=number), stretch.join),
        ("leave", gettext("Until, line %(number)s", number=number), stretch.leave),
    )
    return [(end, label, sentence) for end, label, text in ends if (sentence := _read(clock, text)[1])]


def _read(clock: RollClock, text: str) -> tuple[datetime | None, str]:
    """The moment, or else what is wrong."""
    if not text:
        return None, gettext("Type both times of a line, or neither.")
    try:
        return clock.moment(text), ""
    except ValueError as wrong:
        return None, str(wrong)
