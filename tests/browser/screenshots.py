"""Pictures of every page, for looking at; and the one in the README.

    python -m tests.browser.screenshots DIR

puts each page at two widths (small windows at their own) in light and dark into DIR, and the README's picture into
static/about.
"""

import base64
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from bench.server import ROOT
from tests.browser import looks
from tests.browser.cast import Cast
from tests.browser.chromium import launch
from tests.browser.gallery import WALKS
from tests.browser.small_png import with_a_palette
from tests.browser.small_window import SMALL
from tests.browser.someone import NARROW, WIDE, Size
from tests.browser.view import View
from tests.integration.live.person import Circle, Person
from tests.integration.live.served import Served
from tests.required_tools import require

README_PICTURE = ROOT / "static" / "about" / "session.png"
LARGEST = 200_000
BESIDE: Size = (1280, 800)
DISCUSSION = 6
HELD_SESSION = 19
INTO_THE_DISCUSSION = timedelta(minutes=16)

SIDE_BY_SIDE = """
<style>
  body {{ margin: 0; padding: 32px; display: flex; gap: 32px; background: #e4e0d8; width: max-content; }}
  img {{ display: block; border-radius: 10px; }}
</style>
{pictures}
"""


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with _site() as site, sync_playwright() as playwright:
        browser = launch(playwright, require("browser"))
        _readme_picture(site, browser)
        for walk in WALKS:
            for view in walk(site, Cast(browser)):
                _all_ways(view, folder / view.name.replace(" ", "-"))
        browser.close()


def _all_ways(view: View, stem: Path) -> None:
    page = view.page
    for size in (SMALL,) if view.small else (WIDE, NARROW):
        looks.resize(page, size)
        for scheme in looks.SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.screenshot(path=f"{stem}-{size[0]}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    looks.resize(page, WIDE)


def _readme_picture(site: Served, browser: Browser) -> None:
    """A console and a participant's page, in the middle of the discussion."""
    circle = site.circle()
    cast = Cast(browser)
    zone = _zone_in_which_it_is_evening()
    site.change("UPDATE groups SET timezone = ?", zone)
    ana, ben = (cast.leader(each, size=BESIDE, timezone_id=zone) for each in circle.leaders)
    tom = cast.registrant(circle.registrants[0])
    lena = cast.registrant(circle.registrants[1], size=NARROW, timezone_id=zone)
    for person in circle.registrants[2:-1]:
        person.press()
        _shows_life(person)
    for each in (ana, ben, tom, lena):
        each.sits_down()
    expect(ana.part("people-count").first).to_have_text("7 of 8")
    ana.starts()
    ana.is_at("Opening and agreement")
    ana.moves_everyone("Who has a case?")
    tom.presents()
    ana.moves_everyone("Group discussion")
    _as_if_it_had_gone_on(site, circle)
    for person in circle.registrants[2:-1]:
        _shows_life(person)
    tom.is_connected()
    for each in (ana, lena):
        each.reloads()
        each.is_at("Group discussion")
    expect(ana.part("people-count").first).to_have_text("7 of 8")
    README_PICTURE.parent.mkdir(exist_ok=True)
    README_PICTURE.write_bytes(_side_by_side(browser, [ana.page.screenshot(), lena.page.screenshot()]))
    cast.leave()
    assert README_PICTURE.stat().st_size < LARGEST, "The README's picture has grown too large."


def _shows_life(person: Person) -> None:
    person.get(f"{person.page}/snapshot")


def _as_if_it_had_gone_on(site: Served, circle: Circle) -> None:
    """Every phase took what was planned for it, and the discussion has been going on for a while."""
    site.stop()
    [(told,)] = site.rows("SELECT countdowns FROM live_meetings WHERE meeting_id = ?", circle.meeting)
    lengths = [timedelta(microseconds=length) for length, *_ in json.loads(told)]
    now = datetime.now(UTC)
    since = now - INTO_THE_DISCUSSION
    begun = since - sum(lengths[: DISCUSSION - 1], timedelta())
    countdowns = [
        [_micro(length), _micro(length), None] if position < DISCUSSION
        else [_micro(length), 0, _micro(since - datetime(1970, 1, 1, tzinfo=UTC)) if position == DISCUSSION else None]
        for position, length in enumerate(lengths, start=1)
    ]  # fmt: skip
    site.change(
        "UPDATE live_meetings SET countdowns = ?, opened_at = ?, moved_by = NULL, move_type = NULL, "
        "moved_at = NULL, moved_from = NULL WHERE meeting_id = ?",
        json.dumps(countdowns), _stored(begun), circle.meeting,
    )  # fmt: skip
    site.change(
        "UPDATE meetings SET scheduled_start = ?, scheduled_end = ? WHERE id = ?",
        _stored(begun), _stored(begun + sum(lengths, timedelta())), circle.meeting,
    )  # fmt: skip
    site.start()


def _side_by_side(browser: Browser, pictures: list[bytes]) -> bytes:
    page = browser.new_page(viewport={"width": 1800, "height": 900})
    sources = [f"data:image/png;base64,{base64.b64encode(picture).decode()}" for picture in pictures]
    page.set_content(SIDE_BY_SIDE.format(pictures="".join(f'<img src="{each}" alt="">' for each in sources)))
    picture = with_a_palette(page, page.locator("body").screenshot())
    page.close()
    return picture


@contextmanager
def _site() -> Iterator[Served]:
    with tempfile.TemporaryDirectory() as folder:
        site = Served(Path(folder), size=("--groups", "12", "--registrants", "8")).start()
        yield site
        site.stop()


def _zone_in_which_it_is_evening() -> str:
    """Named as POSIX does, where what lies east of Greenwich is less."""
    east = (HELD_SESSION - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-east:+d}"


def _micro(length: timedelta) -> int:
    return length // timedelta(microseconds=1)


def _stored(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}.000000"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
