"""The composition root, the only place that sees every room: adapters, then use cases from them, then web on top."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import Flask

from balint_live.adapters.database.engine import Database
from balint_live.adapters.protocol_catalogue import load_texts
from balint_live.adapters.redis.peers import RedisPeers
from balint_live.adapters.system import Log, MonotonicClock
from balint_live.adapters.zoom.sessions import SessionsInZoom
from balint_live.application.access.pretend import PretendSession
from balint_live.application.background import Background
from balint_live.application.live.peer_inbox import PeerInbox, PeerWatch
from balint_live.application.live.peers import PagesEverywhere
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.ports import OpenPages, SteadyClock
from balint_live.application.privacy.erasure import ErasedElsewhere
from balint_live.composition.flask_app import flask_app, install_pages, socket_server, wrapped
from balint_live.composition.jobs import daily_jobs, mailing, oldest_mail, zoom_lists, zoom_work
from balint_live.composition.rehearsals import rehearsals_on, stage_for, stores
from balint_live.composition.services import (
    Adapters,
    access_services,
    group_services,
    live_services,
    pretend_members,
    redis_peers,
)
from balint_live.composition.zoom import sessions_in_zoom, zoom_events
from balint_live.config import Config
from balint_live.runtime.child_process import ChildProcesses
from balint_live.runtime.interface import Runtime, WsgiApp
from balint_live.web.live.broadcaster import SocketBroadcaster
from balint_live.web.live.socket import LiveNamespace, LivePages, Reaper
from balint_live.web.lobby import Lobby, lobby_pages
from balint_live.web.shared.metrics import Counts, Metrics, install_counts

HEAVY_AT_ONCE = 2
"""Lists, exports and statements made at one time; mails have a child process of their own, so that none waits for these."""


class Ticking(Protocol):
    """Something that is due once a second."""

    def tick(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Application:
    """What serving needs. `tick` is due many times a second and `each_second` once; a job says whether it has more to do."""

    wsgi: WsgiApp
    flask: Flask
    namespace: LiveNamespace
    log: Log
    tick: Callable[[], None]
    each_second: tuple[Callable[[], None], ...]
    jobs: tuple[Callable[[], bool], ...]
    measured_gap: Callable[[float], None]


def create_app(
    config: Config,
    runtime: Runtime,
    clock: SteadyClock | None = None,
    demo: bool = False,
    lobby: Lobby | None = None,
    pretend: Sequence[PretendSession] = (),
) -> Application:
    """Join everything, from a settled configuration. Raises RuntimeError over an endpoint without a declared access.

    In the `demo` pretend leaders' links sign them in any number of times, and a page shows the mails nobody sends; its first
    page is the `lobby`, and the `pretend` members act by themselves.
    """
    metrics = Metrics(
        connections=lambda: len(namespace.connections),
        rooms=lambda: len(live.publisher.rooms()),
        failing_writes=lambda: database.writes.failing,
        oldest_mail=lambda: oldest_mail(adapters).total_seconds(),
    )
    clock, log = clock or MonotonicClock(), Log(config.server.log_level, metrics.fault)
    database = Database(config.database_at, runtime.sleep)
    adapters = Adapters(config, clock, database, load_texts(), log)
    app = flask_app(config)
    sockets = socket_server(app, config, runtime, log.fault, () if lobby is None else lobby.origins)
    peers = redis_peers(adapters, runtime)
    in_touch = None if peers is None else lambda: peers.in_touch
    metrics.of_several(in_touch)
    counts = Counts(clock, metrics, lambda minute: log.event("counts", **minute))
    install_counts(app, counts)

    in_zoom, stage = sessions_in_zoom(adapters, runtime), stage_for(adapters, runtime)
    background, broadcaster = Background(runtime.spawn, runtime.lock, log.fault), SocketBroadcaster(sockets)
    live, ticker, clock_watch = live_services(
        adapters, clock, runtime, broadcaster, background, counts, peers, in_zoom, stores(adapters, stage)
    )
    namespace = LiveNamespace(app, live)
    sockets.register_namespace(namespace)
    pages_here = LivePages(live.publisher, namespace)
    pages: OpenPages = pages_here if peers is None else PagesEverywhere(pages_here, peers)
    groups = group_services(adapters, pages, ChildProcesses(HEAVY_AT_ONCE), live.command_handler)
    access = access_services(adapters, runtime, groups, standing_links=demo)
    members, rehearsals = pretend_members(live, pretend), rehearsals_on(stage, live, pages_here)
    take = zoom_events(adapters, live.publisher, peers)
    first = None if lobby is None else lobby_pages(lobby, members if pretend else None)
    install_pages(app, adapters, live, groups, access, take, metrics, in_touch, demo, first, *rehearsals)

    erased = ErasedElsewhere(clock, adapters.people, live.publisher, pages_here, background)
    each_second: list[Ticking] = [clock_watch, Reaper(sockets, clock), erased, counts, members, *rehearsals]
    if peers is not None:
        each_second += _listening(
            adapters, runtime, peers, live.publisher, broadcaster, pages_here, background, namespace
        )
        # Whoever serves from the first moment must hear the others from then on.
        runtime.spawn(_guarded(peers.tick, log))
    return Application(
        wsgi=wrapped(app, config, runtime.give_way, log.fault),
        flask=app,
        namespace=namespace,
        log=log,
        tick=_guarded(ticker.tick, log),
        each_second=tuple(_guarded(each.tick, log) for each in each_second),
        jobs=_jobs(adapters, in_zoom, pages) if config.mail.send_from_server else (),
        measured_gap=metrics.gap,
    )


def _jobs(
    adapters: Adapters, in_zoom: SessionsInZoom | None, pages: OpenPages
) -> tuple[Callable[[], bool], ...]:
    jobs = (mailing(adapters, ChildProcesses(1)).work, daily_jobs(adapters).work)
    if in_zoom is None:
        return jobs
    return (*jobs, zoom_work(adapters, in_zoom, pages).work, zoom_lists(adapters, in_zoom).work)


def _listening(
    adapters: Adapters,
    runtime: Runtime,
    peers: RedisPeers,
    publisher: SessionPublisher,
    broadcaster: SocketBroadcaster,
    pages: LivePages,
    background: Background,
    namespace: LiveNamespace,
) -> list[Ticking]:
    """What listens to the other processes, and looks every second for what nobody told."""
    tell_again, look_for_seats = peers.tell_again, namespace.disconnect_unseated
    peers.inbox = PeerInbox(
        publisher,
        broadcaster,
        pages,
        background,
        peers,
        tell_again,
        look_for_seats,
        namespace.disconnect,
        runtime.spawn,
    )
    watch = PeerWatch(
        adapters.clock, publisher, background, peers, peers.heard_at, tell_again, look_for_seats
    )
    return [peers, watch]


def _guarded(work: Callable[[], None], log: Log) -> Callable[[], None]:
    """The same work; one fault must not end what is done again and again for all sessions."""

    def guarded() -> None:
        try:
            work()
        except Exception as fault:  # noqa: BLE001 - whatever it was, it is reported
            log.fault("tick", fault)

    return guarded
