"""Taking in a list: choose a file, look at what would happen row by row, enrol all of them or nobody.

The preview is worked out twice from the same file: once to be looked at, and once more at the press, from the group as
it is then, inside the transaction that enrols: what was shown is a promise about the file, not about a group that
somebody else may be working on. Where the names in a file can be read in several ways, the person is asked which is
right before they see a preview.

Nothing of the file is kept on the server between looking and taking in. It travels in the form, and with it the encoding
that was chosen for it and the columns as they were when the preview was shown, so that nobody is enrolled by columns
they have not looked at. Only this address takes forms of that size, and only from somebody who may look after the group.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping as Typed
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from balint_live.application.groups.group import Details, Group
from balint_live.application.groups.registrants import AddressTaken, require_room
from balint_live.application.imports.columns import Field, Mapping, guess
from balint_live.application.imports.preview import Preview, ReadRows, read_rows
from balint_live.application.imports.rows import Outcome
from balint_live.application.imports.table import MOST_BYTES, EncodingUnclear, ListMistake, MistakeCode
from balint_live.application.ports import TooMuchWork
from balint_live.domain.errors import DomainError
from balint_live.web.imports.view import done_words, list_view, mistake_words
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.services import REFUSED, Answered, GroupServices

PASTED = "pasted rows"
COLUMN = "column-"
LARGEST_FORM = 4 * MOST_BYTES
"""A file of the largest size in the letters it travels in, and room to say politely that a larger one is too large."""


@dataclass(frozen=True, slots=True)
class Upload:
    """The file that was chosen, or the rows that were pasted. `encoding` is what a person chose for it; empty before."""

    data: bytes
    filename: str
    encoding: str = ""

    @property
    def content(self) -> str:
        """As it travels in the form."""
        return b64encode(self.data).decode("ascii")


def uploaded(form: Typed[str, str], files: Typed[str, FileStorage]) -> Upload | None:
    """The file chosen just now, else the rows pasted, else the file looked at before; None for nothing at all."""
    chosen = files.get("list")
    if chosen is not None and chosen.filename:
        return Upload(chosen.read(), chosen.filename)
    if form.get("rows", "").strip():
        return Upload(form["rows"].encode(errors="replace"), PASTED, "utf-8")
    return _looked_at_before(form)


def columns_chosen(form: Typed[str, str]) -> Mapping | None:
    """Which column is which field; None where none could be chosen yet. Raises ListMistake for a column that does not
    exist.
    """
    if COLUMN + Field.EMAIL not in form:
        return None
    chosen = {field: form.get(COLUMN + field, "") for field in Field}
    try:
        return Mapping({field: int(index) for field, index in chosen.items() if index})
    except ValueError:
        raise ListMistake(MistakeCode.NO_SUCH_COLUMN, "That column is not in this file.") from None


def as_seen(mapping: Mapping) -> str:
    """The columns in one text, to notice when they were changed after the preview was shown."""
    return ",".join(f"{field}:{index}" for field, index in sorted(mapping.columns.items()))


def _looked_at_before(form: Typed[str, str]) -> Upload | None:
    try:
        data = b64decode(form.get("content", ""), validate=True)
    except ValueError:  # no base64, or beyond its letters
        return None
    return Upload(data, form.get("filename", ""), form.get("encoding", "")) if data else None


def lists_pages(services: GroupServices) -> Blueprint:
    """Choosing a list, looking at it, taking it in."""
    pages = Blueprint("lists", __name__, url_prefix="/groups/<group_id>/people/import")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def choose(group_id: str) -> Answered:
        return _chooser(services.group(group_id))

    @pages.post("")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES, LARGEST_FORM)
    def look_or_enrol(group_id: str) -> Answered:
        return _taken(services, services.group(group_id))

    @pages.errorhandler(RequestEntityTooLarge)
    def too_large(_error: RequestEntityTooLarge) -> Answered:
        group = services.group((request.view_args or {}).get("group_id", ""))
        return _chooser(group, gettext("This file is larger than 2 MB.")), 413

    return pages


def _taken(services: GroupServices, group: Group) -> Answered:
    upload = uploaded(request.form, request.files)
    if upload is None:
        return _chooser(group, gettext("Choose a file, or paste rows.")), REFUSED
    try:
        table = services.elsewhere(services.read_list.read, upload.data, upload.filename, upload.encoding)
        mapping = columns_chosen(request.form) or guess(table)
        rows = services.elsewhere(read_rows, table, mapping, services.address)
    except EncodingUnclear as unclear:
        return render_template("pages/imports/encoding.html", group=group, upload=upload, unclear=unclear)
    except (ListMistake, TooMuchWork) as refused:
        slow = gettext(
            "This file takes too long to read. Please save only the list of people as CSV, and take that file."
        )
        sentence = mistake_words(refused) if isinstance(refused, ListMistake) else slow
        return _chooser(group, sentence, request.form.get("rows", "")), REFUSED
    read_list = ReadList(services, upload, rows, "leave_out" in request.form)
    if request.form.get("press") != "enrol":
        return read_list.page(group)
    if request.form.get("seen") != as_seen(mapping):
        changed = gettext("The columns were changed. Please look once more before anybody is enrolled.")
        return read_list.page(group, changed), REFUSED
    return read_list.enrol(group)


def _chooser(group: Group, sentence: str = "", rows: str = "") -> str:
    return render_template("pages/imports/upload.html", group=group, sentence=sentence, rows=rows)


class ReadList:
    """A list whose rows have been read: looked at, and then taken in, by the same rules."""

    def __init__(self, services: GroupServices, upload: Upload, rows: ReadRows, leave_out: bool) -> None:
        self._services = services
        self._upload = upload
        self._rows = rows
        self._leave_out = leave_out

    def preview(self, group: Group) -> Preview:
        """What would happen to this group."""
        return self._rows.against(group.registrants, leave_out=self._leave_out)

    def page(self, group: Group, sentence: str = "") -> str:
        """The page of the preview."""
        planned = self.preview(group)
        return render_template(
            "pages/imports/preview.html",
            group=group,
            sentence=sentence or _no_room(group, planned),
            upload=self._upload,
            seen=as_seen(self._rows.reading.mapping),
            **list_view(self._rows.reading.table, planned),
        )

    def enrol(self, group: Group) -> Answered:
        """Take everybody in, or nobody; then back to the group, or to the preview with the reason."""
        taken: list[Preview] = []

        def decide(now: Group) -> tuple[list[Details], list[tuple[str, Details]]]:
            taken.append(self.preview(now))
            return taken[-1].enrolments()

        try:
            self._services.groups.import_people(self._services.who(), group.id, decide)
        except (ListMistake, DomainError) as refusal:
            fresh = self._services.group(group.id)
            return self.page(fresh, self._why_not(fresh, refusal)), REFUSED
        for sentence in done_words(taken[-1]):
            flash(sentence)
        return redirect(f"/groups/{group.id}", 303)

    def _why_not(self, group: Group, refusal: Exception) -> str:
        if isinstance(refusal, AddressTaken):
            return gettext("Somebody else changed the group at the same moment. Please look once more.")
        if isinstance(refusal, DomainError):
            return refusal.sentence
        if self.preview(group).counts[Outcome.CANNOT]:
            return gettext(
                "Nobody was enrolled: some rows cannot be taken. Correct the file, or tick that they are to be left out."
            )
        return gettext("Nobody was enrolled: a column is missing.")


def _no_room(group: Group, planned: Preview) -> str:
    """Why so many cannot be taken; "" where they can."""
    try:
        require_room(group, planned.counts[Outcome.NEW])
    except DomainError as refusal:
        return refusal.sentence
    return ""
