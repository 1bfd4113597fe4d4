"""Fresh ids and codes: random, so that neither tells how many there are or which came before."""

import secrets

from balint_live.application.attendance.statement import CODE_LENGTH as STATEMENT_LENGTH
from balint_live.application.typed_codes import ALPHABET, LENGTH


def new_id() -> str:
    """Sixteen hexadecimal digits."""
    return secrets.token_hex(8)


def new_join_code() -> str:
    """What may be typed in place of a link, as it is stored; 38 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_statement_code() -> str:
    """By which a statement of attendance is verified, as it is stored; 57 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(STATEMENT_LENGTH))
