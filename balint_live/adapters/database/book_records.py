"""From rows to the sessions of an attendance book: one query for each kind of fact, however many sessions there are."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from balint_live.adapters.database.attendance_tables import AcknowledgementRow, AttendanceMarkRow, PresenceRow
from balint_live.adapters.database.columns import Spans
from balint_live.adapters.database.group_tables import LeaderRow
from balint_live.adapters.database.meeting_tables import MeetingRow
from balint_live.adapters.database.presence import interval_of
from balint_live.adapters.database.roll_tables import CorrectionRow, RollEntryRow, RollRow
from balint_live.application.attendance.book import Agreement, Confirmation, RollCall, SessionRecord
from balint_live.application.groups.group import BookedMeeting, Desk
from balint_live.domain.attendance import LeaderMark, PresenceInterval
from balint_live.domain.confirmed_roll import ConfirmedRoll
from balint_live.domain.corrections import Correction
from balint_live.domain.roll import session_window

Evidence = dict[str, tuple[list[PresenceInterval], list[LeaderMark]]]
Calls = dict[RollCall, Confirmation]
Row = TypeVar("Row")


def session_records(session: Session, desk: Desk) -> tuple[SessionRecord, ...]:
    group_id = desk.group.id
    windows, evidence = _windows(session, group_id), _evidence(session, group_id)
    agreements, calls = _agreements(session, group_id), _roll_calls(session, group_id)
    entries, corrections = _entries(session, group_id), _corrections(session, group_id)
    return tuple(
        SessionRecord(
            meeting=one,
            windows=windows[one.id],
            evidence=dict(evidence[one.id]),
            agreements=agreements[one.id],
            opening=calls[one.id].get(RollCall.OPENING),
            roll=_roll(one, calls[one.id].get(RollCall.FINAL), entries[one.id]),
            corrections=tuple(corrections[one.id]),
        )
        for one in desk.meetings
    )


def names(session: Session, sessions: Iterable[SessionRecord]) -> dict[str, str]:
    """Of everybody who confirmed or corrected something, whether they still lead the group or not."""
    ids = {each for one in sessions for each in _hands(one)}
    query = select(LeaderRow.id, LeaderRow.name).where(LeaderRow.id.in_(ids))
    return dict(session.execute(query).all())


def _hands(record: SessionRecord) -> Iterable[str]:
    confirmations = (record.opening, record.roll)
    return [each.by for each in (*confirmations, *record.corrections) if each is not None and each.by]


def _roll(
    meeting: BookedMeeting, final: Confirmation | None, present: dict[str, Spans]
) -> ConfirmedRoll | None:
    if final is None or meeting.closed_at is None:
        return None
    return ConfirmedRoll(session_window(meeting.opened_at, meeting.closed_at), final.by, final.at, present)


def _windows(session: Session, group_id: str) -> dict[str, Spans]:
    query = select(MeetingRow.id, MeetingRow.credit_windows).where(MeetingRow.group_id == group_id)
    return {id: windows or () for id, windows in session.execute(query)}


def _evidence(session: Session, group_id: str) -> defaultdict[str, Evidence]:
    found: defaultdict[str, Evidence] = defaultdict(lambda: defaultdict(lambda: ([], [])))
    intervals = _in_group(select(PresenceRow), PresenceRow.meeting_id, group_id)
    for row in session.scalars(intervals.order_by(PresenceRow.joined_at, PresenceRow.id)):
        found[row.meeting_id][row.registrant_id][0].append(interval_of(row))
    marks = _in_group(select(AttendanceMarkRow), AttendanceMarkRow.meeting_id, group_id)
    for mark in session.scalars(marks.order_by(AttendanceMarkRow.at, AttendanceMarkRow.id)):
        found[mark.meeting_id][mark.registrant_id][1].append(LeaderMark(mark.mark, mark.at))
    return found


def _agreements(session: Session, group_id: str) -> defaultdict[str, dict[str, Agreement]]:
    found: defaultdict[str, dict[str, Agreement]] = defaultdict(dict)
    query = _in_group(select(AcknowledgementRow), AcknowledgementRow.meeting_id, group_id)
    for row in session.scalars(query.order_by(AcknowledgementRow.at)):
        found[row.meeting_id][row.registrant_id] = Agreement(row.version, row.at)
    return found


def _roll_calls(session: Session, group_id: str) -> defaultdict[str, Calls]:
    found: defaultdict[str, Calls] = defaultdict(dict)
    for row in session.scalars(_in_group(select(RollRow), RollRow.meeting_id, group_id)):
        found[row.meeting_id][row.roll_call] = Confirmation(row.leader_id or "", row.at)
    return found


def _entries(session: Session, group_id: str) -> defaultdict[str, dict[str, Spans]]:
    found: defaultdict[str, dict[str, Spans]] = defaultdict(dict)
    for row in session.scalars(_in_group(select(RollEntryRow), RollEntryRow.meeting_id, group_id)):
        found[row.meeting_id][row.registrant_id] = row.spans
    return found


def _corrections(session: Session, group_id: str) -> defaultdict[str, list[Correction]]:
    found: defaultdict[str, list[Correction]] = defaultdict(list)
    query = _in_group(select(CorrectionRow), CorrectionRow.meeting_id, group_id)
    for row in session.scalars(query.order_by(CorrectionRow.registrant_id, CorrectionRow.number)):
        found[row.meeting_id].append(
            Correction(
                row.registrant_id, row.number, row.at, row.leader_id or "", row.reason, row.before, row.after
            )
        )
    return found


def _in_group(query: Select[Row], meeting_id: Any, group_id: str) -> Select[Row]:
    return query.join(MeetingRow, MeetingRow.id == meeting_id).where(MeetingRow.group_id == group_id)
