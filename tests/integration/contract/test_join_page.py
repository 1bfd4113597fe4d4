"""`/join/<token>`: looking has no effect, the press has one, and a link that does not hold never says whose it was."""

from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import quote

import jwt

from balint_live.adapters.tokens import Tokens
from tests.integration.live.person import Answer, Person
from tests.integration.live.served import Served

SCANNER = {"User-Agent": "LinkScanner/2.1", "Accept": "*/*"}


class Facts(NamedTuple):
    acknowledged: int
    intervals: int


def facts_of(site: Served, person: Person) -> Facts:
    of = (person.meeting, person.id)
    [(agreed,)] = site.rows(
        "SELECT count(*) FROM acknowledgements WHERE meeting_id = ? AND registrant_id = ?", *of
    )
    [(present,)] = site.rows(
        "SELECT count(*) FROM presence_intervals WHERE meeting_id = ? AND registrant_id = ?", *of
    )
    return Facts(agreed, present)


def test_twenty_looks_of_a_scanner_leave_no_trace_and_the_press_works_afterwards(site: Served) -> None:
    registrant = site.circle().registrants[0]
    before = site.tables(registrant.meeting)

    looks = [registrant.elsewhere().get(registrant.link, **SCANNER) for _ in range(20)]
    heads = [registrant.elsewhere().ask("HEAD", registrant.link, None, SCANNER) for _ in range(20)]
    keeping_cookies = [registrant.get(registrant.link, **SCANNER) for _ in range(20)]

    assert {answer.status for answer in looks + heads + keeping_cookies} == {200}
    assert site.tables(registrant.meeting) == before
    assert registrant.get(registrant.page).status == 404, "no cookie a look was given opens anything"

    assert registrant.press().status == 303
    assert facts_of(site, registrant) == Facts(1, 1)


def test_the_page_has_one_form_and_nothing_that_presses_it(site: Served) -> None:
    registrant = site.circle().registrants[0]
    page = registrant.get(registrant.link)

    assert (page.text.count("<form"), page.text.count('method="post"')) == (1, 1)
    assert "<script" not in page.text
    assert "I agree, and my room is private" in page.text
    assert sorted(page.form) == ["csrf_token"]


def test_the_press_acknowledges_checks_in_sets_the_cookie_and_leads_to_the_display(site: Served) -> None:
    registrant = site.circle().registrants[0]
    answer = registrant.press()

    assert answer.status == 303
    assert answer.headers["location"].removeprefix(site.url) == registrant.page
    assert len(answer.cookies) == 1
    assert registrant.get(registrant.page).status == 200
    [(version, at)] = site.rows(
        "SELECT version, at FROM acknowledgements WHERE registrant_id = ?", registrant.id
    )
    [(source, provisional, joined, left)] = site.rows(
        "SELECT source, provisional, joined_at, left_at FROM presence_intervals WHERE registrant_id = ?",
        registrant.id,
    )
    assert (version, source, provisional) == ("1", "self_checkin", 1)
    assert joined == left == at


def test_a_second_press_acknowledges_nothing_anew(site: Served) -> None:
    registrant = site.circle().registrants[0]
    registrant.press()
    once = site.tables(registrant.meeting)

    assert registrant.press().status == 303
    assert registrant.elsewhere().press().status == 303
    assert site.tables(registrant.meeting) == once


def test_the_same_link_in_two_tabs_may_be_pressed_in_both(site: Served) -> None:
    registrant = site.circle().registrants[0]
    forms = [registrant.get(registrant.link).form for _ in range(2)]

    assert [registrant.post(registrant.link, form).status for form in forms] == [303, 303]
    assert registrant.post(registrant.link, forms[0]).status == 303, "and Back, and once more"
    assert facts_of(site, registrant) == Facts(1, 1)


def test_a_press_without_the_forms_own_fields_changes_nothing(site: Served) -> None:
    registrant = site.circle().registrants[0]
    before = site.tables(registrant.meeting)

    registrant.get(registrant.link)
    answer = registrant.post(registrant.link, {})

    assert answer.status == 400
    assert "set-cookie" not in answer.headers
    assert site.tables(registrant.meeting) == before


def test_before_the_door_opens_the_page_says_when_and_a_press_changes_nothing(site: Served) -> None:
    circle = site.circle()
    early, form = circle.registrants[0], circle.registrants[0].get(circle.registrants[0].link).form
    site.change(
        "UPDATE meetings SET scheduled_start = '2031-06-05 17:00:00.000000',"
        " scheduled_end = '2031-06-05 18:00:00.000000' WHERE id = ?",
        circle.meeting,
    )
    before = site.tables(circle.meeting)

    page = early.get(early.link)
    pressed = early.post(early.link, form)

    for answer in (page, pressed):
        assert answer.status == 200
        assert "The door opens at 17:30" in answer.text
        assert "<form" not in answer.text
    assert site.tables(circle.meeting) == before
    assert early.get(early.page).status == 404


def test_after_the_session_the_page_says_so_and_a_press_changes_nothing(site: Served) -> None:
    registrant = site.circle().registrants[0]
    form = registrant.get(registrant.link).form
    site.change(
        "UPDATE meetings SET opened_at = scheduled_start, closed_at = scheduled_end, closed_revision = 9 WHERE id = ?",
        registrant.meeting,
    )
    before = site.tables(registrant.meeting)

    for answer in (registrant.get(registrant.link), registrant.post(registrant.link, form)):
        assert answer.status == 200
        assert "This session has ended" in answer.text
        assert "<form" not in answer.text
    assert site.tables(registrant.meeting) == before


def test_with_no_session_planned_a_link_says_so_and_a_leaders_leads_to_the_groups(site: Served) -> None:
    circle = site.circle()
    registrant, leader = circle.registrants[0], circle.leaders[0]
    site.change("DELETE FROM meetings WHERE id = ?", circle.meeting)

    looked, pressed = registrant.get(registrant.link), leader.press()

    assert (looked.status, "No session is planned" in looked.text) == (200, True)
    assert (pressed.status, pressed.headers["location"]) == (303, "/groups")


def test_an_altered_link_was_never_valid(site: Served) -> None:
    registrant = site.circle().registrants[0]
    form = registrant.get(registrant.link).form
    token, before = token_of(registrant), site.tables(registrant.meeting)
    signed, signature = token.split(".")
    altered = [
        token[:-3],
        token + "x",
        signed,
        f"{signed}.",
        f"{signed}.{signature[::-1]}",
        "x",
        "%00",
        "é",
    ]

    for one in altered:
        answers = [registrant.get(quoted(one)), registrant.post(quoted(one), form)]
        assert [answer.status for answer in answers] == [404, 404], one
        assert all(tells_nothing_of(registrant, answer) for answer in answers)
    assert site.tables(registrant.meeting) == before


def test_a_link_signed_by_nobody_or_for_another_door_was_never_valid(site: Served) -> None:
    circle = site.circle()
    claims = old_claims(circle.registrants[0])
    forged = [
        jwt.encode(claims, "x" * 48, algorithm="HS256"),
        jwt.encode(claims, "", algorithm="none"),
        jwt.encode({**claims, "aud": "sign-in"}, site.secret, algorithm="HS256"),
        jwt.encode({**claims, "aud": ["join", "sign-in"]}, site.secret, algorithm="HS256"),
        jwt.encode({name: claims[name] for name in claims if name != "exp"}, site.secret, algorithm="HS256"),
        token_of(circle.leaders[0]),
    ]

    old = jwt.encode(claims, site.secret, algorithm="HS256")
    assert circle.registrants[1].get(f"/join/{old}").status == 200, "as earlier versions signed it"
    assert [circle.registrants[1].get(f"/join/{token}").status for token in forged] == [404] * 6
    assert circle.leaders[0].get(f"/sign-in/{token_of(circle.registrants[0])}").status == 404


def test_a_link_that_was_withdrawn_is_gone_and_does_not_say_whose_it_was(site: Served) -> None:
    registrant = site.circle().registrants[0]
    form = registrant.get(registrant.link).form
    site.change("UPDATE registrants SET link_version = link_version + 1 WHERE id = ?", registrant.id)
    before = site.tables(registrant.meeting)

    answers = [registrant.get(registrant.link), registrant.post(registrant.link, form)]

    assert [answer.status for answer in answers] == [410, 410]
    assert all(tells_nothing_of(registrant, answer) for answer in answers)
    assert site.tables(registrant.meeting) == before


def test_a_link_whose_time_is_over_is_gone(site: Served) -> None:
    registrant = site.circle().registrants[0]
    id, group, version, _ = parts_of(registrant)
    over = Tokens(site.secret).join_token(id, group, int(version), datetime(2020, 1, 1, tzinfo=UTC))
    claims = old_claims(registrant)
    over_of_old = jwt.encode({**claims, "exp": claims["iat"] - 1}, site.secret, algorithm="HS256")

    answers = [registrant.get(f"/join/{token}") for token in (over, over_of_old)]

    assert [answer.status for answer in answers] == [410, 410]
    assert all(tells_nothing_of(registrant, answer) for answer in answers)


def test_a_withdrawn_link_ends_the_logins_it_gave(site: Served) -> None:
    circle = site.circle()
    registrant, leader = circle.registrants[0], circle.leaders[0]
    assert [registrant.press().status, leader.press().status] == [303, 303]
    site.change("UPDATE registrants SET link_version = link_version + 1 WHERE id = ?", registrant.id)
    site.change("UPDATE leaders SET login_version = login_version + 1 WHERE id = ?", leader.id)

    assert [person.get(person.page).status for person in (registrant, leader)] == [404, 404]
    assert registrant.get(registrant.link).status == 410
    assert leader.press().status == 303, "the demo's standing link signs in anew"


def tells_nothing_of(person: Person, answer: Answer) -> bool:
    return person.name not in answer.text and person.id not in answer.text


def quoted(token: str) -> str:
    return f"/join/{quote(token, safe='%.')}"


def token_of(person: Person) -> str:
    return person.link.rpartition("/")[2]


def parts_of(person: Person) -> list[str]:
    """Who, in which group, under which version, issued when."""
    return token_of(person).split(".")[0].split("-")


def old_claims(person: Person) -> dict[str, Any]:
    """What a link of theirs claimed in earlier versions."""
    id, group, version, issued = parts_of(person)
    return {
        "iss": "balint-live",
        "aud": "join",
        "jti": f"{id}.{version}",
        "iat": int(issued),
        "exp": int(issued) + 86400,
        "sub": id,
        "ver": int(version),
        "grp": group,
    }
