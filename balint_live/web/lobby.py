"""The lobby, a demo's first page: everybody as a button, each in a browser identity of their own, and pretend members.

A browser keeps one person's cookie for each host, and `*.localhost` is this machine in every browser: so each person has
a host of their own, such as `amara.localhost`. Two people side by side are two frames of one page; a browser sends
cookies to a frame only where it is of the same site as the page around it, so these have hosts below one name,
`amara.side.localhost`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import segno
from flask import Blueprint, Response, abort, redirect, render_template, request

from balint_live.application.access.pretend import FASTEST, SLOWEST, PretendMembers
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.errors import policy
from balint_live.web.shared.services import Answered

SIDE = "side"
SHOWN = 3
"""Groups on the page, of a demo that has many."""


@dataclass(frozen=True, slots=True)
class LobbyPerson:
    """`host` is the first part of their hosts, `path` that of their link."""

    name: str
    host: str
    path: str


@dataclass(frozen=True, slots=True)
class LobbyGroup:
    name: str
    leaders: tuple[LobbyPerson, ...]
    registrants: tuple[LobbyPerson, ...]

    @property
    def people(self) -> tuple[LobbyPerson, ...]:
        return (*self.leaders, *self.registrants)


class Lobby:
    """The people of the demo's first groups and their hosts, at this port; `office` is the coordinator's link, and `network`
    what addresses begin with for phones, "" where the demo listens on this machine only. `history` is a group with sessions
    that are over, where there is one.
    """

    def __init__(
        self,
        port: int,
        groups: Iterable[Mapping[str, Any]],
        office: str,
        network: str = "",
        history: Mapping[str, Any] | None = None,
    ) -> None:
        self._port, self.network = port, network
        self.office = urlsplit(office).path
        taken: set[str] = {SIDE}
        self.groups = [_group(each, taken) for each in list(groups)[:SHOWN]]
        self.history = None if history is None else _group(history, taken)
        shown = [*self.groups, *([] if self.history is None else [self.history])]
        self._people = {person.host: person for group in shown for person in group.people}

    @property
    def origins(self) -> list[str]:
        """Every origin from which the demo's pages may be opened, beside its public address."""
        hosts = ["localhost", *(f"{host}.localhost" for host in self._people)]
        here = [f"http://{host}:{self._port}" for host in [*hosts, *map(self._beside, self._people)]]
        return [*here, self.network] if self.network else here

    def address(self, person: LobbyPerson) -> str:
        return f"http://{person.host}.localhost:{self._port}{person.path}"

    def address_beside(self, person: LobbyPerson) -> str:
        """The same in a frame."""
        return f"http://{self._beside(person.host)}:{self._port}{person.path}"

    def side_by_side(self, one: LobbyPerson, other: LobbyPerson) -> str:
        return f"http://{SIDE}.localhost:{self._port}/side-by-side/{one.host}/{other.host}"

    def on_phone(self, person: LobbyPerson) -> str:
        """For the phone's own browser; "" where none can reach this machine."""
        return f"{self.network}{person.path}" if self.network else ""

    def person(self, host: str) -> LobbyPerson | None:
        return self._people.get(host)

    def knows(self, host: str) -> bool:
        """Whether a host below localhost is somebody's; every other host is none of the lobby's business."""
        name = host.partition(":")[0]
        if not name.endswith(".localhost"):
            return True
        return name == f"{SIDE}.localhost" or f"http://{name}:{self._port}" in self.origins

    @staticmethod
    def _beside(host: str) -> str:
        return f"{host}.{SIDE}.localhost"


def lobby_pages(lobby: Lobby, members: PretendMembers | None) -> Blueprint:
    """The lobby, two people side by side, and how fast the pretend members act. `members`: None where there are none."""
    pages = Blueprint("lobby", __name__)

    pages.before_app_request(partial(_refuse_nobodys_host, lobby))
    pages.after_app_request(_allow_own_hosts)

    @pages.get("/")
    @declares(Action.PUBLIC, RateLimit.PAGES)
    def show() -> str:
        speed = None if members is None else members.speed
        return render_template(
            "pages/public/lobby.html", lobby=lobby, speed=speed, slowest=SLOWEST, fastest=FASTEST
        )

    @pages.post("/speed")
    @declares(Action.PUBLIC, RateLimit.PRESSES)
    def change_speed() -> Answered:
        if members is None or not _set_speed(members, request.form.get("speed", "")):
            abort(400)
        return redirect("/", 303)

    @pages.get("/side-by-side/<one>/<other>")
    @declares(Action.PUBLIC, RateLimit.PAGES)
    def side_by_side(one: str, other: str) -> Answered:
        people = [each for each in (lobby.person(one), lobby.person(other)) if each is not None]
        if len(people) < len((one, other)):
            abort(404)
        return _side_by_side(lobby, people)

    @pages.get("/on-a-phone/<host>")
    @declares(Action.PUBLIC, RateLimit.PAGES)
    def on_a_phone(host: str) -> str:
        person = lobby.person(host)
        if person is None:
            abort(404)
        address = lobby.on_phone(person)
        code = _drawn(address) if address else ""
        return render_template("pages/public/on_a_phone.html", person=person, address=address, code=code)

    return pages


def _refuse_nobodys_host(lobby: Lobby) -> Answered | None:
    if lobby.knows(request.host):
        return None
    return render_template("pages/public/nobodys_host.html", address=lobby.origins[0]), 404


def _allow_own_hosts(response: Response) -> Response:
    """A page may be framed beside another, and connect to its own host, where that is somebody's."""
    host = request.host.partition(":")[0]
    if host.endswith(".localhost"):
        framed = f"http://{SIDE}.localhost:*" if host.endswith(f".{SIDE}.localhost") else "'none'"
        response.headers.setdefault("Content-Security-Policy", policy(f"ws://{request.host}", framed))
    return response


def _drawn(address: str) -> str:
    """As a QR code, black on white whatever the page's colours: phones read no other well."""
    code = segno.make(address, micro=False)
    return code.svg_inline(light="#fff", omitsize=True, svgclass="qr-code", lineclass=None)


def _set_speed(members: PretendMembers, typed: str) -> bool:
    if not re.fullmatch("[0-9]{1,2}", typed) or not SLOWEST <= int(typed) <= FASTEST:
        return False
    members.speed = int(typed)
    return True


def _side_by_side(lobby: Lobby, people: list[LobbyPerson]) -> Response:
    frames = [lobby.address_beside(person) for person in people]
    page = Response(render_template("pages/public/side_by_side.html", people=people, frames=frames))
    inside = " ".join(f"http://{urlsplit(each).netloc}" for each in frames)
    page.headers["Content-Security-Policy"] = f"{policy(f'ws://{request.host}')}; frame-src {inside}"
    return page


def _group(told: Mapping[str, Any], taken: set[str]) -> LobbyGroup:
    leaders, registrants = (
        tuple(_person(each, taken) for each in told[role]) for role in ("leaders", "registrants")
    )
    return LobbyGroup(told["group"], leaders, registrants)


def _person(told: Mapping[str, str], taken: set[str]) -> LobbyPerson:
    """Their host is their first name, with a number where somebody has it already."""
    plain = unicodedata.normalize("NFKD", told["name"].split()[0]).encode("ascii", "ignore").decode().lower()
    first = re.sub("[^a-z0-9]", "", plain) or "somebody"
    host, number = first, 1
    while host in taken:
        number += 1
        host = f"{first}{number}"
    taken.add(host)
    return LobbyPerson(told["name"], host, urlsplit(told["link"]).path)
