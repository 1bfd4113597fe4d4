"""Pictures of every page, for looking at; and the moving one in the README.

    python -m tests.browser.screenshots DIR

puts each page at two widths (small windows at their own) in light and dark into DIR, and the README's picture into
static/about.
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from bench.server import ROOT
from tests.browser import looks
from tests.browser.cast import Cast
from tests.browser.chromium import launch
from tests.browser.gallery import WALKS
from tests.browser.small_window import SMALL
from tests.browser.someone import NARROW, WIDE, Size, Someone
from tests.browser.view import View
from tests.integration.live.person import Circle, Person
from tests.integration.live.served import Served
from tests.required_tools import require

README_PICTURE = ROOT / "static" / "about" / "session.gif"
LARGEST = 400_000
BESIDE: Size = (1024, 760)
TALL: Size = (420, 760)
DISCUSSION = 6
NEXT = "Presenter returns"
HELD_SESSION = 19
INTO_THE_DISCUSSION = timedelta(minutes=16)
GAP, GROUND, WIDTH = 24, "#e4e0d8", 1200
BEFORE_MS, FINGER_MS, AFTER_MS = 2_500, 1_200, 3_500
FADED_MS = 800
"""After which one phase's words have given way to the next one's."""


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
    """Two consoles and a participant's page, while one leader moves everybody on."""
    cast = Cast(browser)
    screens = ana, _, _ = _in_discussion(site, cast)
    frames = [_side_by_side(screens)]
    ana.button(f"Go to: {NEXT}").hover()
    frames.append(_side_by_side(screens))
    ana.button(f"Go to: {NEXT}").click()
    for each in screens:
        each.is_at(NEXT)
    ana.page.wait_for_timeout(FADED_MS)
    frames.append(_side_by_side(screens))
    cast.leave()
    README_PICTURE.parent.mkdir(exist_ok=True)
    frames[0].save(
        README_PICTURE,
        save_all=True,
        append_images=frames[1:],
        duration=[BEFORE_MS, FINGER_MS, AFTER_MS],
        loop=0,
        optimize=True,
    )
    assert README_PICTURE.stat().st_size < LARGEST, "The README's picture has grown too large."


def _in_discussion(site: Served, cast: Cast) -> tuple[Someone, Someone, Someone]:
    """A leader's console, a participant's page and the other leader's console."""
    circle = site.circle()
    zone = _zone_in_which_it_is_evening()
    site.change("UPDATE groups SET timezone = ?", zone)
    ana = cast.leader(circle.leaders[0], size=BESIDE, timezone_id=zone)
    ben = cast.leader(circle.leaders[1], size=TALL, timezone_id=zone)
    tom = cast.registrant(circle.registrants[0])
    lena = cast.registrant(circle.registrants[1], size=TALL, timezone_id=zone)
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
    for each in (ana, lena, ben):
        each.reloads()
        each.is_at("Group discussion")
    expect(ana.part("people-count").first).to_have_text("7 of 8")
    return ana, lena, ben


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


def _side_by_side(screens: Sequence[Someone]) -> Image.Image:
    """Their pages as they are now, one beside the other."""
    pictures = [Image.open(BytesIO(each.page.screenshot())) for each in screens]
    whole = Image.new(
        "RGB",
        (sum(one.width + GAP for one in pictures) + GAP, max(one.height for one in pictures) + 2 * GAP),
        GROUND,
    )
    left = GAP
    for one in pictures:
        whole.paste(one, (left, GAP))
        left += one.width + GAP
    small = whole.resize((WIDTH, round(whole.height * WIDTH / whole.width)), Image.Resampling.LANCZOS)
    return small.quantize(128, dither=Image.Dither.NONE)


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
