"""`/sign-in` and `/sign-in/<token>`: leaders and coordinators come in by a mail, and nobody learns who they are."""

import re

import pytest

from tests.integration.contract.front_door import Browser, FrontDoor
from tests.integration.database.cast import ANA, CARLA, ISSUED
from tests.integration.live.person import Answer

KNOWN, UNKNOWN = "ana@example.org", "zed@example.org"
VARIES = re.compile(r'(name="csrf_token" value=")[^"]*|(?:ana|zed)@')


def asked(door: FrontDoor, email: str = KNOWN) -> Browser:
    """A browser in which the mail was asked for."""
    browser = door.browser()
    assert browser.post("/sign-in", email=email).status == 200
    return browser


def alike(one: Answer, other: Answer) -> bool:
    """Whether two answers cannot be told apart, but for the address each repeats and the forms' own proof."""
    headers = [
        {name: value for name, value in each.headers.items() if name != "set-cookie"} for each in (one, other)
    ]
    cookies = [[cookie.partition("=")[0] for cookie in each.cookies] for each in (one, other)]
    texts = [VARIES.sub(r"\1", each.text) for each in (one, other)]
    return (one.status, headers[0], cookies[0], texts[0]) == (other.status, headers[1], cookies[1], texts[1])


def test_the_press_signs_in_and_leads_to_the_session_that_is_near(door: FrontDoor) -> None:
    laptop = asked(door)
    assert "<form" in laptop.get(door.mailed_link).text
    answer = laptop.post(door.mailed_link)
    assert (answer.status, answer.headers["location"]) == (303, "/meetings/third")
    assert laptop.who == ANA
    assert laptop.get("/meetings/third").status == 200


def test_long_before_a_session_it_leads_to_the_groups(door: FrontDoor) -> None:
    door.clock.wait(minutes=-121)
    laptop = asked(door)
    answer = laptop.post(door.mailed_link)
    assert (answer.status, answer.headers["location"], laptop.who) == (303, "/groups", ANA)


def test_the_digits_sign_in_at_the_page_that_answered(door: FrontDoor) -> None:
    laptop = door.browser()
    page = laptop.post("/sign-in", email=KNOWN)
    answer = laptop.send("/sign-in", **page.form, code=door.mailed_digits)
    assert (answer.status, answer.headers["location"], laptop.who) == (303, "/meetings/third", ANA)


def test_the_digits_field_is_one_a_telephone_can_fill(door: FrontDoor) -> None:
    text = door.browser().post("/sign-in", email=KNOWN).text
    [field] = re.findall(r'<input id="code"[^>]*>', text)
    assert 'autocomplete="one-time-code"' in field
    assert 'inputmode="numeric"' in field


def test_a_scanner_uses_nothing_up_and_signs_nobody_in(door: FrontDoor) -> None:
    laptop = asked(door)
    before, scanner = door.everything(), door.browser()
    looks = [scanner.get(door.mailed_link) for _ in range(20)] + [scanner.head(door.mailed_link)]
    presses = [scanner.post(door.mailed_link) for _ in range(3)]
    with_a_proof = [
        scanner.send(door.mailed_link, **scanner.get("/sign-in").form),
        scanner.send("/sign-in", **scanner.get("/sign-in").form, code=door.mailed_digits),
    ]

    assert {each.status for each in looks} == {200}
    assert {each.status for each in presses} == {400}, "there is nothing to press"
    assert [each.status for each in with_a_proof] == [403, 410]
    assert "type the six digits" in with_a_proof[0].text
    assert (scanner.who, door.everything()) == (None, before)
    assert laptop.post(door.mailed_link).status == 303
    assert laptop.who == ANA


def test_the_asking_browser_too_may_look_as_often_as_it_likes(door: FrontDoor) -> None:
    laptop = asked(door)
    before = door.everything()
    assert {laptop.get(door.mailed_link).status for _ in range(20)} == {200}
    assert (laptop.who, door.everything()) == (None, before)


def test_a_link_is_good_once(door: FrontDoor) -> None:
    laptop = asked(door)
    link, form = door.mailed_link, laptop.get(door.mailed_link).form
    assert laptop.send(link, **form).status == 303
    again = [laptop.get(link), laptop.send(link, **laptop.get("/account").form), door.browser().get(link)]
    assert [each.status for each in again] == [410] * 3
    assert "Ana" not in again[0].text + again[2].text


@pytest.mark.parametrize(("minutes", "status"), [(14.9, 303), (15, 410)])
def test_for_a_quarter_of_an_hour(door: FrontDoor, minutes: float, status: int) -> None:
    laptop = asked(door)
    link, form = door.mailed_link, laptop.get(door.mailed_link).form
    door.clock.wait(minutes=minutes)
    assert laptop.send(link, **form).status == status


def test_an_altered_link_was_never_valid(door: FrontDoor) -> None:
    laptop = asked(door)
    carlas = door.personal("join", CARLA).replace("/join/", "/sign-in/")
    standing = f"/sign-in/{door.tokens.standing_sign_in_token('ana', ISSUED)}"
    wrong = [f"{door.mailed_link}x", "/sign-in/x", carlas, standing]
    assert [laptop.get(each).status for each in wrong] == [404] * 4
    form = laptop.get("/sign-in").form
    assert [laptop.send(each, **form).status for each in wrong] == [404] * 4
    assert laptop.who is None


def test_known_and_unknown_addresses_are_answered_alike(door: FrontDoor) -> None:
    one, other = door.browser(), door.browser()
    pages = [one.get("/sign-in"), other.get("/sign-in")]
    sent = [
        one.send("/sign-in", **pages[0].form, email=KNOWN),
        other.send("/sign-in", **pages[1].form, email=UNKNOWN),
    ]
    assert alike(*sent)
    for _ in range(7):
        sent = [
            one.send("/sign-in", **{**sent[0].form, "code": door.wrong_digits}),
            other.send("/sign-in", **{**sent[1].form, "code": door.wrong_digits}),
        ]
        assert alike(*sent)
    assert alike(one.get("/sign-in"), other.get("/sign-in"))


def test_so_is_asking_too_often(door: FrontDoor) -> None:
    laptop = asked(door)
    often = [laptop.post("/sign-in", email=KNOWN) for _ in range(9)]
    unknown = [laptop.post("/sign-in", email=UNKNOWN) for _ in range(9)]
    assert all(alike(one, other) for one, other in zip(often, unknown, strict=True))
    assert door.rows("SELECT count(*) FROM mails") == [(1,)]


def test_only_a_leaders_asking_leaves_a_row(door: FrontDoor) -> None:
    asked(door)
    asked(door, UNKNOWN)
    assert door.rows("SELECT leader_id FROM sign_ins") == [("ana",)]
    assert door.rows("SELECT leader_id FROM mails") == [("ana",)]


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_nobody_is_looked_for_before_the_answer(door: FrontDoor, email: str) -> None:
    browser = door.browser()
    form, before = browser.get("/sign-in").form, door.everything()
    door.beside.hold()
    asked_of_the_database: list[str] = []
    with door.statements(asked_of_the_database):
        assert browser.send("/sign-in", **form, email=email).status == 200
    assert (asked_of_the_database, door.everything()) == ([], before)
    door.beside.go_on()
    assert door.rows("SELECT count(*) FROM mails") == [(1 if email == KNOWN else 0,)]


def test_strangers_who_ask_do_not_keep_a_leader_out(door: FrontDoor) -> None:
    for _ in range(12):
        asked(door)
    laptop = asked(door)
    door.clock.wait(minutes=1)
    assert laptop.post("/sign-in", email=KNOWN).status == 200
    assert laptop.post(door.mailed_link).status == 303
    assert laptop.who == ANA


def test_a_browser_that_was_here_before_is_let_in_among_any_number_of_strangers(door: FrontDoor) -> None:
    laptop = asked(door)
    signed_in = laptop.post(door.mailed_link)
    laptop.post("/account", where="here")
    for _ in range(31):
        asked(door)
    mails = "SELECT count(*) FROM mails"
    assert door.rows(mails) == [(30,)]

    assert door.browser().post("/sign-in", email=KNOWN).status == 200
    assert door.rows(mails) == [(30,)]
    door.clock.wait(minutes=1)
    assert laptop.post("/sign-in", email=KNOWN).status == 200
    assert door.rows(mails) == [(31,)]
    assert laptop.post(door.mailed_link).status == 303
    [cookie] = [each for each in signed_in.cookies if each.startswith("balint-known=")]
    kept = ("HttpOnly", "SameSite=Lax", "Max-Age=15552000", "Path=/")
    assert [each for each in kept if each in cookie] == list(kept)


def test_over_the_figure_for_all_they_are_told_to_come_later_and_keep_what_they_typed(
    door: FrontDoor,
) -> None:
    laptop = asked(door)
    laptop.post(door.mailed_link)
    stranger = door.browser()
    forms = {page: stranger.get(page).form for page in ("/sign-in", "/link-again")}
    assert {stranger.send("/sign-in", **forms["/sign-in"], email=UNKNOWN).status for _ in range(59)} == {200}
    for page, form in forms.items():
        answers = (stranger.send(page, **form, email=UNKNOWN) for _ in range(2000))
        late = next(each for each in answers if each.status != 200)
        assert (late.status, f'value="{UNKNOWN}"' in late.text) == (429, True)
        assert "Too many people are asking right now. Try again in a minute" in late.text
    assert laptop.post("/sign-in", email=KNOWN).status == 200
    assert stranger.post("/sign-in", email=KNOWN, code="123456").status == 403


def test_five_wrong_tries_end_it_and_a_new_mail_is_offered_with_the_address_kept(door: FrontDoor) -> None:
    laptop = asked(door)
    tries = [laptop.post("/sign-in", email=KNOWN, code=door.wrong_digits) for _ in range(5)]
    assert [each.status for each in tries] == [403] * 4 + [410]
    assert f'value="{KNOWN}"' in tries[-1].text
    assert laptop.post("/sign-in", code=door.mailed_digits).status == 410
    assert laptop.get(door.mailed_link).status == 410


@pytest.mark.parametrize(
    "typed", ["", "ana", "ana@", "@example.org", "a b@example.org", "x" * 300 + "@example.org"]
)
def test_what_is_no_address_comes_back_as_it_was_typed(door: FrontDoor, typed: str) -> None:
    answer = door.browser().post("/sign-in", email=typed)
    assert answer.status == 422
    assert f'value="{typed}"' in answer.text
    assert door.rows("SELECT count(*) FROM sign_ins") == [(0,)]


def test_signing_in_takes_over_nothing_the_browser_held_before(door: FrontDoor) -> None:
    laptop = asked(door)
    form = laptop.get(door.mailed_link).form
    laptop.send(door.mailed_link, **form)
    first = laptop.login
    secret = laptop.secret
    door.clock.wait(minutes=1)
    assert laptop.post("/sign-in", email=KNOWN).status == 200
    laptop.post(door.mailed_link)
    assert (laptop.who, laptop.login != first, len(laptop.login or "")) == (ANA, True, 22)
    assert (secret, laptop.secret) == (None, None)
    assert laptop.send("/account", **form, where="here").status == 303, (
        "open pages of this browser still count"
    )


def test_the_database_holds_no_link_no_digits_and_no_cookie(door: FrontDoor) -> None:
    laptop = asked(door)
    stored = str(door.everything())
    kept_out = [laptop.secret or "", door.mailed_link.rpartition("/")[2], f"'{door.mailed_digits}'"]
    assert door.newest[0] in stored
    assert [each in stored for each in kept_out] == [False] * 3
