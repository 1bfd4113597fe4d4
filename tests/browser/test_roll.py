"""The roll with nothing but keys: from "End session" to a confirmed record, and who is here while the session runs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from balint_live.domain.names import by_family
from tests.browser.cast import Cast
from tests.browser.leader import Leader
from tests.integration.live.person import Circle, Person
from tests.integration.live.served import Served

pytestmark = pytest.mark.needs_browser

TEN = ("--groups", "3", "--registrants", "10")
LENGTH = timedelta(minutes=90)
CONFIRM = "Confirm attendance, 10 here"
MOST_KEYS = 12
PRESENCE = (
    "INSERT INTO presence_intervals (meeting_id, registrant_id, source, joined_at, left_at, provisional) "
    "VALUES (?, ?, 'self_checkin', ?, ?, 0)"
)


@dataclass
class Keys:
    """The keys of a leader who has no mouse, counted."""

    page: Page
    pressed: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


@pytest.fixture(scope="module")
def ten_each(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("roll"), size=TEN).start()
    yield served
    assert served.complaints() == []
    served.stop()


@pytest.fixture
def session(ten_each: Served) -> Circle:
    return ten_each.circle()


def test_ten_people_of_whom_all_was_seen_take_five_keys(
    ten_each: Served, session: Circle, cast: Cast
) -> None:
    ana = leads(cast, session)
    went_on(ten_each, session, {person.id: (0, 90) for person in session.registrants})
    keys = ends(ana)
    expect(ana.page.get_by_role("button", name=CONFIRM)).to_be_focused()
    keys.press("Enter")
    expect(ana.page.get_by_role("heading", level=1)).to_have_text("Attendance, confirmed")
    expect(ana.page.get_by_text("90 of 90 minutes")).to_have_count(10)
    assert (keys.pressed, keys.pressed <= MOST_KEYS) == (5, True)


def test_every_open_question_takes_one_key_more(ten_each: Served, session: Circle, cast: Cast) -> None:
    """The first came after twelve minutes and says that they were in Zoom; the second left early."""
    ana = leads(cast, session)
    late, early, *others = sorted(session.registrants, key=lambda person: by_family(person.name))
    seen = {person.id: (0, 90) for person in others}
    went_on(ten_each, session, {**seen, late.id: (12, 90), early.id: (0, 40)})
    keys = ends(ana)
    expect(ana.page.get_by_role("group").first.get_by_label("Away")).to_be_focused()
    keys.press("h", "a")
    expect(ana.page.get_by_role("button", name=CONFIRM)).to_be_focused()
    keys.press("Enter")
    expect(ana.page.get_by_role("heading", level=1)).to_have_text("Attendance, confirmed")
    assert minutes_of(ana, late, early) == ["90 of 90 minutes", "40 of 90 minutes"]
    assert keys.pressed == 7


def test_who_is_here_is_said_beside_the_console_which_hears_of_it(
    ten_each: Served, session: Circle, cast: Cast
) -> None:
    ana = leads(cast, session)
    first, second, *_ = sorted(session.registrants, key=lambda person: by_family(person.name))
    link = ana.page.get_by_role("link", name="Confirm the roll (opens beside this page)")
    expect(link).to_be_hidden()
    ana.moves_on("Who has a case?")
    with ana.context.expect_page() as opened:
        link.click()
    roll = opened.value
    confirm = roll.locator("[data-part=confirm]")
    expect(confirm).to_have_text("Confirm roll, 0 here")
    expect(roll.locator("[data-part=keys]")).to_be_visible()
    keys = Keys(roll)
    keys.press("Control+h", "Enter", "h")
    expect(confirm).to_have_text("Confirm roll, 1 here")
    expect(
        roll.get_by_role("group", name=f"Is {second.name} here?").get_by_label("Here", exact=True)
    ).to_be_checked()
    confirm.focus()
    keys.press("Enter")
    expect(roll.get_by_text(f"The roll was confirmed by {ana.name}")).to_be_visible()
    expect(ana.row(second.name)).to_contain_text("here")
    expect(ana.row(first.name)).to_contain_text("not here yet")


def test_answers_count_along_whichever_way_they_are_given(
    ten_each: Served, cast: Cast, own_site: Callable[..., Served]
) -> None:
    site = own_site(size=("--groups", "1", "--registrants", "4"))
    session = site.circle()
    ana = leads(cast, session)
    first, second, *_ = sorted(session.registrants, key=lambda person: by_family(person.name))
    went_on(site, session, {first.id: (0, 90)})
    ends(ana)
    confirm = ana.page.locator("[data-part=confirm]")
    expect(confirm).to_have_text("Confirm attendance, 1 here")
    ana.page.get_by_role("group").filter(has_text=second.name).get_by_label("Here").check()
    expect(confirm).to_have_text("Confirm attendance, 2 here")
    ana.page.get_by_label(f"Not here at all: {first.name}").check()
    expect(confirm).to_have_text("Confirm attendance, 1 here")


def leads(cast: Cast, session: Circle) -> Leader:
    """At her console, the session just opened, with nobody in it."""
    ana = cast.leader(session.leaders[0])
    ana.sits_down()
    ana.starts()
    ana.button("Start").click()
    ana.is_at("Opening and agreement")
    return ana


def went_on(site: Served, session: Circle, seen: dict[str, tuple[float, float]]) -> None:
    """As if it had been opened ninety minutes ago; of these people pages answered, in minutes from the opening."""
    opened = datetime.now(UTC).replace(microsecond=0) - LENGTH
    site.change(
        "UPDATE live_meetings SET opened_at = ?, credit_since = ?, moved_by = NULL, move_type = NULL, "
        "moved_at = NULL, moved_from = NULL WHERE meeting_id = ?",
        stored(opened),
        stored(opened),
        session.meeting,
    )
    for person, (join, leave) in seen.items():
        moments = (stored(opened + timedelta(minutes=each)) for each in (join, leave))
        site.change(PRESENCE, session.meeting, person, *moments)


def ends(ana: Leader) -> Keys:
    """From the button "End session" to the roll."""
    ana.part("end-session").focus()
    keys = Keys(ana.page)
    keys.press("Enter", "Tab")
    expect(ana.button("End and erase")).to_be_focused()
    keys.press("Enter")
    expect(ana.page.get_by_role("link", name="Confirm attendance")).to_be_focused()
    keys.press("Enter")
    expect(ana.page.get_by_role("heading", level=1)).to_have_text("Attendance, not yet confirmed")
    return keys


def minutes_of(ana: Leader, *people: Person) -> list[str]:
    rows = [ana.page.get_by_role("listitem").filter(has_text=person.name) for person in people]
    return [row.locator(".aside").inner_text() for row in rows]


def stored(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}.000000"
