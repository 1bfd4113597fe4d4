"""How many rows of a list come to what, in sentences: before it is taken in, on the button, and afterwards."""

from collections.abc import Callable

from flask_babel import ngettext

from balint_live.application.lists.outcome import Outcome
from balint_live.application.lists.preview import Preview

_WORDS: dict[Outcome, Callable[[int], str]] = {
    Outcome.NEW: lambda count: ngettext(
        "%(num)s person will be enrolled.", "%(num)s people will be enrolled.", count
    ),
    Outcome.CHANGED: lambda count: ngettext("%(num)s person changes.", "%(num)s people change.", count),
    Outcome.UNCHANGED: lambda count: ngettext(
        "%(num)s person is known already; nothing changes for them.",
        "%(num)s people are known already; nothing changes for them.",
        count,
    ),
    Outcome.CANNOT: lambda count: ngettext(
        "%(num)s row cannot be taken.", "%(num)s rows cannot be taken.", count
    ),
    Outcome.DUPLICATE: lambda count: ngettext(
        "%(num)s row is of somebody listed above; they are taken once.",
        "%(num)s rows are of people listed above; they are taken once.",
        count,
    ),
    Outcome.WITHDRAWN: lambda count: ngettext(
        "%(num)s person left the group earlier and stays withdrawn.",
        "%(num)s people left the group earlier and stay withdrawn.",
        count,
    ),
    Outcome.SKIPPED: lambda count: ngettext("%(num)s row is skipped.", "%(num)s rows are skipped.", count),
}
"""In the order in which they are read. Blank rows are nobody's concern."""


def counted(preview: Preview) -> list[str]:
    """A sentence for each outcome there are any of."""
    counts = preview.counts
    return [words(counts[outcome]) for outcome, words in _WORDS.items() if counts[outcome]]


def press_words(preview: Preview) -> str:
    """Empty where nothing would change."""
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
