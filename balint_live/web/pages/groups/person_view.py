"""What somebody's own page shows, also when a form on it comes back."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template

from balint_live.application.attendance.book import Book
from balint_live.application.attendance.issue import sessions_to_state
from balint_live.application.attendance.matrix import columns_of, row_of
from balint_live.application.groups.group import BookedMeeting, Desk, Registrant
from balint_live.application.groups.ports import GroupSummary
from balint_live.web.forms.person import PersonForm
from balint_live.web.forms.typed import problems
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.attendance_view import PersonLine, person_line
from balint_live.web.pages.groups.roster import Entry, entries_of
from balint_live.web.pages.stated_words import day_there


def person_page(
    office: OfficeServices,
    desk: Desk,
    person: Registrant,
    form: PersonForm,
    sentence: str = "",
    differences: Sequence[str] = (),
) -> str:
    """`differences` are between what is known by now and what was typed; once they were shown, they are known."""
    if differences or not form.made_for.data:
        form.make_for(person.details)
    book, now = office.book(desk.group.id), office.clock.now()
    return render_template(
        "groups/people_one.html",
        desk=desk,
        group=desk.group.settings,
        entry=entry_of(office, desk, person),
        form=form,
        problems=problems(form),
        sentence=sentence,
        differences=differences,
        attendance=attendance_of(book, person, now),
        other_groups=other_groups(office, desk),
        zones=office.zones.all(),
        to_state=_to_state(book, person, now),
    )


def _to_state(book: Book, person: Registrant, now: datetime) -> list[tuple[BookedMeeting, str]]:
    """The sessions of which there can be a statement, each with its day."""
    timezone = book.desk.group.settings.timezone
    return [(one, day_there(one.start, timezone)) for one in sessions_to_state(book, person, now)]


def entry_of(office: OfficeServices, desk: Desk, person: Registrant) -> Entry:
    return entries_of(office, desk, [person])[0]


def attendance_of(book: Book, person: Registrant, now: datetime) -> PersonLine:
    """Their row of the matrix, in minutes."""
    settings = book.desk.group.settings
    columns = columns_of(book, now)
    return person_line(settings.credit_lines, columns, row_of(book, person, now), None, settings.timezone)


def other_groups(office: OfficeServices, desk: Desk) -> list[GroupSummary]:
    """Where the reader may move somebody to."""
    return [one for one in office.office.overview(office.who()) if one.id != desk.group.id]
