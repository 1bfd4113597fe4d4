"""What the doors of arriving and leaving are handed by bootstrap, apart from the rooms behind them."""

from collections.abc import Callable
from dataclasses import dataclass

from balint_live.application.accounts import Accounts
from balint_live.application.asking import BrowserMarks
from balint_live.application.attendance.erasure import Erasures
from balint_live.application.link_again import LinkAgain
from balint_live.application.links import Leaving
from balint_live.application.sign_in import SignIn
from balint_live.application.typed_codes import TypedCodes
from balint_live.web.asks import Asks
from balint_live.web.wrong_tries import WrongTries


@dataclass(frozen=True, slots=True)
class Arrivals:
    """`asks` takes what asks for a mail; `browsers` knows those again that signed a leader in; `address` brings an e-mail
    address to its normal form, or raises ValueError with a sentence.
    """

    sign_in: SignIn
    accounts: Accounts
    typed_codes: TypedCodes
    link_again: LinkAgain
    leaving: Leaving
    erasures: Erasures
    wrong_tries: WrongTries
    asks: Asks
    browsers: BrowserMarks
    address: Callable[[str], str]
