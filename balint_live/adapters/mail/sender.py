"""Who all mail comes from. One fixed address, because SPF, DKIM and DMARC vouch for an address and not for a group."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sender:
    """`name` as readers see it, `address` with which mail servers and calendars deal."""

    name: str
    address: str
