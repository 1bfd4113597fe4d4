"""The generated secret, for an installation that configures none: made once, kept in the data directory.

Two processes may start at the same moment, and a start may be cut short: so the secret is written in full to a file of
its own, readable by the owner only, and then given its name, which succeeds for one of them. Everybody reads that one.
"""

import os
import secrets
from pathlib import Path

NAME = "secret"
OWNER_ONLY = 0o600


def kept_secret(directory: Path) -> str:
    """The secret of this directory, made now if there is none. Raises OSError when the directory cannot be used."""
    path = directory / NAME
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{NAME}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return  # another process was first: theirs is the secret
    finally:
        draft.unlink()
