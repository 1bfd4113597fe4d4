"""Words of a form that is defined before anybody reads it: they are looked up in the reader's language when shown."""

from typing import cast

from flask_babel import lazy_gettext


def lazily(sentence: str) -> str:
    """To be imported as `_`, so that the sentence is found by whoever collects them."""
    return cast(str, lazy_gettext(sentence))
