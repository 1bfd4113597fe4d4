"""What leaders answer on the roll, times of day, and corrections, as forms carry them.

Each answer names the gap it is about, by person and moments, because a roll may change between the look and the press:
the answer then still holds where its gap does, and about nothing else. Nothing here is trusted to be on the roll; the
attendance service compares.

Leaders type times of day, and the session tells the date. It may run across midnight or a change of the clocks, so a
time of day alone is not always a moment. Taken is the one nearest to the session; where two are equally near, because
the clocks were set back, the name of the time they run on ("01:20:00 BST") tells them apart, and times are shown with it
there. Asking for a date in every field was the alternative, for the sake of one night a year.

A correction carries the record it was made for, so that of two leaders who correct one person the second is told. There
is no field for words: what is not on the list of reasons is nobody's business.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from balint_live.application.attendance.service import Read
from balint_live.application.groups.schedule import comes_twice
from balint_live.domain.roll import CorrectionReason, Spans
from balint_live.domain.timeline import SECOND, Mark, Span
from balint_live.web.shared.forms import Problem

_GAP = re.compile(r"gap\.([^.]+)\.([0-9]{1,11}-[0-9]{1,11})")
_SPAN = re.compile(r"([0-9]{1,11})-([0-9]{1,11})")
_MARK = "mark."
_TYPED = re.compile(
    r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?:[:.]([0-5][0-9]))?(?: ?([A-Za-z]{2,5}|[+-][0-9]{2,4}))?"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_TOGETHER = timedelta()
MOST_ANSWERS = 1000
MOST_STRETCHES = 12
NONE = "none"
"""As a record without any presence is carried."""


@dataclass(frozen=True, slots=True)
class RollAnswers:
    """The answers of one form. `gaps`: by person, whether they were here in each; `marks` are of a session that runs."""

    window: Span | None
    people: tuple[str, ...]
    gaps: Mapping[str, Mapping[Span, bool]]
    not_here: frozenset[str]
    marks: Mapping[str, Mark]

    @property
    def read(self) -> Read:
        """The roll that the form was made from."""
        return Read(self.window, {person: frozenset(self.gaps.get(person, {})) for person in self.people})

    @property
    def here(self) -> dict[str, list[Span]]:
        """By person, the gaps in which they were here."""
        said = {person: [gap for gap, here in gaps.items() if here] for person, gaps in self.gaps.items()}
        return {person: gaps for person, gaps in said.items() if gaps}

    def was_here(self, person: str, gap: Span) -> bool:
        return self.gaps.get(person, {}).get(gap, False)


def roll_answers(form: MultiDict[str, str]) -> RollAnswers:
    """The answers in a form."""
    return RollAnswers(
        window=span_in(form.get("window", "")),
        people=tuple(form.getlist("person")[:MOST_ANSWERS]),
        gaps=_gaps(form),
        not_here=frozenset(form.getlist("not_here")),
        marks=_marks(form),
    )


def gap_name(person: str, gap: Span) -> str:
    """The name of the field that answers for this gap."""
    return f"gap.{person}.{span_text(gap)}"


def mark_name(person: str) -> str:
    """The name of the field that marks this person."""
    return f"{_MARK}{person}"


def span_text(span: Span) -> str:
    """A span for a form, in whole seconds since the epoch: the same in every zone."""
    return "-".join(str((moment - _EPOCH) // SECOND) for moment in span)


def span_in(text: str) -> Span | None:
    """The same, read; None for what is no span."""
    found = _SPAN.fullmatch(text)
    return None if found is None else (_moment(found[1]), _moment(found[2]))


def _gaps(form: MultiDict[str, str]) -> dict[str, dict[Span, bool]]:
    gaps: dict[str, dict[Span, bool]] = {}
    for name, answer in list(form.items())[:MOST_ANSWERS]:
        found = _GAP.fullmatch(name)
        span = None if found is None else span_in(found[2])
        if found is not None and span is not None:
            gaps.setdefault(found[1], {})[span] = answer == "here"
    return gaps


def _marks(form: MultiDict[str, str]) -> dict[str, Mark]:
    """A tick for somebody who is not here any more is a mark like any other."""
    said = {name.removeprefix(_MARK): answer for name, answer in form.items() if name.startswith(_MARK)}
    known = {person: Mark(answer) for person, answer in said.items() if answer in set(Mark)}
    return {**known, **dict.fromkeys(form.getlist("not_here"), Mark.ABSENT)}


def _moment(seconds: str) -> datetime:
    return _EPOCH + int(seconds) * SECOND


# ---- Times of day ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RollClock:
    """Times of day round one session. `room` is its span, with whatever else its record holds."""

    timezone: str
    room: Span

    def text(self, moment: datetime) -> str:
        """ "19:00:00"; where clocks show that time twice, "01:20:00 BST"."""
        local = moment.astimezone(self.zone)
        return f"{local:%H:%M:%S} {local:%Z}" if comes_twice(local) else f"{local:%H:%M:%S}"

    def moment(self, text: str) -> datetime:
        """The moment that was typed, in UTC; it may lie outside the room. Raises ValueError with a sentence."""
        found = _TYPED.fullmatch(text.strip())
        if found is None:
            raise ValueError(gettext("Type the time in 24 hours, such as 19:00 or 19:00:30."))
        at = time(int(found[1]), int(found[2]), int(found[3] or 0))
        meant = self._nearest(at, (found[4] or "").upper())
        if _TOGETHER < meant[-1] - meant[0] < _DAY / 2:
            one, other = (f"{each.astimezone(self.zone):%H:%M:%S %Z}" for each in meant)
            said = gettext(
                "The clocks were set back, and this time came twice. Type %(one)s or %(other)s.",
                one=one,
                other=other,
            )
            raise ValueError(said)
        return meant[0]

    def _nearest(self, at: time, name: str) -> list[datetime]:
        known = list(self._moments(at))
        named = [each for each in known if each.astimezone(self.zone).strftime("%Z").upper() == name]
        moments = named or known
        nearest = min(map(self._distance, moments))
        return [each for each in moments if self._distance(each) == nearest]

    def _moments(self, at: time) -> Iterator[datetime]:
        """This time of day on the days round the session, twice where it comes twice."""
        first = self.room[0].astimezone(self.zone).date() - _DAY
        last = self.room[1].astimezone(self.zone).date() + _DAY
        for days in range((last - first).days + 1):
            yield from sorted(set(self._on(first + days * _DAY, at)))

    def _on(self, day: date, at: time) -> Iterator[datetime]:
        for fold in (0, 1):
            local = datetime.combine(day, at.replace(fold=fold), self.zone)
            moment = local.astimezone(UTC)
            if moment.astimezone(self.zone).time() == at:
                yield moment

    def _distance(self, moment: datetime) -> timedelta:
        begins, ends = self.room
        return max(begins - moment, moment - ends, _TOGETHER)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


# ---- Corrections ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TypedStretch:
    """A row of two fields, from when to when somebody was here; both empty for no stretch at all."""

    join: str = ""
    leave: str = ""


@dataclass(frozen=True, slots=True)
class TypedCorrection:
    """When somebody was here, and a reason from the list. `before` is the record it was made for; None where it cannot
    be read.
    """

    before: Spans | None
    stretches: tuple[TypedStretch, ...]
    reason: str = ""

    def spans(self, clock: RollClock) -> Spans:
        """The rows that can be read; what is wrong with the others is in `problems`."""
        read = [(_read(clock, each.join)[0], _read(clock, each.leave)[0]) for each in self.stretches]
        return tuple((join, leave) for join, leave in read if join is not None and leave is not None)

    def problems(self, clock: RollClock) -> list[Problem]:
        """Everything that needs another look, in the order of the form."""
        found = [
            Problem(f"{end}-{number}", label, sentence)
            for number, stretch in enumerate(self.stretches, start=1)
            for end, label, sentence in _mistakes(clock, stretch, number)
        ]
        if self.reason not in set(CorrectionReason):
            first = f"reason-{next(iter(CorrectionReason))}"
            found.append(Problem(first, gettext("Reason"), gettext("Choose one from the list.")))
        return found


def as_recorded(spans: Spans, clock: RollClock) -> TypedCorrection:
    """The form before anything is typed."""
    return TypedCorrection(
        spans, tuple(TypedStretch(clock.text(join), clock.text(leave)) for join, leave in spans)
    )


def typed_correction(form: MultiDict[str, str]) -> TypedCorrection:
    """The correction in a form; empty rows are left out."""
    joins, leaves = form.getlist("join"), form.getlist("leave")
    rows = [TypedStretch(join.strip(), leave.strip()) for join, leave in zip(joins, leaves, strict=False)]
    typed = tuple(row for row in rows if row != TypedStretch())
    return TypedCorrection(_carried(form.get("before", "")), typed[:MOST_STRETCHES], form.get("reason", ""))


def carried(spans: Spans) -> str:
    """A record for a form to carry."""
    return " ".join(span_text(each) for each in spans) or NONE


def reason_words() -> Mapping[CorrectionReason, str]:
    """The reasons to choose from."""
    return {
        CorrectionReason.CONNECTION_PROBLEM: gettext("The connection or the page broke off"),
        CorrectionReason.JOINED_BY_PHONE: gettext("Joined by phone, without a page"),
        CorrectionReason.SHARED_DEVICE: gettext("Shared a device with somebody else"),
        CorrectionReason.WRONG_NAME: gettext("Came in under somebody else's name"),
        CorrectionReason.LEADER_ERROR: gettext("A leader marked the wrong thing"),
        CorrectionReason.LEFT_EARLY: gettext("Left early, while their page stayed open"),
    }


def _carried(text: str) -> Spans | None:
    if text == NONE:
        return ()
    spans: Sequence[Span | None] = [span_in(each) for each in text.split(" ")]
    known = tuple(each for each in spans if each is not None)
    return known if len(known) == len(spans) else None


def _mistakes(clock: RollClock, stretch: TypedStretch, number: int) -> list[tuple[str, str, str]]:
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
