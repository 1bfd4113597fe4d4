"""How well a page knows the server's clock over a slow and unsteady line: 108 ms there and back, 30 ms of jitter each way.

The page's own parts do it, several connections at once and each of them several times anew: the eight exchanges of a
connection that has just opened, and then a moment in which small differences are taken up.
"""

from collections.abc import Callable
from statistics import quantiles

import pytest

from tests.browser.cast import Cast
from tests.browser.slow_line import SlowLine
from tests.browser.someone import Someone
from tests.integration.live.served import Served

pytestmark = [pytest.mark.needs_browser, pytest.mark.alone]

Milliseconds = float

AT_MOST: Milliseconds = 15.0
CONNECTIONS = 10
TIMES = 6
UNLIMITED = {"limits": {"events_per_second": 1_000, "events_burst": 1_000, "sockets_per_person": CONNECTIONS}}

ERRORS = """
async ({ meeting, connections, times }) => {
  const [{ thisBrowser }, { SocketTransport, TimeExchange }, { TokenSource }, { ServerClock }] = await Promise.all(
    ["transport/browser", "transport/socket_transport", "transport/reconnection", "core/server_clock"].map(
      (each) => import(`/static/js/${each}.js`),
    ),
  );
  class Counting extends ServerClock {
    exchanges = 0;
    sample(...bounds) {
      super.sample(...bounds);
      this.exchanges += 1;
    }
  }
  const pause = (ms) => new Promise((go) => setTimeout(go, ms));
  const tokens = new TokenSource(meeting, thisBrowser);
  const opened = async () => {
    const token = await tokens.next();
    return new Promise((open) => {
      const events = { opened: () => open(socket), message() {}, ended() {} };
      const socket = new SocketTransport(thisBrowser.openSocket(meeting, token), events);
    });
  };
  const error = async (socket) => {
    const clock = new Counting();
    const exchange = new TimeExchange(clock, thisBrowser);
    exchange.start((answered) => socket.askTime(answered));
    while (clock.exchanges < 8) await pause(20);
    exchange.stop();
    for (let asked = 0; asked < 25; asked += 1) await pause(20).then(() => clock.now());
    return Math.abs(clock.now() - (Date.now() + 0.5));
  };
  const errors = async () => {
    const socket = await opened();
    const found = [];
    for (let time = 0; time < times; time += 1) found.push(await error(socket));
    socket.close();
    return found;
  };
  return (await Promise.all(Array.from({ length: connections }, errors))).flat();
}
"""


def test_19_of_20_pages_know_the_time_within_15_ms(own_site: Callable[..., Served], cast: Cast) -> None:
    circle = own_site(size=("--groups", "1", "--registrants", "2"), settings=UNLIMITED).circle()
    near = errors(cast.passer_by(circle.registrants[0]), connections=2, times=5)
    with SlowLine(quickest=0.024, jitter=0.030) as line:
        someone = cast.passer_by(circle.registrants[1], **line.settings)
        far = errors(someone, CONNECTIONS, TIMES)
        someone.context.close()
    assert p95(far) <= AT_MOST, f"{described(far)}; without the line {described(near)}"


def errors(someone: Someone, connections: int, times: int) -> list[Milliseconds]:
    someone.has_pressed()
    someone.page.goto(f"{someone.person.url}/privacy")
    meeting = someone.person.meeting
    found: list[Milliseconds] = someone.page.evaluate(
        ERRORS, {"meeting": meeting, "connections": connections, "times": times}
    )
    return found


def p95(found: list[Milliseconds]) -> Milliseconds:
    return quantiles(found, n=20)[-1]


def described(found: list[Milliseconds]) -> str:
    return f"{len(found)} pages, p95 {p95(found):.1f} ms, at most {max(found):.1f} ms"
