"""Where somebody comes from, as far as limits by address go."""

from ipaddress import IPv6Address, ip_address


def network_of(address: str) -> str:
    """One name for all addresses that one asker may choose among: an IPv6 host has the whole of its /64."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))


def is_this_machine(address: str) -> bool:
    try:
        return ip_address(network_of(address)).is_loopback or ip_address(address).is_loopback
    except ValueError:
        return False
