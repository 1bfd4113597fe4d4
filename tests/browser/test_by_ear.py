"""A whole session as somebody hears it who sees nothing: what is spoken, and the page as a screen reader goes through it."""

import re

import pytest
from playwright.sync_api import Locator

from balint_live.adapters.protocol_catalogue import load_catalogue
from tests.browser.cast import Cast
from tests.browser.leader import Leader
from tests.browser.registrant import Registrant
from tests.browser.someone import Someone
from tests.integration.live.person import Circle
from tests.integration.live.served import Served

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(300)]

HEARD = """
globalThis.heard = [];
document.addEventListener("DOMContentLoaded", () => {
  for (const region of document.querySelectorAll("[role='status'][data-part='announcer'], [role='alert']")) {
    const say = () => region.textContent && globalThis.heard.push(region.textContent);
    new MutationObserver(say).observe(region, { childList: true });
  }
});
"""
PHASES = load_catalogue().phases
PLAN = [
    ("opening", 3),
    ("case_call", 3),
    ("presentation", 7),
    ("clarifying", 5),
    ("pushback", 1),
    ("discussion", 30),
    ("return", 7),
    ("closing", 4),
]
MOMENT = re.compile(r"\d?\d:\d\d")


def test_what_everybody_hears_of_a_session(site: Served, circle: Circle, cast: Cast) -> None:
    ana, ben = (cast.leader(each, scripts=[HEARD]) for each in circle.leaders)
    tom, lena, olga = (cast.registrant(each, scripts=[HEARD]) for each in circle.registrants[:3])
    site.change("UPDATE registrants SET role = 'observer' WHERE id = ?", olga.person.id)
    for each in (ana, ben, tom, lena, olga):
        each.sits_down()
    ana.starts()
    ana.button("Start").click()
    for position, (phase, _) in enumerate(PLAN, start=1):
        if position > 1:
            ana.moves_on(PHASES[phase].name)
        all_hear(phase, tom, lena, olga, ben)
        if phase == "case_call":
            tom.presents()
            hears(tom, "You are marked as presenter.")
            hears(ben, f"{tom.name} is marked as presenter.")
    by_ear = {each.name: heard(each) for each in (tom, lena, olga)}
    end(ana)
    hears(ben, "Closed. Everything but attendance is erased.")

    told = [(phase, PHASES[phase].name, minutes) for phase, minutes in PLAN]
    assert by_ear[lena.name] == [now(phase, PHASES[phase].participants) for phase, _ in PLAN]
    assert by_ear[olga.name] == [now(phase, PHASES[phase].observers) for phase, _ in PLAN]
    toms = [now(phase, PHASES[phase].presenter or PHASES[phase].participants) for phase, _ in PLAN]
    toms[1:2] = [now("case_call", PHASES["case_call"].participants), "You are marked as presenter."]
    assert by_ear[tom.name] == toms
    bens = [f"{ana.name} moved to {name}{'.' * (name[-1] != '?')} {length(n)}." for _, name, n in told]
    bens[2:2] = [f"{tom.name} is marked as presenter."]
    assert heard(ben) == [*bens, "Closed. Everything but attendance is erased."]


def test_the_pages_in_a_discussion_as_a_screen_reader_has_them(circle: Circle, cast: Cast) -> None:
    ana = cast.leader(circle.leaders[0])
    tom, lena = (cast.registrant(each) for each in circle.registrants[:2])
    for each in (ana, tom, lena):
        each.sits_down()
    ana.starts()
    ana.button("Start").click()
    ana.is_at("Opening and agreement")
    ana.moves_everyone("Who has a case?")
    tom.presents()
    ana.moves_everyone("Group discussion")
    for each in (tom, lena):
        each.is_at("Group discussion")

    assert main_of(lena) == PARTICIPANTS
    assert main_of(tom) == PRESENTERS
    assert tree(ana.part("phases")) == LEADERS_PHASES


def test_two_signals_at_once_are_both_spoken(circle: Circle, cast: Cast) -> None:
    ana = cast.leader(circle.leaders[0], scripts=[HEARD])
    tom, lena = (cast.registrant(each) for each in circle.registrants[:2])
    for each in (ana, tom, lena):
        each.sits_down()
    for each, words in ((tom, "My room is not private yet"), (lena, "I'd like a word with a leader")):
        each.signals(words)
    lena.signals("My room is not private yet")

    ana.until(lambda: len(" ".join(heard(ana)).split(":")) == 4)
    assert " ".join(heard(ana)) == (
        f"{tom.name}: My room is not private yet. {lena.name}: I'd like a word with a leader. "
        f"{lena.name}: My room is not private yet."
    )


PARTICIPANTS = f"""\
- main:
  - heading "Group discussion" [level=1]
  - text: "Time in this phase: early"
  - button "Hide my clock"
  - paragraph: {PHASES["discussion"].participants}
  - paragraph: "Presenter sits back: the case is with the group. Speak to each other."
  - region "This session":
    - heading "This session" [level=2]
    - list:
      - listitem: Opening and agreement done
      - listitem: Who has a case? done
      - listitem: Presentation done
      - listitem: Clarifying questions done
      - listitem: Presenter sits back pushback done
      - listitem: Group discussion
      - listitem: Presenter returns
      - listitem: Closing
    - paragraph:
      - button "My room is not private yet"
    - paragraph:
      - button "Show this in a small window"
  - button "I'd like a word with a leader"
  - link "Open Zoom again (opens in a new tab)":
    - /url: ZOOM
  - paragraph: Press this too if you think you recognise the patient."""
PRESENTERS = f"""\
- main:
  - heading "Group discussion" [level=1]
  - paragraph: There is nothing you need to do now.
  - paragraph: Muted and camera off? Then there is nothing you need to do.
  - paragraph: {PHASES["discussion"].presenter}
  - paragraph: You will be invited back before the close.
  - button "I'd like to come back"
  - button "I need a leader"
  - paragraph"""
LEADERS_PHASES = """\
- region "Phases":
  - heading "Phases" [level=2]
  - list:
    - listitem:
      - button "Look at Opening and agreement done, took TIME minutes"
    - listitem:
      - button "Look at Who has a case? done, took TIME minutes"
    - listitem:
      - button "Look at Presentation skipped"
    - listitem:
      - button "Look at Clarifying questions skipped"
    - listitem:
      - button "Look at Presenter sits back skipped"
    - listitem:
      - button "Look at Group discussion now 30 minutes"
    - listitem:
      - button "Look at Presenter returns to come TIME 7 minutes"
    - listitem:
      - button "Look at Closing to come TIME 4 minutes"
  - button "End session…\""""


def all_hear(phase: str, tom: Registrant, lena: Registrant, olga: Registrant, ben: Leader) -> None:
    """Before anything else is said, so that nothing is spoken over."""
    for each in (tom, lena, olga):
        hears_of(each, f"Now: {PHASES[phase].name}")
    hears_of(ben, f" moved to {PHASES[phase].name}")


def end(ana: Leader) -> None:
    ana.presses("End session…")
    ana.button("End and erase").click()
    ana.is_at("Session ended")


def hears(someone: Someone, words: str) -> None:
    someone.until(lambda: heard(someone)[-1:] == [words])


def hears_of(someone: Someone, words: str) -> None:
    someone.until(lambda: any(words in said for said in heard(someone)[-1:]))


def heard(someone: Someone) -> list[str]:
    """Since the page was loaded."""
    found: list[str] = someone.page.evaluate("heard")
    return found


def main_of(someone: Someone) -> str:
    return tree(someone.page.locator("main"))


def tree(part: Locator) -> str:
    """The accessibility tree, with moments and addresses by their kind."""
    said = re.sub(r"/meetings/\w+/zoom", "ZOOM", part.aria_snapshot())
    return MOMENT.sub("TIME", said)


def now(phase: str, guidance: str) -> str:
    name = PHASES[phase].name
    return f"Now: {name}{'.' * (name[-1] != '?')} {guidance}"


def length(minutes: int) -> str:
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
