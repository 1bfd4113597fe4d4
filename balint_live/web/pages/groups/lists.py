"""Taking in a list: choose a file, look at what would happen row by row, enrol all of them or nobody.

The preview is worked out twice from the same file: once to be looked at, and once more at the press, from the group as it is
then, inside the transaction that enrols. Where the names in a file can be read in several ways, the person is asked which
is right before they see a preview. Nothing of the file is kept here; only this address takes forms of that size,
and only from somebody who may look after the group.
"""

from flask import Blueprint, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from balint_live.application.groups.group import Desk
from balint_live.application.heavy_work import TooMuchWork
from balint_live.application.lists.columns import guess
from balint_live.application.lists.limits import MOST_BYTES
from balint_live.application.lists.mistake import EncodingUnclear, ListMistake
from balint_live.application.lists.plan import read_rows
from balint_live.web.access import Action, Budget, declares
from balint_live.web.forms.list_upload import SEEN, Upload, as_seen, columns_chosen, uploaded
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.list_looked_at import CANNOT_BE_TAKEN, LookedAt
from balint_live.web.pages.groups.list_view import mistake_words

Answered = str | Response | tuple[str, int]
TOO_LARGE = 413
LARGEST_FORM = 4 * MOST_BYTES
"""A file of the largest size in the letters it travels in, and room to say politely that a larger one is too large."""


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("lists", __name__, url_prefix="/groups/<group_id>/people/import")

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def choose(group_id: str) -> Answered:
        return _chooser(office.desk(group_id))

    @pages.post("")
    @declares(Action.OWN_GROUP, Budget.PRESSES, LARGEST_FORM)
    def look_or_enrol(group_id: str) -> Answered:
        return _taken(office, office.desk(group_id))

    @pages.errorhandler(RequestEntityTooLarge)
    def too_large(_error: RequestEntityTooLarge) -> Answered:
        desk = office.desk((request.view_args or {}).get("group_id", ""))
        return _chooser(desk, gettext("This file is larger than 2 MB.")), TOO_LARGE

    return pages


def _taken(office: OfficeServices, desk: Desk) -> Answered:
    upload = uploaded(request.form, request.files)
    if upload is None:
        return _chooser(desk, gettext("Choose a file, or paste rows.")), CANNOT_BE_TAKEN
    try:
        table = office.elsewhere(office.read_list.read, upload.data, upload.filename, upload.encoding)
        mapping = columns_chosen(request.form) or guess(table)
        rows = office.elsewhere(read_rows, table, mapping, office.address)
    except EncodingUnclear as unclear:
        return _which_letters(desk, upload, unclear)
    except (ListMistake, TooMuchWork) as refused:
        sentence = mistake_words(refused) if isinstance(refused, ListMistake) else _takes_too_long()
        return _chooser(desk, sentence, request.form.get("rows", "")), CANNOT_BE_TAKEN
    looked = LookedAt(office, upload, rows, "leave_out" in request.form)
    if request.form.get("press") != "enrol":
        return looked.shown(desk)
    if request.form.get(SEEN) != as_seen(mapping):
        changed = gettext("The columns were changed. Please look once more before anybody is enrolled.")
        return looked.shown(desk, changed), CANNOT_BE_TAKEN
    return looked.enrolled(desk)


def _which_letters(desk: Desk, upload: Upload, unclear: EncodingUnclear) -> str:
    return render_template(
        "groups/import_letters.html", desk=desk, group=desk.group.settings, upload=upload, unclear=unclear
    )


def _takes_too_long() -> str:
    return gettext(
        "This file takes too long to read. Please save only the list of people as CSV, and take that file."
    )


def _chooser(desk: Desk, sentence: str = "", rows: str = "") -> str:
    return render_template(
        "groups/import.html", desk=desk, group=desk.group.settings, sentence=sentence, rows=rows
    )
