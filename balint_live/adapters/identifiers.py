"""Fresh ids: random, so that an address tells nothing about how many there are or which came before."""

import secrets


def new_id() -> str:
    """Sixteen hexadecimal digits."""
    return secrets.token_hex(8)
