"""What is written on the outside of a message, for whoever carries it, and the message as octets."""

from dataclasses import dataclass
from email.message import EmailMessage

from balint_live.adapters.mail.headers import POLICY


@dataclass(frozen=True, slots=True)
class Envelope:
    """The bare addresses; `international` when one needs SMTPUTF8 (RFC 6531)."""

    sender: str
    recipient: str

    @property
    def international(self) -> bool:
        return not (self.sender.isascii() and self.recipient.isascii())


def envelope(message: EmailMessage) -> Envelope:
    """Of a message as the composer makes it: from one, to one. Raises ValueError for any other."""
    (sender,), (recipient,) = message["From"].addresses, message["To"].addresses
    return Envelope(sender.addr_spec, recipient.addr_spec)


def octets(message: EmailMessage) -> bytes:
    """The whole message with CRLF line ends; headers in UTF-8 only where an address leaves no other way."""
    return message.as_bytes(policy=POLICY.clone(utf8=envelope(message).international))
