"""Everything stored about whoever holds the link, as a file of their own: one press, and nobody has to be asked."""

from flask import Blueprint, Response

from balint_live.application.attendance.own_record import OwnRecords
from balint_live.application.links import LinkExpired
from balint_live.web.access import Action, Budget, declares
from balint_live.web.services import Services


def blueprint(services: Services, own_records: OwnRecords) -> Blueprint:
    pages = Blueprint("own_record_file", __name__)

    @pages.get("/join/<token>/record.json")
    @declares(Action.PERSONAL_LINK, Budget.PAGES)
    def download(token: str) -> Response:
        who = services.links.read(token, services.clock.now())
        file = own_records.file(who.id)
        if file is None:
            raise LinkExpired  # erased since the link was read
        return Response(
            file,
            content_type="application/json",
            headers={"Content-Disposition": 'attachment; filename="my-record.json"'},
        )

    return pages
