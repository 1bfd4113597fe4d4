"""Whether a statement on paper is one of ours: its code and the name on it, both, or nothing.

One of the two alone tells nothing, not even whether there is such a statement. The name is compared as people copy it:
capitals, spaces, punctuation and accents do not count, and the family's name may come first, before a comma. Where there is
no such code the comparison is made all the same, so that the time an answer takes tells nothing either.
"""

from hmac import compare_digest

from balint_live.application.attendance.statement import CODE_LENGTH, Statement
from balint_live.application.typed_codes import as_stored
from balint_live.domain.names import folded

LONGEST_NAME = 400
"""Characters looked at; twice what a stored name may have."""


def typed_statement_code(typed: str) -> str | None:
    """Case, spaces and hyphens do not count. None for what cannot be a statement's code."""
    return as_stored(typed, CODE_LENGTH)


def confirms(statement: Statement | None, name: str) -> bool:
    """Whether there is a statement, and it is this person's."""
    typed = name[:LONGEST_NAME]
    stated = "" if statement is None else folded(statement.name)
    alike = [compare_digest(stated.encode(), folded(each).encode()) for each in (typed, _turned(typed))]
    return any(alike) and statement is not None and stated != ""


def _turned(name: str) -> str:
    """ "Costa, Carla" is Carla Costa."""
    family, _, given = name.partition(",")
    return f"{given} {family}"
