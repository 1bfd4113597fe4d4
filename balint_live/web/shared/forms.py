"""What is typed into the forms: tidied, kept, and blamed in a sentence of its own when it cannot be meant.

Every field is text, whatever it means: a form that comes back shows what was typed, also where a number was wanted and none
came. Meaning is made of it in one place per form, which blames a field for what is wrong and goes on, so that a reader hears
of everything at once.
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

_WHOLE = re.compile(r"[0-9]{1,6}")


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


# Words of a form that is defined before anybody reads it: they are looked up in the reader's language when shown.


def lazily(sentence: str) -> str:
    """To be imported as `_`, so that the sentence is found by whoever collects them."""
    return cast(str, lazy_gettext(sentence))


# Fields to choose from a short list.


Options = Iterable[tuple[str, Any]]
"""Values, as they are sent, with their words."""


def choice(label: Any, options: Options, default: str) -> SelectField:
    """One of these; anything else is blamed."""
    return SelectField(label, choices=_offered(options), default=default)


def ticks(label: Any) -> SelectMultipleField:
    """Any number of them; they are offered when the form is made, see `offer`."""
    return SelectMultipleField(label, choices=[])


def open_choice(label: Any) -> SelectField:
    """What there is to choose from is only known with the group: see `offer`. Whoever reads it says what is wrong."""
    return SelectField(label, validate_choice=False)


def offer(field: SelectField | SelectMultipleField, options: Options) -> None:
    field.choices = _offered(options)


def _offered(options: Options) -> list[Any]:
    return [wtforms_choices.SelectChoice(value, words) for value, words in options]  # type: ignore[attr-defined]


# A day and an hour as browsers send them, and plans to choose from.


_HOUR = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(:00)?")

Choices = Mapping[str, Protocol]
"""Plans by the value they have in a form."""


def day_of(field: Field, now: datetime) -> date | None:
    """None where it was blamed. What lies far off is a slip of the finger, and calendars end somewhere."""
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
    """None where it was blamed."""
    found = _HOUR.fullmatch(str(field.data or ""))
    if found is None:
        blame(field, gettext("Type the time in 24 hours, such as 19:00."))
        return None
    return time(int(found[1]), int(found[2]))


def offer_plans(field: SelectField, plans: Choices) -> None:
    offer(field, [(value, plan_words(plan)) for value, plan in plans.items()])


def plan_of(field: SelectField, plans: Choices) -> Protocol | None:
    """None where it was blamed: a plan may have been taken away since the page was made."""
    chosen = plans.get(str(field.data))
    if chosen is None:
        blame(field, gettext("This plan is not there any more. Choose another one."))
    return chosen


def plans_of(own: Iterable[Protocol], shipped: Mapping[str, Protocol]) -> dict[str, Protocol]:
    """A group's own plans first, then the shipped ones."""
    return {**{plan.id: plan for plan in own}, **shipped}
