"""Where somebody comes from, as far as limits by address go."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address


@lru_cache(maxsize=1024)
def network_of(address: str) -> str:
    """One name for all that one asker may choose among: any port, and for an IPv6 host the whole of its /64."""
    try:
        found = ip_address(_without_port(address))
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))


@lru_cache(maxsize=1024)
def is_this_machine(address: str) -> bool:
    try:
        return ip_address(network_of(address)).is_loopback or ip_address(address).is_loopback
    except ValueError:
        return False


def _without_port(address: str) -> str:
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
