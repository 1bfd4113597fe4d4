"""What the clocks of several pages show, compared.

Each page keeps a record of when each figure appeared, by the machine's own clock, which is taken before anything sets that
page's clock wrong. A figure that appears says when the page believes the phase to end. On a busy machine a page may draw
late but never early, so of a few figures the earliest counts. Pages whose beliefs lie less than a second apart show, at
any moment, figures that are at most one second apart.
"""

import re
from collections.abc import Sequence

from playwright.sync_api import Page

Seconds = float

RECORDER = """
(() => {
  const machine = Date.now.bind(Date);
  let shown = "";
  globalThis.figures = [];
  const note = () => {
    const clock = document.querySelector('[data-part="clock"]');
    const text = clock?.checkVisibility() ? clock.textContent.trim() : "";
    if (text === shown) return;
    shown = text;
    globalThis.figures.push([machine(), text]);
  };
  new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true });
})();
"""

FEW = 4
WATCHED = 20_000


def spread(pages: Sequence[Page]) -> Seconds:
    """How far apart these pages believe the phase to end."""
    ends = believed_ends(pages)
    return max(ends) - min(ends)


def believed_ends(pages: Sequence[Page]) -> list[Seconds]:
    """When the phase ends, by the next few figures of each page, on the machine's clock."""
    for page in pages:
        page.evaluate("figures.length = 0")
    return [_believed_end(page) for page in pages]


def _believed_end(page: Page) -> Seconds:
    waited = 0
    while len(seen := page.evaluate("figures")) < FEW:
        assert waited < WATCHED, f"this page's clock stands still: {seen}"
        page.wait_for_timeout(250)
        waited += 250
    return min(_end(at, text) for at, text in seen)


def _end(at: float, text: str) -> Seconds:
    found = re.fullmatch(r"(\d+):(\d\d)", text)
    assert found is not None, f"{text!r} is no time left"
    minutes, seconds = found.groups()
    return at / 1000 + 60 * int(minutes) + int(seconds)
