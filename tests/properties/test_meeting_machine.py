"""Any sequence of commands and waits, through several closings, against an independent ledger of what happened.

After each step everything that can be seen of the meeting is compared with the ledger, and everything that the ledger says
is impossible is pressed and must be refused, changing nothing. Waits are whole milliseconds, as moments are on the wire.
"""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from balint_live.application.live import commands
from balint_live.application.live.commands import Change
from balint_live.domain.errors import Code
from balint_live.domain.meeting import Meeting, Status
from balint_live.domain.timer import Progress
from tests.examples import examples
from tests.properties.ledger import NOTHING, Ledger
from tests.properties.plans import Words, plans
from tests.properties.refusals import LONGEST_STEP, can_spread, can_undo, refused
from tests.unit.domain.cast import ANA, BEN, START, refusal
from tests.unit.domain.shipped import plan

TEN_SECONDS = timedelta(seconds=10)
SECOND = timedelta(seconds=1)

leaders = st.sampled_from([ANA, BEN])
slacks = st.integers(-10, 10).map(lambda minutes: timedelta(minutes=minutes))
waits = st.one_of(st.integers(0, 12_000), st.integers(0, 2_400_000)).map(
    lambda milliseconds: timedelta(milliseconds=milliseconds)
)
seconds = st.integers(-3600, 3600).map(lambda seconds: timedelta(seconds=seconds))
while_gathering = precondition(lambda self: not self.ledger.running)
during_the_session = precondition(lambda self: self.ledger.running)


class Sessions(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = START

    @initialize(words=plans(), slack=slacks, gathers=st.booleans())
    def books(self, words: Words, slack: timedelta, gathers: bool) -> None:
        protocol = plan(*words)
        end = self.now + protocol.total + slack
        self.meeting = Meeting("any", protocol, self.now, end, 0, Progress.before_opening(protocol))
        self.ledger = Ledger(protocol, end)
        if not gathers:
            self.open(ANA)

    @rule(wait=waits)
    def wait(self, wait: timedelta) -> None:
        self.now += wait

    @during_the_session
    @rule(over=st.integers(0, 1200).map(lambda seconds: timedelta(seconds=seconds)))
    def run_over(self, over: timedelta) -> None:
        """Nobody presses anything until a whole step and more has passed."""
        self.now += self.ledger.length + over

    @precondition(lambda self: can_undo(self.ledger, self.now))
    @rule()
    def wait_until_undo_is_just_possible(self) -> None:
        self.now = self.ledger.undo_until or self.now

    @while_gathering
    @rule(by=leaders)
    def open(self, by: str) -> None:
        self._move(commands.OpenMeeting, by)
        self.ledger.writes(self.now, 1)

    @precondition(lambda self: self.ledger.running and self.ledger.holds.position < self.ledger.positions[-1])
    @rule(by=leaders)
    def next(self, by: str) -> None:
        self._move(commands.NextPhase, by)
        self.ledger.writes(self.now, self.ledger.holds.position + 1)

    @precondition(lambda self: self.ledger.running and self.ledger.holds.position > 1)
    @rule(by=leaders)
    def back(self, by: str) -> None:
        self._move(commands.BackPhase, by)
        self.ledger.writes(self.now, self.ledger.holds.position - 1)

    @precondition(lambda self: self.ledger.running and len(self.ledger.positions) > 1)
    @rule(by=leaders, data=st.data())
    def goto(self, by: str, data: st.DataObject) -> None:
        others = [position for position in self.ledger.positions if position != self.ledger.holds.position]
        position = data.draw(st.sampled_from(others))
        self._move(commands.GotoPhase, by, position=position)
        self.ledger.writes(self.now, position)

    @during_the_session
    @rule(by=leaders)
    def pause_or_resume(self, by: str) -> None:
        running = self.ledger.holds.running
        self._move(commands.PauseTimer if running else commands.ResumeTimer, by)
        self.ledger.writes(self.now, self.ledger.holds.position, running=not running)

    @during_the_session
    @rule(by=leaders, by_length=seconds)
    def adjust(self, by: str, by_length: timedelta) -> None:
        length = min(max(self.ledger.length + by_length, NOTHING), LONGEST_STEP)
        self._move(commands.AdjustTimer, by, by_length=length - self.ledger.length)
        lengths = list(self.ledger.holds.lengths)
        lengths[self.ledger.holds.position - 1] = length
        self.ledger.writes_lengths(self.now, tuple(lengths))

    @precondition(lambda self: self.ledger.running and can_spread(self.ledger, self.now))
    @rule(by=leaders)
    def spread(self, by: str) -> None:
        late, spare = self.ledger.late(self.now), self.ledger.spare(self.now)
        self._move(commands.SpreadTimer, by)
        self._check_what_was_given(late, spare)
        self.ledger.writes_lengths(self.now, self._lengths())

    @precondition(lambda self: can_undo(self.ledger, self.now))
    @rule(by=leaders)
    def undo(self, by: str) -> None:
        self._press(commands.UndoMove, by)
        assert self.meeting.progress == self.replaced
        assert self.meeting.last_move is None
        self.ledger.lines.pop()
        self.ledger.undo_until = None

    @rule(by=leaders)
    def show_or_hide_the_reminder(self, by: str) -> None:
        showing = self.ledger.reminder_showing
        self._press(commands.HideReminder if showing else commands.ShowReminder, by)
        self.ledger.reminder_showing = not showing

    @during_the_session
    @rule()
    def somebody_else_presents(self) -> None:
        before = self.meeting
        self._take(before.touched())
        assert self.meeting == replace(before, revision=before.revision + 1)

    @during_the_session
    @rule(by=leaders, words=plans(), slack=slacks)
    def close(self, by: str, words: Words, slack: timedelta) -> None:
        """Only when it opened, earned credit and closed remains, nothing more is taken, and the next session begins."""
        opened_at = self.meeting.progress.opened_at
        self._press(commands.CloseMeeting, by)
        planned = Progress.before_opening(self.ledger.protocol)
        credited = self.ledger.credited(self.now)
        assert self.meeting.progress == replace(planned, opened_at=opened_at, credited=credited)
        assert (self.meeting.last_move, self.meeting.closed_at) == (None, self.now)
        self.ledger = replace(self.ledger, closed_at=self.now, reminder_showing=False)
        self.every_taken_press_is_one_revision()
        self.a_session_not_running_stands_nowhere()
        self.what_is_impossible_is_refused()
        self.books(words, slack, gathers=False)

    @invariant()
    def every_taken_press_is_one_revision(self) -> None:
        assert self.meeting.revision == self.ledger.revision
        assert self.meeting.reminder_showing == self.ledger.reminder_showing

    @invariant()
    def what_is_impossible_is_refused(self) -> None:
        for change, further, code in refused(self.ledger, self.now):
            before = replace(self.meeting)
            assert (change, refusal(partial(self._press, change, BEN, **further))) == (change, code)
            assert self.meeting == before

    @invariant()
    def a_press_for_another_state_is_stale(self) -> None:
        for revision in (self.ledger.revision - 1, self.ledger.revision + 1):
            code = refusal(partial(self.meeting.require, revision))
            assert code is Code.STALE_REVISION

    @invariant()
    def a_session_not_running_stands_nowhere(self) -> None:
        if self.ledger.running:
            return
        assert self.meeting.status is (Status.CLOSED if self.ledger.closed_at else Status.GATHERING)
        nowhere = self.meeting.progress.position, self.meeting.step, self.meeting.countdown
        assert nowhere == (None, None, None)
        assert (self.meeting.projected_end(self.now), self.meeting.latest_return()) == (None, None)
        assert not any(clock.begun for clock in self.meeting.progress.countdowns)

    @invariant()
    def a_running_session_stands_where_the_ledger_says(self) -> None:
        if not self.ledger.running:
            return
        holds = self.ledger.holds
        assert self.meeting.status is Status.RUNNING
        assert self.meeting.progress.position == holds.position
        assert self.meeting.progress.opened_at == self.ledger.lines[0].at
        assert self._lengths() == holds.lengths
        running = [clock.running for clock in self.meeting.progress.countdowns]
        assert running == [holds.is_running(position) for position in self.ledger.positions]

    @invariant()
    def elapsed_time_is_exactly_the_time_it_ran(self) -> None:
        if not self.ledger.running:
            return
        spent = [clock.spent_at(self.now) for clock in self.meeting.progress.countdowns]
        assert spent == [self.ledger.spent(position, self.now) for position in self.ledger.positions]
        since_the_opening = self.now - self.ledger.lines[0].at
        assert sum(spent, NOTHING) == since_the_opening - self.ledger.paused(self.now)

    @invariant()
    def what_leaders_steer_by_agrees(self) -> None:
        if not self.ledger.running:
            return
        assert self.meeting.projected_end(self.now) == self.ledger.projected_end(self.now)
        assert self.meeting.late_by(self.now) == self.ledger.late(self.now)
        assert self.meeting.latest_return() == self.ledger.latest_return()

    def _move(self, change: type[Change], by: str, **further: Any) -> None:
        """A press that can be undone."""
        self.replaced = self.meeting.progress
        self._press(change, by, **further)
        move = self.meeting.last_move
        assert move is not None
        assert (move.by, move.type, move.at, move.before) == (by, change.type, self.now, self.replaced)
        self.ledger.undo_until = self.now + TEN_SECONDS

    def _press(self, change: type[Change], by: str, **further: Any) -> None:
        press = change(id="press", expected_revision=self.ledger.revision, **further)
        self.meeting.require(press.expected_revision)
        self._take(press.applied_to(self.meeting, by, self.now))

    def _take(self, after: Meeting) -> None:
        assert after.revision == self.meeting.revision + 1
        self.ledger.revision += 1
        self.meeting = after

    def _check_what_was_given(self, late: timedelta, spare: dict[int, timedelta]) -> None:
        """The booked end is met where it can be; else whoever may give stands at the floor. Nobody else gives."""
        pairs = zip(self.ledger.holds.lengths, self._lengths(), strict=True)
        given = {position: before - after for position, (before, after) in enumerate(pairs, start=1)}
        for position, less in given.items():
            assert NOTHING <= less <= spare.get(position, NOTHING)
            assert less % SECOND == NOTHING
        still_late, could_give = self.meeting.late_by(self.now), sum(spare.values(), NOTHING)
        if could_give >= late:
            assert -SECOND < still_late <= NOTHING
        else:
            assert {position: given[position] for position in spare} == spare
            assert still_late == late - could_give

    def _lengths(self) -> tuple[timedelta, ...]:
        return tuple(clock.length for clock in self.meeting.progress.countdowns)


Sessions.TestCase.settings = settings(examples(50), stateful_step_count=40)
TestSessions = Sessions.TestCase
