"""What is typed into the office's forms: tidied, kept, and blamed in a sentence of its own when it cannot be meant.

Every field is text, whatever it means: a form that comes back shows what was typed, also where a number was wanted and none
came. Meaning is made of it in one place per form, which blames a field for what is wrong and goes on, so that a reader hears
of everything at once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from wtforms import Field, FieldList, Form, FormField, StringField, TextAreaField

from balint_live.domain import names
from balint_live.web.office_services import OfficeServices

_WHOLE = re.compile(r"[0-9]{1,6}")


class OfficeForm(Form):
    """A form whose answers are made sense of with what the office knows: its zones, its addresses."""

    def __init__(self, office: OfficeServices, formdata: Any = None, **given: Any) -> None:
        self.office = office
        super().__init__(formdata, **given)


@dataclass(frozen=True, slots=True)
class Problem:
    """A field that needs another look: where it is, what it is called, and why."""

    id: str
    label: str
    sentence: str


def line(label: Any, default: str = "") -> StringField:
    """A line of text, tidied of what cannot be seen."""
    return StringField(label, filters=[_cleaned], default=default)


def paragraphs(label: Any) -> TextAreaField:
    return TextAreaField(label, filters=[_lines], default="")


def blame(field: Field, sentence: str) -> None:
    field.errors = [*field.errors, sentence]


def needed(field: Field, sentence: str, most: int) -> str:
    """The text of a field that must not be empty, nor longer than so many characters."""
    text = str(field.data or "")
    if not text:
        blame(field, sentence)
    return not_longer(field, most)


def not_longer(field: Field, most: int) -> str:
    text = str(field.data or "")
    if len(text) > most:
        blame(field, gettext("This is too long: at most %(most)s characters.", most=most))
    return text


def whole(field: Field, least: int, most: int) -> int:
    """A whole number between these; the least of them where it is blamed."""
    text = str(field.data or "")
    if _WHOLE.fullmatch(text) and least <= int(text) <= most:
        return int(text)
    blame(field, gettext("Type a whole number from %(least)s to %(most)s.", least=least, most=most))
    return least


def address(office: OfficeServices, field: Field, sentence: str) -> str:
    """An e-mail address in its normal form; blamed with the sentence where there is none at all."""
    text = str(field.data or "")
    if not text:
        blame(field, sentence)
        return ""
    try:
        return office.address(text)
    except ValueError as wrong:
        blame(field, str(wrong))
        return ""


def problems(form: Form) -> list[Problem]:
    """Everything that was blamed, in the order of the form."""
    return [problem for field in form for problem in _problems(field)]


def _problems(field: Field) -> Iterator[Problem]:
    if isinstance(field, FormField):
        yield from problems(field.form)
    elif isinstance(field, FieldList):
        for entry in field:
            yield from _problems(entry)
    else:
        for sentence in field.errors:
            yield Problem(field.id, str(field.label.text), str(sentence))


def _cleaned(text: str | None) -> str:
    return names.clean(text or "")


def _lines(text: str | None) -> str:
    """Browsers send the lines of a paragraph with the ends a mail has; what is stored has one kind."""
    lines = (text or "").replace("\r\n", "\n").split("\n")
    return "\n".join(names.clean(each) for each in lines).strip()
