"""Machines whose clocks are wrong, or go wrong: what a page's own Date and performance say there.

Sleep is the debugger's pause: no timer fires, nothing is answered, and what arrives meanwhile is handled on waking. The
browser's own freezing of tabs is refused for a page it holds to be visible, and a tab asleep beside Zoom is.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

HOUR = 3_600_000

SETTABLE = """
(() => {
  const Right = Date;
  const origin = performance.timeOrigin;
  const steady = performance.now.bind(performance);
  const off = { wall: 0, origin: 0, steady: 0 };
  const now = () => Right.now() + off.wall;
  globalThis.clocksAreOff = off;
  globalThis.Date = new Proxy(Right, {
    construct: (_, said) => (said.length ? new Right(...said) : new Right(now())),
    apply: () => new Right(now()).toString(),
    get: (right, name) => (name === "now" ? now : Reflect.get(right, name)),
  });
  performance.now = () => steady() + off.steady;
  Object.defineProperty(performance, "timeOrigin", { get: () => origin + off.origin });
})();
"""

AN_HOUR_AHEAD = SETTABLE + f"clocksAreOff.wall = clocksAreOff.origin = {HOUR};"

WALL_AN_HOUR_ON = f"clocksAreOff.wall += {HOUR}"
STEADY_STOOD_STILL = f"clocksAreOff.steady -= {HOUR}"
"""On some machines the steady clock stands still during sleep: it then lags an hour behind everybody's."""


@contextmanager
def asleep(page: Page, on_waking: str) -> Iterator[None]:
    """Nothing happens on this page; `on_waking` is run there before anything else is."""
    debugger = page.context.new_cdp_session(page)
    debugger.send("Debugger.enable")
    debugger.send("Debugger.pause")
    yield
    debugger.send("Runtime.evaluate", {"expression": on_waking})
    debugger.send("Debugger.resume")
    debugger.detach()
