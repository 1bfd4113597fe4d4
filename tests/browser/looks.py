"""Ways of looking at a page, each of which answers with what it found amiss. A page is left as it was."""

from typing import Literal

from playwright.sync_api import Page

from balint_live.cli.demo import FAMILY
from tests.browser.someone import NARROW, WIDE, Size

SMALLEST: Size = (320, 640)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
USUAL_FONT = {"standard": 16, "fixed": 13}
TWICE = {"standard": 32, "fixed": 26}

EVERYTHING: dict[str, object] = {}
WHAT_COLOURS_DECIDE: dict[str, object] = {"runOnly": ["color-contrast", "link-in-text-block"]}

AXE = """
async (options) => {
  const seen = { include: [document], exclude: [["datalist"]] };
  const { violations } = await axe.run(seen, { resultTypes: ["violations"], preload: false, ...options });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
}
"""

OVERFLOWING = """
() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((each) => {
    const { left, right } = each.getBoundingClientRect();
    return each.checkVisibility() && (right > clientWidth + 1 || left < -1);
  });
  return wide.slice(-3).map((each) => `${scrollWidth} of ${clientWidth} px: ${each.outerHTML.slice(0, 120)}`);
}
"""

SURNAME = "Wolfeschlegelsteinhausenbergerdorff"
LONG_NAMES = """
(names) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const changed = [];
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.parentElement.closest("script, template, option, textarea")) continue;
    const said = node.data.replace(/\\p{L}+/gu, (word) => names[word] ?? word);
    if (said === node.data) continue;
    changed.push([node, node.data]);
    node.data = said;
  }
  window.shortNames = () => changed.forEach(([node, said]) => (node.data = said));
  return changed.length;
}
"""

TOO_WIDE = """
() => {
  const scrolls = (each) => each.closest(".matrix-region") || getComputedStyle(each).overflowX !== "visible";
  const wide = [...document.body.querySelectorAll(":not(.visually-hidden, .visually-hidden *)")].filter(
    (each) => each.checkVisibility() && each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 16 && !scrolls(each),
  );
  return wide.slice(-3).map((each) => `${each.scrollWidth} of ${each.clientWidth} px: ${each.outerHTML.slice(0, 120)}`);
}
"""

SMALL_TARGETS = """
() => {
  const said = (each) => (each?.innerText ?? "").replace(/\\s+/g, " ").trim();
  const inASentence = (each) => {
    const around = each.parentElement.closest("p, li, td, th, dd, dt, label, div, section, summary, pre");
    return getComputedStyle(each).display === "inline" && said(around).length > said(each).length + 1;
  };
  const targets = [...document.querySelectorAll("a[href], button, summary, select, [role='button']")].filter(
    (each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest(".visually-hidden") && !inASentence(each),
  );
  return targets
    .map((each) => [each, each.getBoundingClientRect()])
    .filter(([, { width, height }]) => height < 43.5 && width > 0)
    .map(([each, { height }]) => `${Math.round(height)} px high: ${said(each).slice(0, 40) || each.outerHTML.slice(0, 60)}`);
}
"""

OVERLAPPING = """
() => {
  const root = document.querySelector("dialog[open]") ?? document.querySelector("main");
  const apart = (each) => {
    for (let at = each; at && at !== root; at = at.parentElement)
      if (getComputedStyle(at).position !== "static" && getComputedStyle(at).position !== "relative") return true;
    return false;
  };
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const lines = [];
  while (texts.nextNode()) {
    const { data, parentElement: around } = texts.currentNode;
    if (!data.trim() || !around.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (around.closest("script, style, option, svg, .visually-hidden") || apart(around)) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    for (const box of range.getClientRects()) lines.push([box, data.trim(), texts.currentNode]);
  }
  const share = (low, high, from, to) => Math.min(high, to) - Math.max(low, from);
  const over = ([one, , a], [other, , b]) =>
    a !== b &&
    share(one.left, one.right, other.left, other.right) > 2 &&
    share(one.top, one.bottom, other.top, other.bottom) > Math.min(one.height, other.height) / 5;
  const found = lines.flatMap((one, at) =>
    lines.slice(at + 1).filter((other) => over(one, other)).map((other) => [one, other]),
  );
  return found.slice(0, 3).map(([[, one], [, other]]) => `${one.slice(0, 50)} | ${other.slice(0, 50)}`);
}
"""

WITHOUT_FORM = """
() => {
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility());
  const named = (each) => `${each.className} ${each.textContent}`.trim().slice(0, 60);
  const boxes = seen(".button, .block, .notice, .alarm, dialog, input:not([type='checkbox'], [type='radio'])");
  const bare = boxes.filter((each) => parseFloat(getComputedStyle(each).borderTopWidth) === 0);
  const others = seen("body *:not(svg, svg *)");
  const own = others.filter((each) => getComputedStyle(each).forcedColorAdjust === "none");
  return [...bare.map((each) => `no border: ${named(each)}`), ...own.map((each) => `own colours: ${named(each)}`)];
}
"""


def resize(page: Page, size: Size) -> None:
    width, height = size
    if page.viewport_size != {"width": width, "height": height}:
        page.set_viewport_size({"width": width, "height": height})


def axe(page: Page, script: str, alike: bool) -> list[str]:
    """In dark only the rules that colours decide: the others have seen the same page in light. A page that is `alike` at
    every width is seen in light at one of them, in dark at the other. Without motion, so that no colour is met on its
    way; without axe's preloading, which our Content-Security-Policy forbids; and without the hundreds of time zones that
    a field can offer, which are the browser's to draw.
    """
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(script)
    found: list[str] = []
    for light, dark in [(NARROW, WIDE)] if alike else [(WIDE, WIDE), (NARROW, NARROW)]:
        resize(page, light)
        page.emulate_media(color_scheme="light")
        found += [f"light, {light[0]} px, {each}" for each in page.evaluate(AXE, EVERYTHING)]
        resize(page, dark)
        page.emulate_media(color_scheme="dark")
        found += [f"dark, {dark[0]} px, {each}" for each in page.evaluate(AXE, WHAT_COLOURS_DECIDE)]
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    return found


def narrow(page: Page) -> list[str]:
    resize(page, SMALLEST)
    return overflowing(page)


def large_text(page: Page) -> list[str]:
    """The reader's own setting of the browser's font; on a telephone as well, where it is most likely."""
    browser = page.context.new_cdp_session(page)
    body = "parseFloat(getComputedStyle(document.body).fontSize)"
    usual = page.evaluate(body)
    browser.send("Page.setFontSizes", {"fontSizes": TWICE})
    found = [] if page.evaluate(body) == 2 * usual else ["the text does not grow"]
    for size in (WIDE, NARROW):
        resize(page, size)
        found += overflowing(page)
    browser.send("Page.setFontSizes", {"fontSizes": USUAL_FONT})
    browser.detach()
    return found


def mirrored(page: Page) -> list[str]:
    page.evaluate("document.documentElement.dir = 'rtl'")
    found: list[str] = []
    for size in (WIDE, SMALLEST):
        resize(page, size)
        found += overflowing(page)
    page.evaluate("document.documentElement.dir = 'ltr'")
    return found


def long_names(page: Page) -> list[str]:
    """A family's name of 35 letters, and one that fills the whole field, break within their column at every width."""
    found: list[str] = []
    for name, width in ((SURNAME, 1280), (SURNAME, 768), ("W" * 200, 1280), ("W" * 200, 360)):
        resize(page, (width, WIDE[1]))
        # Anew each time: live pages write their own again.
        if page.evaluate(LONG_NAMES, dict.fromkeys(FAMILY, name)):
            found += [f"{len(name)} letters, {each}" for each in overflowing(page) + page.evaluate(TOO_WIDE)]
            page.evaluate("shortNames()")
    return found


def targets(page: Page) -> list[str]:
    """What can be pressed is a thumb's width high, unless it stands in a sentence; on a telephone and at a desk."""
    found: list[str] = []
    for size in (NARROW, WIDE):
        resize(page, size)
        found += [f"{size[0]} px wide, {each}" for each in page.evaluate(SMALL_TARGETS)]
    return found


def overlapping(page: Page) -> list[str]:
    """No line of text stands on another, on a telephone and at a desk."""
    found: list[str] = []
    for size in (NARROW, WIDE):
        resize(page, size)
        found += [f"{size[0]} px wide, {each}" for each in page.evaluate(OVERLAPPING)]
    return found


def forced_colours(page: Page) -> list[str]:
    """What is told by a fill keeps its form: colours of our own are gone, borders are not."""
    page.emulate_media(forced_colors="active")
    found: list[str] = page.evaluate(WITHOUT_FORM)
    page.emulate_media(forced_colors="none")
    return found


def overflowing(page: Page) -> list[str]:
    found: list[str] = page.evaluate(OVERFLOWING)
    return found
