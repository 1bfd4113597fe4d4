"""What the pages for coordinators and leaders are handed by bootstrap."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort

from balint_live.application.attendance.book import Book
from balint_live.application.attendance.erasure import Erasures
from balint_live.application.attendance.export_sheet import SheetWriter
from balint_live.application.attendance.register import Register
from balint_live.application.groups.group import Desk, Staff
from balint_live.application.groups.office import Office
from balint_live.application.groups.ports import MailBook, NoSuchGroup
from balint_live.application.groups.recurrence import Recurrence, Zones
from balint_live.application.groups.staffing import Staffing
from balint_live.application.heavy_work import Elsewhere
from balint_live.application.lists.ports import ListReader
from balint_live.application.live_room import Answer
from balint_live.application.people import Identity, Kind
from balint_live.application.ports import Clock
from balint_live.domain.attendance import Mark
from balint_live.domain.protocol import Catalogue
from balint_live.web.access import current_login, keep_signed_in, no_entry
from balint_live.web.papers import Papers


@dataclass(frozen=True, slots=True)
class OfficeServices:
    """`address` brings an e-mail address to its normal form or raises ValueError with a sentence; what is heavy is
    had done `elsewhere`; `sender` is the address all mail comes from; `mark` says of somebody in a
    running session that they are here or not, and every open page hears of it.
    """

    clock: Clock
    office: Office
    register: Register
    erasures: Erasures
    staffing: Staffing
    mail_book: MailBook
    recurrence: Recurrence
    zones: Zones
    catalogue: Catalogue
    address: Callable[[str], str]
    read_list: ListReader
    sheets: SheetWriter
    papers: Papers
    new_id: Callable[[], str]
    elsewhere: Elsewhere
    sender: str
    mark: Callable[[Identity, str, str, Mark], Answer]

    def who(self) -> Identity:
        """The leader or coordinator of this request; anybody else gets the page for an address that opens nothing."""
        now = self.clock.now()
        login = current_login(now)
        if login is None:
            no_entry(now)
        if login.who.kind is not Kind.LEADER or self.office.staff(login.who) is None:
            abort(404)
        keep_signed_in(login, now)
        return login.who

    def staff(self) -> Staff:
        staff = self.office.staff(self.who())
        if staff is None:
            abort(404)
        return staff

    def coordinator(self) -> Staff:
        """404 for anybody else, leaders among them."""
        staff = self.staff()
        if not staff.coordinator:
            abort(404)
        return staff

    def desk(self, group_id: str) -> Desk:
        """The group of this address, before somebody who may look after it; else 404, whether it exists or not."""
        try:
            return self.office.desk(group_id, self.who())
        except NoSuchGroup:
            abort(404)

    def book(self, group_id: str) -> Book:
        """The attendance book of the same group, before the same people."""
        try:
            return self.register.book(group_id, self.who())
        except NoSuchGroup:
            abort(404)
