"""A page worth looking at, and what it is called in the findings and among the pictures."""

from collections.abc import Iterator
from typing import NamedTuple

from playwright.sync_api import Page

Walk = Iterator[str]
"""A way through pages in one browser: at each name, the page is what was named."""


class View(NamedTuple):
    """`alike`: the page shows the same at every width, only laid out anew, as pages of forms do. `small`: it is a small
    window, which nobody sees as wide as a page."""

    name: str
    page: Page
    alike: bool = False
    small: bool = False


def along(walk: Walk, page: Page) -> Iterator[View]:
    """The views of a walk through pages of forms."""
    return (View(name, page, alike=True) for name in walk)
