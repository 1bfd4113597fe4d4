"""A list on its way in: the file that was chosen or the rows that were pasted, and which column is which field.

Nothing of it is kept on the server between looking and taking in. The file travels in the form, and with it the encoding
that was chosen for it and the columns as they were when the preview was shown, so that nobody is enrolled by columns they
have not looked at.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping as Typed
from dataclasses import dataclass

from werkzeug.datastructures import FileStorage

from balint_live.application.lists.columns import Mapping
from balint_live.application.lists.fields import Field
from balint_live.application.lists.mistake import ListMistake, MistakeCode

PASTED = "pasted rows"
COLUMN = "column-"
SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Upload:
    """`encoding` is what a person chose when they were asked about this file; empty before."""

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
    """None where no column could be chosen yet. Raises ListMistake for what no column is."""
    if COLUMN + Field.EMAIL not in form:
        return None
    chosen = {field: form.get(COLUMN + field, "") for field in Field}
    try:
        return Mapping({field: int(index) for field, index in chosen.items() if index})
    except ValueError:
        raise ListMistake(MistakeCode.NO_SUCH_COLUMN, "That column is not in this file.") from None


def as_seen(mapping: Mapping) -> str:
    """The columns in one word, to notice when they were changed after the preview was shown."""
    return ",".join(f"{field}:{index}" for field, index in sorted(mapping.columns.items()))


def _looked_at_before(form: Typed[str, str]) -> Upload | None:
    content = form.get("content", "")
    if not content:
        return None
    try:
        data = b64decode(content, validate=True)
    except ValueError:
        return None  # no base64, or beyond its letters
    return Upload(data, form.get("filename", ""), form.get("encoding", ""))
