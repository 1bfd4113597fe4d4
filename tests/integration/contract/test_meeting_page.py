"""`/meetings/<id>` and what lies beside it: who gets in, what everybody else reads, where the Zoom address is."""

import re
from collections.abc import Callable

import pytest

from tests.integration.live.person import Answer, Person
from tests.integration.live.served import Served


@pytest.fixture
def site(eventlet_site: Served) -> Served:
    """What is read here does not depend on the async mode."""
    return eventlet_site


NOBODY = {"id": "", "name": "", "link": ""}
PERSONAL = ("", "/zoom", "/token", "/snapshot", "/presence")


def stranger(site: Served, meeting: str) -> Person:
    return Person(site.url, meeting, NOBODY)


def test_a_registrant_gets_the_display_and_a_leader_the_console(site: Served) -> None:
    circle = site.circle()
    registrant, leader = circle.registrants[0], circle.leaders[0]
    registrant.press()
    leader.press()

    display, console = registrant.get(registrant.page), leader.get(leader.page)

    assert [display.status, console.status] == [200, 200]
    assert ("js/pages/display.js" in display.text, "js/pages/console.js" in display.text) == (True, False)
    assert ("js/pages/display.js" in console.text, "js/pages/console.js" in console.text) == (False, True)


@pytest.mark.parametrize("beside", PERSONAL)
def test_for_anybody_else_it_is_the_same_as_an_address_that_does_not_exist(site: Served, beside: str) -> None:
    circle, other = site.circle(), site.circle()
    pressed = [other.registrants[0], other.leaders[0]]
    for person in pressed:
        assert person.press().status == 303

    for person in (*pressed, stranger(site, circle.meeting)):
        theirs = person.get(f"/meetings/{circle.meeting}{beside}")
        nobodys = person.get(f"/meetings/0123456789abcdef{beside}")
        assert (theirs.status, theirs.body) == (404, nobodys.body)
        assert _comparable(theirs) == _comparable(nobodys)


def test_ids_nobody_would_make_up_open_nothing(site: Served) -> None:
    registrant = site.circle().registrants[0]
    registrant.press()
    ids = ["%00", "%FF", "..", "a" * 1500, "%F0%9F%92%A9", "1' OR '1'='1".replace(" ", "%20"), "%ED%A0%80"]
    assert [registrant.get(f"/meetings/{one}").status for one in ids] == [404] * len(ids)


def test_the_zoom_address_is_a_redirect_and_stands_in_no_page(site: Served) -> None:
    circle = site.circle()
    registrant, leader = circle.registrants[0], circle.leaders[0]
    [(address,)] = site.rows(
        "SELECT zoom_url FROM groups JOIN meetings ON group_id = groups.id WHERE meetings.id = ?",
        circle.meeting,
    )
    before = [person.get(f"{person.page}/zoom").status for person in (registrant, leader)]
    pages = [registrant.get(registrant.link), leader.get(leader.link)]
    registrant.press()
    leader.press()
    redirects = [person.get(f"{person.page}/zoom") for person in (registrant, leader)]
    pages += [
        person.get(f"{person.page}{beside}")
        for person in (registrant, leader)
        for beside in ("", "/snapshot")
    ]
    pages.append(leader.get(f"{leader.page}/presence"))

    assert before == [404, 404]
    assert [(answer.status, answer.headers["location"]) for answer in redirects] == [(302, address)] * 2
    assert [page.status for page in pages] == [200] * 7
    assert all("zoom.example" not in page.text for page in pages)


def test_without_a_zoom_address_there_is_nothing_to_be_sent_to(site: Served) -> None:
    circle = site.circle()
    site.change(
        "UPDATE groups SET zoom_url = NULL WHERE id = (SELECT group_id FROM meetings WHERE id = ?)",
        circle.meeting,
    )
    registrant, leader = circle.registrants[0], circle.leaders[0]
    registrant.press()
    leader.press()

    assert registrant.get(f"{registrant.page}/zoom").status == 404
    assert f"{registrant.page}/zoom" not in registrant.get(registrant.page).text
    [(group,)] = site.rows("SELECT group_id FROM meetings WHERE id = ?", circle.meeting)
    for page in (leader.page, f"/groups/{group}"):
        told = " ".join(leader.get(page).text.split())
        assert f'No Zoom link yet. <a href="/groups/{group}/settings">Add it</a>' in told


def test_a_registrant_who_has_not_agreed_is_led_to_the_reminder_and_sees_nothing(site: Served) -> None:
    registrant = site.circle().registrants[0]
    registrant.press()
    site.change("DELETE FROM acknowledgements WHERE registrant_id = ?", registrant.id)

    answer = registrant.get(registrant.page)

    assert (answer.status, answer.headers["location"].removeprefix(site.url)) == (
        303,
        registrant.link.removeprefix(site.url),
    )
    assert [
        registrant.get(f"{registrant.page}{beside}").status for beside in ("/token", "/snapshot", "/zoom")
    ] == [
        404,
        404,
        404,
    ]


def test_every_answer_carries_the_headers_and_personal_pages_are_kept_by_nobody(site: Served) -> None:
    circle = site.circle()
    registrant, leader = circle.registrants[0], circle.leaders[0]
    answers = [registrant.get(registrant.link), leader.get(leader.link), registrant.press(), leader.press()]
    answers += [registrant.get(f"{registrant.page}{beside}") for beside in ("", "/token", "/snapshot")]
    answers += [leader.get(f"{leader.page}{beside}") for beside in ("", "/presence")]
    answers += [
        registrant.get(address) for address in ("/", "/privacy", "/healthz", "/nowhere", "/join/none")
    ]
    answers += [registrant.post(registrant.link, {}), registrant.ask("PUT", "/")]
    answers.append(registrant.get("/static/css/main.css"))

    for answer in answers:
        assert {name: answer.headers.get(name) for name in expected_headers(site)} == expected_headers(site)
    assert {answer.headers["cache-control"] for answer in answers[:-1]} == {"no-store"}
    assert answers[-1].headers["cache-control"] == "no-cache"
    zoom = registrant.get(f"{registrant.page}/zoom")
    assert zoom.headers["referrer-policy"] == "no-referrer", "Zoom need not know from where"
    assert zoom.headers["cache-control"] == "no-store"


def expected_headers(site: Served) -> dict[str, str]:
    return {
        "content-security-policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
            f"connect-src 'self' ws://127.0.0.1:{site.port}; form-action 'self'; frame-ancestors 'none'; "
            "base-uri 'none'"
        ),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), screen-wake-lock=(self)",
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex, nofollow",
    }


def test_no_page_names_another_host_or_carries_script_or_style(site: Served) -> None:
    circle = site.circle()
    registrant, leader = circle.registrants[0], circle.leaders[0]
    pages = [
        registrant.get("/"),
        registrant.get("/privacy"),
        registrant.get(registrant.link),
        leader.get(leader.link),
    ]
    registrant.press()
    leader.press()
    pages += [registrant.get(registrant.page), leader.get(leader.page)]

    for page in pages:
        assert "https://" not in page.text
        others = re.sub(rf"http://[a-z0-9.]*localhost:{site.port}/", "", page.text.replace(site.url, ""))
        assert others.count("http://") == page.text.count("http://www.w3.org/")
        assert ("<style" in page.text, " style=" in page.text, " onclick=" in page.text) == (
            False,
            False,
            False,
        )
        assert page.text.count("<script") == page.text.count(
            '<script type="module" src="/static/'
        ) + page.text.count('<script type="application/json"')


def test_the_cookie_is_for_this_site_and_no_script(site: Served) -> None:
    registrant = site.circle().registrants[0]
    for answer in (registrant.get(registrant.link), registrant.press()):
        [cookie] = answer.cookies
        name, *attributes = cookie.split("; ")
        assert name.startswith("balint=")
        assert sorted(each.split("=")[0] for each in attributes if not each.startswith("Expires")) == [
            "HttpOnly",
            "Path",
            "SameSite",
        ]
        assert ("Path=/" in attributes, "SameSite=Lax" in attributes) == (True, True)


def test_health_is_for_anybody_and_metrics_are_off(site: Served) -> None:
    nobody = stranger(site, "none")
    health = nobody.get("/healthz")
    assert (health.status, health.json["status"]) == (200, "ok")
    assert nobody.get("/metrics").status == 404


def test_metrics_where_allowed_name_nobody_and_health_says_when_the_database_does_not_answer(
    fresh: Callable[..., Served],
) -> None:
    served = fresh(settings={"server": {"metrics": True}})
    circle = served.circle()
    people = circle.leaders + circle.registrants
    nobody = stranger(served, "none")
    assert [person.press().status for person in people] == [303] * 6

    metrics = nobody.get("/metrics")
    assert (metrics.status, metrics.headers["content-type"].split(";")[0]) == (200, "text/plain")
    assert not any(word in metrics.text for person in people for word in (person.name, person.id))
    assert circle.meeting not in metrics.text

    served.change("ALTER TABLE groups RENAME TO mislaid")
    away = nobody.get("/healthz")
    served.change("ALTER TABLE mislaid RENAME TO groups")
    assert (away.status, away.json["status"]) == (503, "unavailable")
    assert nobody.get("/healthz").status == 200
    assert served.complaints() == []


def _comparable(answer: Answer) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in ("date", "set-cookie")}
