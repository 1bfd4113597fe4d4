"""A site's address: the one form in which browsers write it, and what host it names.

The names of hosts are read as name servers know them, for mail addresses too. Raises ValueError, in words, for what has no
such form.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

import idna

DEFAULT_PORTS = {"http": 80, "https": 443}
LARGEST_PORT = 65535
_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[^\[\]/?#@:]+)(?::(?P<port>[0-9]{0,9}))?/?",
    re.IGNORECASE,
)
_A_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""What browsers take for the last part of an IPv4 address, however many parts it has."""
_LIKE_AN_ORIGIN = "must be an address like https://balint.example.org"


def origin(address: str) -> str:
    """A site's address in the one form in which browsers write an origin: small letters, IDNA 2008, no default port.

    Raises ValueError, in words, for an address that has no such form.
    """
    if any(sign.isspace() or not sign.isprintable() or sign == "\\" for sign in address):
        raise ValueError(f"{_LIKE_AN_ORIGIN}: there is a space, or a sign that cannot be seen, in it")
    said = _ORIGIN.fullmatch(address)
    if said is None:
        raise ValueError(f"{_LIKE_AN_ORIGIN}, without a path, a name to sign in with, a question mark or a #")
    scheme, host, port = said["scheme"].lower(), said["host"], said["port"]
    return f"{scheme}://{in_address(_host(host))}{_port(port, DEFAULT_PORTS[scheme])}"


def in_address(host: str) -> str:
    """A host as it stands in an address: an IPv6 one in brackets."""
    return f"[{host}]" if ":" in host else host


def _host(host: str) -> str:
    """Raises ValueError for what names no host, or names one in a way that browsers read differently."""
    if host.startswith("["):
        return _ipv6(host[1:-1])
    name = in_ascii(host, _LIKE_AN_ORIGIN)
    if _A_NUMBER.fullmatch(name.rpartition(".")[2]):
        return _ipv4(name)
    return name


def in_ascii(name: str, like: str) -> str:
    """A domain in ASCII, as name servers know it (IDNA 2008, in which ß and ς are letters of their own)."""
    try:
        if name.endswith("."):
            raise idna.IDNAError("there is a full stop at its end")
        return idna.encode(idna.uts46_remap(name, std3_rules=False), strict=True).decode("ascii")
    except idna.IDNAError as wrong:
        raise ValueError(f"{like}: {name!r} is not the name of a host ({wrong})") from None


def _ipv6(host: str) -> str:
    try:
        found = IPv6Address(host)
    except ValueError:
        found = None
    if found is None or found.scope_id or found.ipv4_mapped:
        raise ValueError(f"{_LIKE_AN_ORIGIN}: [{host}] is not the address of a host")
    return str(found)


def _ipv4(name: str) -> str:
    try:
        return str(IPv4Address(name))
    except ValueError:
        raise ValueError(f"{_LIKE_AN_ORIGIN}: {name} is not the address of a host") from None


def _port(digits: str | None, default: int) -> str:
    if not digits or int(digits) == default:
        return ""
    if not 0 < int(digits) <= LARGEST_PORT:
        raise ValueError(f"{_LIKE_AN_ORIGIN}: there is no port {digits}")
    return f":{int(digits)}"


def is_this_machine(host: str) -> bool:
    address = ip_of(host)
    if address is None:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def ip_of(host: str) -> IPv4Address | IPv6Address | None:
    """None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None
