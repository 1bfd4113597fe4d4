"""Fields to choose from a short list."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, SelectMultipleField
from wtforms.fields import choices as wtforms_choices

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
