"""Two versions of a group's settings, side by side where they differ; the Zoom address is said to differ, never shown."""

from dataclasses import dataclass

from flask_babel import gettext

from balint_live.application.groups.group import Settings
from balint_live.domain.credit import CreditLine
from balint_live.domain.figures import in_credits
from balint_live.web.forms.group_facts import GroupFacts
from balint_live.web.pages.groups.words import plan_words


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: what it says now, and what was typed."""

    label: str
    theirs: str
    yours: str


def differences(form: GroupFacts, theirs: Settings, yours: Settings) -> tuple[Difference, ...]:
    """The form only lends its labels."""
    return tuple(
        Difference(
            gettext("Credit") if name == "credit_lines" else str(form[name].label.text),
            _said(form, theirs, name),
            _said(form, yours, name),
        )
        for name in Settings.__dataclass_fields__
        if getattr(theirs, name) != getattr(yours, name)
    )


def _most(form: GroupFacts, line: CreditLine) -> str:
    """ "AMA (at most 1.00; First meeting of a series, 90 minutes: 1.50)" """
    others = [
        f"{plan_words(form.plans[plan]) if plan in form.plans else plan}: {in_credits(most)}"
        for plan, most in line.by_plan
    ]
    most = gettext("at most %(credits)s", credits=in_credits(line.designated_quarters))
    return f"{line.credit_type} ({'; '.join([most, *others])})"


def _said(form: GroupFacts, settings: Settings, name: str) -> str:
    value = getattr(settings, name)
    if name == "zoom_url":
        return gettext("an address is set") if value else gettext("no address")
    if name == "credit_lines":
        return ", ".join(_most(form, line) for line in settings.credit_lines) or gettext("none")
    if name == "uncredited_phases":
        words = {str(id): str(phase) for id, phase, *_ in form.uncredited_phases.iter_choices()}
        return ", ".join(words.get(id, id) for id in settings.uncredited_phases) or gettext("none")
    if name == "participant_clock":
        return next(str(word) for id, word, *_ in form.participant_clock.iter_choices() if id == value.value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value) or gettext("nothing")
