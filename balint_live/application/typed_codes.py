"""Typed codes: what a registrant types where a mail system has mangled the link, or on another device.

A code is the link in short: it leads to the same page, holds as long, and ends with it. Short things can be guessed, so
every wrong one gets the same answer whether it was never a code, has ended or was withdrawn; who tries too often is made to
wait at the door. Letters and digits that look like others are left out, and not guessed at: somebody who reads an O where
there is none should look again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from unicodedata import category, normalize

from balint_live.application.links import LinkFacts, Links

ALPHABET = "ACDEFGHJKMNPQRTUVWXYZ234679"
LENGTH = 8
BLOCK = 4
NOT_MEANT = "ZCPM"
"""Kinds of signs that come along when something is typed or pasted: spaces, unseen signs, dashes and full stops, marks."""
DASHES = "\u2212\u30fc"
"""Minus, and what a Japanese keyboard makes of a hyphen: dashes too, though by their kinds they are not."""
UNDERSCORES = "Pc"


class CodeHolders(Protocol):
    def link_with_code(self, code: str) -> LinkFacts | None:
        """The registrant with this very code, or None."""


@dataclass(frozen=True, slots=True)
class TypedCodes:
    links: Links
    people: CodeHolders

    def join_token(self, typed: str, now: datetime) -> str | None:
        """The token of the link this code stands for; None for every code that opens nothing, for whatever reason."""
        code = as_stored(typed)
        facts = None if code is None else self.people.link_with_code(code)
        if facts is None or facts.over(now) is not None:
            return None
        who = facts.who
        return self.links.join_token(who.id, facts.group_id, who.version, facts.issued_at)


def as_stored(typed: str, length: int = LENGTH) -> str | None:
    """None for what cannot be a code."""
    code = letters_and_digits(typed)
    return code if len(code) == length and all(sign in ALPHABET for sign in code) else None


def letters_and_digits(typed: str) -> str:
    """What was typed or pasted, in capitals and without what is not meant; wide letters and digits are the plain ones."""
    return "".join(each for each in normalize("NFKC", typed).upper() if not _comes_along(each))


def _comes_along(sign: str) -> bool:
    kind = category(sign)
    return sign in DASHES or (kind[0] in NOT_MEANT and kind != UNDERSCORES)


def in_blocks(code: str) -> str:
    """As people read it: "ACDE-2346"."""
    return "-".join(code[start : start + BLOCK] for start in range(0, len(code), BLOCK))
