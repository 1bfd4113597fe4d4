"""Whether a statement on paper is one of ours: its code and the name on it, both, or nothing.

One of the two alone tells nothing, not even whether there is such a statement. The name is compared as people copy it:
capitals, spaces, hyphens, apostrophes and accents do not count. Where there is no such code the comparison is made all the
same, so that the time an answer takes tells nothing either.
"""

from hmac import compare_digest
from unicodedata import category, normalize

from balint_live.application.attendance.statement import CODE_LENGTH, Statement
from balint_live.application.typed_codes import as_stored

LONGEST_NAME = 400
"""Characters looked at; twice what a stored name may have."""
_NOT_COUNTED = ("Z", "M", "Pd", "Cc", "Cf")
_APOSTROPHES = "'’‘\u02bc`"


def typed_statement_code(typed: str) -> str | None:
    """Case, spaces and hyphens do not count. None for what cannot be a statement's code."""
    return as_stored(typed, CODE_LENGTH)


def confirms(statement: Statement | None, name: str) -> bool:
    """Whether there is a statement, and it is this person's."""
    typed = copied(name)
    stated = "" if statement is None else copied(statement.name)
    alike = compare_digest(stated.encode(), typed.encode())
    return alike and statement is not None and stated != ""


def copied(name: str) -> str:
    """What is left of a name when it is copied by hand."""
    apart = normalize("NFKD", normalize("NFKD", name[:LONGEST_NAME]).casefold())
    return "".join(
        sign for sign in apart if not category(sign).startswith(_NOT_COUNTED) and sign not in _APOSTROPHES
    )
