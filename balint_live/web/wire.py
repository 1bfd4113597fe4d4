"""The one place where plain Python becomes what stands on the wire, and milliseconds begin to exist."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def encoded(value: Any) -> Any:
    """Moments and lengths as whole milliseconds, keys in camel case, everything else as it is."""
    if isinstance(value, Mapping):
        return {_camel(key): encoded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [encoded(each) for each in value]
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MILLISECOND
    if isinstance(value, timedelta):
        return value // _MILLISECOND
    return value.value if isinstance(value, Enum) else value


@lru_cache(maxsize=256)
def _camel(key: str) -> str:
    first, *rest = key.split("_")
    return first + "".join(word.capitalize() for word in rest)
