"""Zoom joined to the sessions here: what its events tell, and the meetings that are asked of it."""

from collections.abc import Callable
from secrets import SystemRandom

from balint_live.adapters.database.attendance_record import SqlZoomFacts
from balint_live.adapters.database.zoom import SqlZoomEvents
from balint_live.adapters.redis.peers import RedisPeers
from balint_live.adapters.zoom.client import ZoomAccount, ZoomClient
from balint_live.adapters.zoom.meetings import ZoomMeetings
from balint_live.adapters.zoom.sessions import SessionsInZoom
from balint_live.application.live.peers import Alone, Peers
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.ports import Clock
from balint_live.application.zoom.events import ChangeEvent, ZoomEvent
from balint_live.application.zoom.recording import RecordingAlarms
from balint_live.composition.services import Adapters
from balint_live.config import ZoomSettings
from balint_live.runtime.interface import Runtime


def zoom_events(
    adapters: Adapters, publisher: SessionPublisher, peers: RedisPeers | None
) -> Callable[[ZoomEvent | ChangeEvent], bool]:
    """What says whether an event of Zoom's concerned a session here; it is then kept as evidence, and leaders are told."""
    others: Peers = Alone() if peers is None else peers
    database, account = adapters.database, adapters.config.zoom.account_id
    alarms = RecordingAlarms(adapters.clock, SqlZoomEvents(database), publisher, others)
    facts = SqlZoomFacts(database)

    def take(event: ZoomEvent | ChangeEvent) -> bool:
        if account not in ("", event.account):
            return False
        if isinstance(event, ChangeEvent) or event.fact is None:
            return alarms.take(event)
        kept = facts.keep(event.key, event.meeting, event.fact)
        return alarms.take(event) or kept

    return take


def zoom_meetings(config: ZoomSettings, clock: Clock, runtime: Runtime) -> ZoomMeetings:
    """The meetings of the configured host in Zoom. It blocks while Zoom answers."""
    account = ZoomAccount(
        config.account_id,
        config.client_id,
        config.client_secret,
        config.plan,
        config.oauth_url,
        config.api_url,
    )
    client = ZoomClient(account, clock, runtime.sleep, SystemRandom().random, runtime.lock)
    return ZoomMeetings(client, config.host_user)


def sessions_in_zoom(adapters: Adapters, runtime: Runtime) -> SessionsInZoom | None:
    """Where our sessions have Zoom meetings of their own; None where they have none. One client, so that token and pace are
    shared."""
    config = adapters.config.zoom
    if not config.holds_meetings:
        return None
    meetings = zoom_meetings(config, adapters.clock, runtime)
    return SessionsInZoom(meetings, config.registrant_domain, config.alternative_hosts)
