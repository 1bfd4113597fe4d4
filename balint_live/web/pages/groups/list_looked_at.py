"""A list that has been read: looked at, and then taken in, both worked out by the same rules from the same file.

At the press the rows are compared once more, with the group as it is inside the transaction that enrols. What was shown
is a promise about the file, not about a group that somebody else may be working on.
"""

from flask import flash, redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.groups.enrol import AddressTaken, require_room
from balint_live.application.groups.group import Desk, Details
from balint_live.application.lists.mistake import ListMistake
from balint_live.application.lists.outcome import Outcome
from balint_live.application.lists.plan import ReadRows
from balint_live.application.lists.preview import Preview
from balint_live.domain.errors import DomainError
from balint_live.web.forms.list_upload import Upload, as_seen
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.list_counts import done_words
from balint_live.web.pages.groups.list_view import list_view

Answered = str | Response | tuple[str, int]
CANNOT_BE_TAKEN = 422


class LookedAt:
    """A list whose rows have been read."""

    def __init__(self, office: OfficeServices, upload: Upload, rows: ReadRows, leave_out: bool) -> None:
        self._office = office
        self._upload = upload
        self._rows = rows
        self._leave_out = leave_out

    def preview(self, desk: Desk) -> Preview:
        return self._rows.against(desk.registrants, leave_out=self._leave_out)

    def shown(self, desk: Desk, sentence: str = "") -> str:
        planned = self.preview(desk)
        return render_template(
            "groups/import_preview.html",
            desk=desk,
            group=desk.group.settings,
            sentence=sentence or _no_room(desk, planned),
            upload=self._upload,
            seen=as_seen(self._rows.reading.mapping),
            **list_view(self._rows.reading.table, planned),
        )

    def enrolled(self, desk: Desk) -> Answered:
        taken: list[Preview] = []

        def decide(now: Desk) -> tuple[list[Details], list[tuple[str, Details]]]:
            taken.append(self.preview(now))
            return taken[-1].enrolments()

        try:
            self._office.office.take_in(self._office.who(), desk.group.id, decide)
        except (ListMistake, DomainError) as refusal:
            fresh = self._office.desk(desk.group.id)
            return self.shown(fresh, self._why_not(fresh, refusal)), CANNOT_BE_TAKEN
        for sentence in done_words(taken[-1]):
            flash(sentence)
        return redirect(f"/groups/{desk.group.id}", 303)

    def _why_not(self, desk: Desk, refusal: Exception) -> str:
        if isinstance(refusal, AddressTaken):
            return gettext("Somebody else changed the group at the same moment. Please look once more.")
        if isinstance(refusal, DomainError):
            return refusal.sentence
        if self.preview(desk).counts[Outcome.CANNOT]:
            return gettext(
                "Nobody was enrolled: some rows cannot be taken. Correct the file, or tick that they are to be left out."
            )
        return gettext("Nobody was enrolled: a column is missing.")


def _no_room(desk: Desk, planned: Preview) -> str:
    """Why so many cannot be taken; "" where they can."""
    try:
        require_room(desk, planned.counts[Outcome.NEW])
    except DomainError as refusal:
        return refusal.sentence
    return ""
