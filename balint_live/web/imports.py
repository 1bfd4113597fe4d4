"""Taking in a list: choose a file, look at what would happen row by row, enrol all of them or nobody.

The preview is worked out twice from the same file: once to be looked at, and once more at the press, from the group as
it is then, inside the transaction that enrols: what was shown is a promise about the file, not about a group that
somebody else may be working on. Where the names in a file can be read in several ways, the person is asked which is
right before they see a preview.

Nothing of the file is kept on the server between looking and taking in. It travels in the form, and with it the encoding
that was chosen for it and the columns as they were when the preview was shown, so that nobody is enrolled by columns
they have not looked at. Only this address takes forms of that size, and only from somebody who may look after the group.

A preview shows counts on top, then what needs a look, then everybody else folded away. Its button says whom it enrols and
how many rows with problems it leaves out; a press that does not say so enrols nobody while there are any.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from collections.abc import Mapping as Typed
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext, ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from balint_live.application.groups.group import Details, Group
from balint_live.application.groups.registrants import AddressTaken, require_room
from balint_live.application.imports.preview import Preview, ReadRows, read_rows
from balint_live.application.imports.rows import Outcome
from balint_live.application.imports.table import (
    MOST_BYTES,
    EncodingUnclear,
    Field,
    ListMistake,
    Mapping,
    MistakeCode,
    Table,
    guess,
)
from balint_live.application.imports.values import Change
from balint_live.application.ports import TooMuchWork
from balint_live.domain.display import Role
from balint_live.domain.errors import DomainError
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import Context
from balint_live.web.shared.services import REFUSED, Answered, GroupServices

PASTED = "pasted rows"
COLUMN = "column-"
SHOWN = 50
"""So many rows without a problem stand open; the others unfold."""
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
        """Preview to this group."""
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
        first_list = group.meetings and not group.enrolled
        return redirect(f"/groups/{group.id}/invitations" if first_list else f"/groups/{group.id}", 303)

    def _why_not(self, group: Group, refusal: Exception) -> str:
        if isinstance(refusal, AddressTaken):
            return gettext("Somebody else changed the group at the same moment. Please look once more.")
        if isinstance(refusal, DomainError):
            return refusal.sentence
        if self.preview(group).counts[Outcome.CANNOT]:
            return gettext(
                "Nobody was enrolled: some rows have problems. Correct the file, or leave those rows out."
            )
        return gettext("Nobody was enrolled: a column is missing.")


def _no_room(group: Group, planned: Preview) -> str:
    """Why so many cannot be taken; "" where they can."""
    try:
        require_room(group, planned.counts[Outcome.NEW])
    except DomainError as refusal:
        return refusal.sentence
    return ""


# ---- Words ----------------------------------------------------------------------------------------------------------


def field_words(field: Field) -> str:
    """What a field is called."""
    return {
        Field.NAME: gettext("Whole name"),
        Field.GIVEN: gettext("First name"),
        Field.FAMILY: gettext("Last name"),
        Field.EMAIL: gettext("E-mail address"),
        Field.ROLE: gettext("Role"),
        Field.TIMEZONE: gettext("Time zone"),
        Field.PROFESSION: gettext("Profession"),
        Field.LICENCE_NO: gettext("Licence number"),
        Field.LICENCE_REGION: gettext("Licence region"),
        Field.STATUS: gettext("State of the order"),
    }[field]


def change_words(change: Change) -> str:
    """ "Profession: GP → psychologist" """
    facts = {"name": gettext("Name"), "practice_leader": gettext("Practice leader")}
    return gettext(
        "%(fact)s: %(before)s → %(after)s",
        fact=facts.get(change.fact) or field_words(Field(change.fact)),
        before=_value(change.before),
        after=_value(change.after),
    )


def _value(value: Any) -> str:
    if value is None:
        return gettext("nothing")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Role):
        return gettext("observer") if value is Role.OBSERVER else gettext("participant")
    return str(value)


_COUNTED: dict[Outcome, Callable[[int], str]] = {
    Outcome.NEW: lambda count: ngettext(
        "%(num)s person will be enrolled.", "%(num)s people will be enrolled.", count
    ),
    Outcome.CHANGED: lambda count: ngettext("%(num)s person changes.", "%(num)s people change.", count),
    Outcome.UNCHANGED: lambda count: ngettext(
        "%(num)s person is enrolled already; nothing changes for them.",
        "%(num)s people are enrolled already; nothing changes for them.",
        count,
    ),
    Outcome.CANNOT: lambda count: ngettext(
        "%(num)s row has a problem.", "%(num)s rows have problems.", count
    ),
    Outcome.DUPLICATE: lambda count: ngettext(
        "%(num)s row repeats somebody listed above; they are imported once.",
        "%(num)s rows repeat people listed above; they are imported once.",
        count,
    ),
    Outcome.WITHDRAWN: lambda count: ngettext(
        "%(num)s person left the group earlier and stays withdrawn.",
        "%(num)s people left the group earlier and stay withdrawn.",
        count,
    ),
    Outcome.SKIPPED: lambda count: ngettext("%(num)s row is skipped.", "%(num)s rows are skipped.", count),
}
"""How many rows have this outcome, in the order in which they are read. Blank rows are left out."""


def counted(preview: Preview) -> list[str]:
    """A sentence for each outcome there are any of."""
    counts = preview.counts
    return [words(counts[outcome]) for outcome, words in _COUNTED.items() if counts[outcome]]


def press_words(preview: Preview) -> str:
    """What the button says; empty where nothing would change."""
    new, changed = preview.counts[Outcome.NEW], preview.counts[Outcome.CHANGED]
    if new and changed:
        return ngettext(
            "Enrol %(num)s person, change %(changed)s",
            "Enrol %(num)s people, change %(changed)s",
            new,
            changed=changed,
        )
    if new:
        return ngettext("Enrol %(num)s person", "Enrol %(num)s people", new)
    return ngettext("Change %(num)s person", "Change %(num)s people", changed) if changed else ""


def done_words(preview: Preview) -> list[str]:
    """What was done, a sentence for each kind of it."""
    new, changed = preview.counts[Outcome.NEW], preview.counts[Outcome.CHANGED]
    said = [
        ngettext("%(num)s person is enrolled.", "%(num)s people are enrolled.", new) if new else "",
        ngettext("%(num)s person was changed.", "%(num)s people were changed.", changed) if changed else "",
    ]
    return [sentence for sentence in said if sentence]


def list_view(table: Table, preview: Preview) -> Context:
    """The preview for its page. A column is `missing` where nobody can be taken without one for its field."""
    index = preview.mapping.columns
    return {
        "headings": table.header,
        "columns": [
            {
                "field": field,
                "words": field_words(field),
                "index": index.get(field),
                "missing": field in preview.missing,
            }
            for field in Field
        ],
        "taken": [
            f"{table.header[index[field]]} → {field_words(field)}" for field in Field if field in index
        ],
        "missing": [field_words(field) for field in preview.missing],
        "ignored": preview.ignored,
        "unknown_states": [f"“{state}”" for state in preview.unknown_states],
        "counted": counted(preview),
        "rows": {outcome.value: _lines(preview, outcome) for outcome in Outcome},
        "shown": SHOWN,
        "press": press_words(preview),
    }


def mistake_words(mistake: ListMistake) -> str:
    """What is wrong with a list, with the row and column where it is about one."""
    if mistake.row is None:
        return mistake.sentence
    if mistake.column is None:
        return gettext("Row %(row)s: %(sentence)s", row=mistake.row, sentence=mistake.sentence)
    return gettext(
        "Row %(row)s, column %(column)s: %(sentence)s",
        row=mistake.row,
        column=mistake.column,
        sentence=mistake.sentence,
    )


def _lines(preview: Preview, outcome: Outcome) -> list[Context]:
    """The rows with this outcome, each with the reason and the changes in words."""
    return [
        {
            "row": row,
            "why": row.sentence,
            "changes": [change_words(change) for change in row.changes],
        }
        for row in preview.rows
        if row.outcome is outcome
    ]
