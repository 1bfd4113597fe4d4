"""What pages about statements are handed by bootstrap, and how a statement is answered as a file."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response

from balint_live.application.attendance.printed import Printed
from balint_live.application.attendance.statements import Statements
from balint_live.application.heavy_work import Elsewhere
from balint_live.application.typed_codes import in_blocks
from balint_live.web.wrong_tries import WrongTries


@dataclass(frozen=True, slots=True)
class Papers:
    """`draw` makes the PDF, and is had done `elsewhere`; `wrong_tries` are at verification."""

    statements: Statements
    draw: Callable[[Printed], bytes]
    elsewhere: Elsewhere
    wrong_tries: WrongTries

    def file(self, printed: Printed) -> Response:
        """To be kept by the reader, and by no cache; its name says which statement it is and not whose."""
        content = self.elsewhere(self.draw, printed)
        name = f"statement-{in_blocks(printed.statement.code).lower()}.pdf"
        return Response(
            content,
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )
