"""The columns of the attendance export, in their order (domain.md, section 17): one place, for every format.

The fields of the row are the columns. Moments are text already, ISO 8601 with the group's own offset, so that a program, a
spreadsheet and a person all read the same; a spreadsheet's own dates know no zone. Lengths are whole minutes, rounded down.
"""

from dataclasses import dataclass, fields
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRow:
    """One person, one session, one credit line; without a line the columns from `policy_id` to `credit_reason` are empty.

    `record_id` is the person's record in that session and repeats for each line.
    """

    record_id: str = ""
    organisation: str = ""
    activity_id: str = ""
    activity_title: str = ""
    session_id: str = ""
    session_no: int = 0
    session_date: str = ""
    timezone: str = ""
    scheduled_start: str = ""
    scheduled_end: str = ""
    actual_start: str = ""
    actual_end: str = ""
    format: str = ""
    participant_id: str = ""
    family_name: str = ""
    given_name: str = ""
    email: str = ""
    profession: str = ""
    licence_no: str = ""
    licence_region: str = ""
    role: str = ""
    first_join: str = ""
    last_leave: str = ""
    minutes_present: int = 0
    minutes_creditable: int = 0
    intervals: str = ""
    evidence_sources: str = ""
    agreement_version: str = ""
    agreement_at: str = ""
    leader_confirmed_by: str = ""
    leader_confirmed_at: str = ""
    policy_id: str = ""
    credit_type: str = ""
    credits_awarded: Decimal | None = None
    credit_reason: str = ""
    corrections_count: int = 0
    export_version: str = ""
    exported_at: str = ""


ATTENDANCE_COLUMNS = tuple(field.name for field in fields(AttendanceRow))
