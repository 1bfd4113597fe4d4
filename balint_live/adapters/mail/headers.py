"""A message's headers: whatever people typed into a name stays a name, and an address stays whole.

Names go through `email.headerregistry.Address`, which quotes and encodes them; what would break a line is a space before
it gets there. Two headers are written by rules of their own. The standard policy encodes a word that is longer than a line,
but an encoded List-Unsubscribe is no address (RFC 2369 wants it bare); and it begins a long subject on a second line, with
nothing on the first, which mail filters take for a forger's work.
"""

from email.header import Header
from email.headerregistry import (
    Address,
    BaseHeader,
    HeaderRegistry,
    UnstructuredHeader,
)
from email.policy import SMTP, Policy

import idna


class WholeHeader(UnstructuredHeader, BaseHeader):
    """Neither folded nor encoded, however long: a link in pieces opens nothing."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class SubjectHeader(UnstructuredHeader, BaseHeader):
    """Folded between words, from its own line on; encoded only where it must be."""

    def fold(self, *, policy: Policy) -> str:
        folded = Header(str(self), header_name=self.name, maxlinelen=policy.max_line_length or 0)
        return f"{self.name}: {folded.encode(linesep=policy.linesep)}{policy.linesep}"


_registry = HeaderRegistry()
_registry.map_to_type("list-unsubscribe", WholeHeader)
_registry.map_to_type("subject", SubjectHeader)

POLICY = SMTP.clone(header_factory=_registry)


def mailbox(name: str, address: str) -> Address:
    """Somebody's name and address; the domain in its ASCII form. Raises ValueError for what is no address.

    By IDNA 2008: by the rules of 2003 ß and ς would be other letters, and the mail would go to another domain.
    """
    local, at, domain = one_line(address).rpartition("@")
    if not (local and at and domain):
        raise ValueError("not an address")
    return Address(one_line(name), local, idna.encode(domain, uts46=True).decode("ascii"))


def one_line(text: str) -> str:
    """Text for one line: line breaks, and whatever else cannot be printed, are spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
