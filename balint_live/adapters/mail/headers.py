"""E-mail addresses in one normal form, and the headers they stand in.

One mailbox is one person however its address was typed: lower case on both sides of the @, since no mail system in use tells
mailboxes apart by case, and nobody types them consistently. International domains are kept in the ASCII form mail servers
understand, and addresses that would need an extension of the mail protocol are refused while somebody can still correct
them. No name server is asked.

In a header whatever people typed into a name stays a name, and an address stays whole.
Line breaks have become spaces before a text gets here. Three kinds of header are written by rules of our own: the standard
policy encodes a word that is longer than a line, but an encoded List-Unsubscribe is no address (RFC 2369 wants it
bare); it begins a long subject on a second line, with nothing on the first, which mail filters take for a forger's work;
and it reads what looks encoded in a name or a subject (`=?utf-8?q?x?=`) as if a mail had brought it, so that somebody else's
name arrives.
"""

import re
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import (
    Address,
    BaseHeader,
    HeaderRegistry,
    UniqueSingleAddressHeader,
    UnstructuredHeader,
)
from email.message import EmailMessage
from email.policy import SMTP, Policy
from typing import Any
from unicodedata import category, normalize
from urllib.parse import unquote

import idna
from email_validator import validate_email

from balint_live.domain import names

_LOOKS_ENCODED = "=?"
_BEFORE, _AFTER = " ;,([{<\"'“‘„«", " ;,.:!?)]}>\"'”’“»"
"""What an address is taken along with when it is copied out of a sentence."""
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})
_JOINERS = "\u200c\u200d"
"""They belong to some domains; between signs of plain English they are nobody's."""
_MINUS = "\u2212"
_BESIDE_A_NAME = re.compile(r"[^<>]*<([^<>]*)>")


def normal_address(text: str) -> str:
    """The address, also in "Jane Doe <Jane@Example.org>" and "mailto:jane@example.org". Raises ValueError, a sentence."""
    validated = validate_email(_bare(_plain(text)), check_deliverability=False, allow_smtputf8=False)
    return (validated.ascii_email or validated.normalized).lower()


def _bare(text: str) -> str:
    beside = _BESIDE_A_NAME.fullmatch(text.strip(" ;,."))
    alone = (beside[1] if beside else text).lstrip(_BEFORE).rstrip(_AFTER)
    if alone[:7].lower() == "mailto:":
        return unquote(alone[7:].partition("?")[0])
    return alone


def _plain(text: str) -> str:
    """One line, without signs that nobody sees; wide letters and other kinds of dashes are the plain ones."""
    kept = ""
    for sign in normalize("NFKC", text):
        if sign.isspace():
            kept += " "
        elif category(sign) == "Pd" or sign == _MINUS:
            kept += "-"
        elif category(sign) not in _UNSEEN or (sign in _JOINERS and not kept[-1:].isascii()):
            kept += sign
    return "@".join(part.strip() for part in kept.split("@"))


class WholeHeader(UnstructuredHeader, BaseHeader):
    """Neither folded nor encoded, however long: a link in pieces opens nothing."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class SubjectHeader(UnstructuredHeader, BaseHeader):
    """Folded between words, from its own line on; encoded only where it must be."""

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        super().parse(value, kwds)
        kwds["decoded"] = value

    def fold(self, *, policy: Policy) -> str:
        charset = "utf-8" if _LOOKS_ENCODED in self else None
        folded = Header(str(self), charset, policy.max_line_length, self.name)
        return f"{self.name}: {folded.encode(linesep=policy.linesep)}{policy.linesep}"


class MailboxHeader(UniqueSingleAddressHeader, BaseHeader):  # type: ignore[misc]  # as HeaderRegistry builds them
    """One mailbox; a plain and short name is written as it is, any other is encoded."""

    def fold(self, *, policy: Policy) -> str:
        (one,) = self.addresses
        line = f"{self.name}: {one}"
        if not one.display_name or (_is_plain(one.display_name) and _fits(line, policy)):
            return line + policy.linesep
        name = Header(one.display_name, "utf-8", policy.max_line_length, self.name).encode(
            linesep=policy.linesep
        )
        line = f"{self.name}: {name} <{one.addr_spec}>"
        if not _fits(line, policy):
            line = f"{self.name}: {name}{policy.linesep} <{one.addr_spec}>"
        return line + policy.linesep


def _is_plain(text: str) -> bool:
    return text.isascii() and _LOOKS_ENCODED not in text


def _fits(line: str, policy: Policy) -> bool:
    return len(line) <= (policy.max_line_length or 0)


_registry = HeaderRegistry()
for _name in ("from", "to", "reply-to"):
    _registry.map_to_type(_name, MailboxHeader)
_registry.map_to_type("list-unsubscribe", WholeHeader)
_registry.map_to_type("subject", SubjectHeader)

POLICY = SMTP.clone(header_factory=_registry)


def mailbox(name: str, address: str) -> Address:
    """Somebody's name and address; the domain in its ASCII form. Raises ValueError for what is no address.

    By IDNA 2008: by the rules of 2003 ß and ς would be other letters, and the mail would go to another domain.
    """
    local, at, domain = names.clean(address).rpartition("@")
    if not (local and at and domain):
        raise ValueError("not an address")
    return Address(names.clean(name), local, idna.encode(domain, uts46=True).decode("ascii"))


@dataclass(frozen=True, slots=True)
class Sender:
    """Who all mail comes from; one fixed address, because SPF, DKIM and DMARC vouch for an address and not for a group."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """The bare addresses a mail server is told; `international` when one needs SMTPUTF8 (RFC 6531)."""

    sender: str
    recipient: str

    @property
    def international(self) -> bool:
        return not (self.sender.isascii() and self.recipient.isascii())


def envelope(message: EmailMessage) -> Envelope:
    """The addresses of a message from one person to one. Raises ValueError for any other message."""
    (sender,), (recipient,) = message["From"].addresses, message["To"].addresses
    return Envelope(sender.addr_spec, recipient.addr_spec)


def octets(message: EmailMessage) -> bytes:
    """The whole message with CRLF line ends; headers in UTF-8 only where an address leaves no other way."""
    return message.as_bytes(policy=POLICY.clone(utf8=envelope(message).international))
