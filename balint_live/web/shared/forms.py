"""What is typed into the forms: tidied, kept, and blamed in a sentence of its own when it cannot be right.

Every field is text, whatever it means: a form that comes back shows what was typed, also where a number was wanted and
none came. One place per form reads it, blames a field for what is wrong and goes on, so that the reader hears of
everything at once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, cast

from flask_babel import gettext, lazy_gettext
from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import choices as wtforms_choices

from balint_live.application.groups.schedule import LONGEST_AHEAD
from balint_live.domain import names
from balint_live.domain.protocol import Protocol
from balint_live.web.shared.context import plan_words
from balint_live.web.shared.services import GroupServices

Options = Iterable[tuple[str, Any]]
"""Values, as they are sent, with their words."""
Choices = Mapping[str, Protocol]
"""Plans by the value they have in a form."""
_WHOLE = re.compile(r"[0-9]{1,6}")
_HOUR = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(:00)?")


class GroupForm(Form):
    """A form whose answers are made sense of with the known zones and addresses."""

    def __init__(self, services: GroupServices, formdata: Any = None, **given: Any) -> None:
        self.services = services
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
    """Several lines of text, tidied likewise."""
    return TextAreaField(label, filters=[_lines], default="")


def blame(field: Field, sentence: str) -> None:
    """Say what is wrong with a field."""
    field.errors = [*field.errors, sentence]


def needed(field: Field, sentence: str, most: int) -> str:
    """The text of a field that must not be empty, nor longer than so many characters."""
    text = str(field.data or "")
    if not text:
        blame(field, sentence)
    return not_longer(field, most)


def not_longer(field: Field, most: int) -> str:
    """The text of a field that must not be longer than so many characters, but may be empty."""
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


def address(services: GroupServices, field: Field, sentence: str) -> str:
    """An e-mail address in its normal form; blamed with the sentence where there is none at all."""
    text = str(field.data or "")
    if not text:
        blame(field, sentence)
        return ""
    try:
        return services.address(text)
    except ValueError as wrong:
        blame(field, str(wrong))
        return ""


def problems(form: Form) -> list[Problem]:
    """Everything that was blamed, in the order of the form."""
    return [problem for field in form for problem in _problems_of(field)]


def _problems_of(field: Field) -> Iterator[Problem]:
    if isinstance(field, FormField):
        yield from problems(field.form)
    elif isinstance(field, FieldList):
        for entry in field:
            yield from _problems_of(entry)
    else:
        for sentence in field.errors:
            yield Problem(field.id, str(field.label.text), str(sentence))


def _cleaned(text: str | None) -> str:
    return names.clean(text or "")


def _lines(text: str | None) -> str:
    """Browsers send the lines of a paragraph with the ends a mail has; what is stored has one kind."""
    lines = (text or "").replace("\r\n", "\n").split("\n")
    return "\n".join(names.clean(each) for each in lines).strip()


def lazily(sentence: str) -> str:
    """A sentence that is looked up in the reader's language when it is shown, for forms, which are defined before that.

    To be imported as `_`, so that tools that collect sentences find it.
    """
    return cast(str, lazy_gettext(sentence))


def choice(label: Any, options: Options, default: str) -> SelectField:
    """A field for one of these; anything else is blamed."""
    return SelectField(label, choices=_choices(options), default=default)


def ticks(label: Any) -> SelectMultipleField:
    """A field for any number of them; they are offered when the form is made, see `offer`."""
    return SelectMultipleField(label, choices=[])


def open_choice(label: Any) -> SelectField:
    """A field whose choices are only known with the group: see `offer`. What is wrong is said where it is read."""
    return SelectField(label, validate_choice=False)


def offer(field: SelectField | SelectMultipleField, options: Options) -> None:
    """Set what there is to choose from."""
    field.choices = _choices(options)


def _choices(options: Options) -> list[Any]:
    return [wtforms_choices.SelectChoice(value, words) for value, words in options]  # type: ignore[attr-defined]


def day_of(field: Field, now: datetime) -> date | None:
    """The date typed; None where it was blamed. A date far off is a slip of the finger, and calendars end somewhere."""
    text = str(field.data or "")
    try:
        on = date.fromisoformat(text)
    except ValueError:
        blame(field, gettext("Type the date as year, month and day, such as 2026-03-10."))
        return None
    if abs(on - now.date()) > LONGEST_AHEAD:
        blame(field, gettext("This is more than five years away."))
        return None
    return on


def hour_of(field: Field) -> time | None:
    """The time of day typed; None where it was blamed."""
    found = _HOUR.fullmatch(str(field.data or ""))
    if found is None:
        blame(field, gettext("Type the time in 24 hours, such as 19:00."))
        return None
    return time(int(found[1]), int(found[2]))


def offer_plans(field: SelectField, plans: Choices) -> None:
    """Let one of these plans be chosen."""
    offer(field, [(value, plan_words(plan)) for value, plan in plans.items()])


def plan_of(field: SelectField, plans: Choices) -> Protocol | None:
    """The plan chosen; None where it was blamed: it may have been taken away since the page was made."""
    chosen = plans.get(str(field.data))
    if chosen is None:
        blame(field, gettext("This plan is not there any more. Choose another one."))
    return chosen


def plans_of(own: Iterable[Protocol], shipped: Mapping[str, Protocol]) -> dict[str, Protocol]:
    """Plans to choose from, by their id: a group's own first, then the shipped ones."""
    return {**{plan.id: plan for plan in own}, **shipped}
