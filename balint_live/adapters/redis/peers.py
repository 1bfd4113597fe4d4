"""The other processes, reached through Redis or Valkey. Implements `application.live.peers.Peers`.

Kept there, for a process that comes new to a session, each with an end of its own and none on disk:

    presenting:<meeting>   who presents as of which revision; a newer one is never overwritten
    pages:<meeting>        whose page answers in which process; gone three minutes after the last process has spoken of it
    answers:<meeting>      the newest 512 answers to commands, and which are being carried out; `order:<meeting>` their order
    connections:<meeting>:<person>   of which a person may have only so many, in all processes together
    here:<process>         so that a Redis that was emptied is noticed, and told everything again

All else passes through one channel and is kept nowhere. Published messages get lost without a word (a connection that died
without a goodbye stayed deaf for 31 seconds). So each process says once a second that it is there, on that same channel,
and listens for its own voice: unheard for three seconds, it connects anew, and takes in everything again.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from time import monotonic
from typing import Any

from balint_live.adapters.redis import written
from balint_live.adapters.redis.link import RedisLink
from balint_live.adapters.redis.outgoing import Outgoing
from balint_live.application.live.commands import Answer
from balint_live.application.live.peer_inbox import LOST_AFTER, PeerInbox
from balint_live.application.live.peers import State
from balint_live.application.live.room import REMEMBERED_ANSWERS, LiveRoom, Presenting
from balint_live.application.ports import Clock, Lock, View

DEAF_AFTER_S = 3.0
LISTEN_S = 1.0
LOOK_AGAIN_S = 0.01
TOLD_WITHIN_S = 0.3
"""How long to wait for a process that has just saved a change to say who presents after it."""
CARRIED_OUT_WITHIN_S = 2.0
"""How long to wait for another process to carry out a command that was sent to both."""
TOGETHER_S = 0.05
"""What changes about pages is told together: a whole group arrives within seconds."""
PAGES_LIVE = 200
PRESENTING_LIVES = 3_600
ANSWERS_LIVE = 7_200
CONNECTIONS_LIVE = 86_400
HERE_LIVES = 30
"""In seconds."""
CLAIMED = "?"

KEEP_NEWEST = """
local known = redis.call('GET', KEYS[1])
local before = known and tonumber(string.match(known, '^%d+')) or -1
if before <= tonumber(string.match(ARGV[1], '^%d+')) then redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2]) end
"""
CLAIM = """
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known then return known end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('RPUSH', KEYS[2], ARGV[1])
if redis.call('LLEN', KEYS[2]) > tonumber(ARGV[3]) then
  redis.call('HDEL', KEYS[1], redis.call('LPOP', KEYS[2]))
end
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[4])
return ''
"""


CONNECT = """
local time = redis.call('TIME')
redis.call('ZADD', KEYS[1], time[1] + time[2] / 1e6, ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
local spare = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[2])
if spare <= 0 then return {} end
local oldest = redis.call('ZRANGE', KEYS[1], 0, spare - 1)
redis.call('ZREM', KEYS[1], unpack(oldest))
return oldest
"""


class PagesOfServers:
    """The live pages of all servers, for a command that runs beside them. Implements `application.ports.OpenPages`."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        self._tell("group_changed", group_id, list(people), list(meetings))

    def login_ended(self, login: str) -> None:
        self._tell("login_ended", login)

    def here(self, meeting_id: str) -> Collection[str]:
        """Nobody: none of them is in this process."""
        return ()

    def _tell(self, *message: Any) -> None:
        said = json.dumps(["command", *message])
        self._link.ask(lambda redis: redis.publish(_channel(self._link), said))


class RedisPeers:
    """`tick` is due once a second and tells the others that this process is there; `inbox` is set before the first one."""

    several = True
    inbox: PeerInbox

    def __init__(
        self,
        link: RedisLink,
        process: str,
        clock: Clock,
        lock: Callable[[], Lock],
        spawn: Callable[..., None],
        sleep: Callable[[float], None],
        report: Callable[[str, Exception], None],
    ) -> None:
        self._link, self._process, self._clock = link, process, clock
        self._spawn, self._sleep, self._report = spawn, sleep, report
        self._channel = _channel(link)
        self.heard_at: dict[str, datetime] = {}
        self._own_voice_at = float("-inf")
        self._known_here = self._listening = self._touched = False
        self._states = written.States()
        self._outgoing = Outgoing(link, lock, spawn)
        self._untold_lock = lock()
        self._untold: dict[str, tuple[LiveRoom, set[str]]] = {}

    @property
    def in_touch(self) -> bool:
        return monotonic() - self._own_voice_at < DEAF_AFTER_S

    # ---- What others know -------------------------------------------------------------------------------------------

    def enter(self, room: LiveRoom) -> None:
        def work(redis: Any) -> Any:
            asked = redis.pipeline(transaction=False)
            asked.hgetall(self._key("pages", room.meeting_id))
            asked.get(self._key("presenting", room.meeting_id))
            return asked.execute()

        pages, presenting = self._link.ask(work) or ({}, None)
        now = self._clock.now()
        for process, there in written.by_process(pages):
            if process != self._process:
                ended = self.in_touch and now - self.heard_at.setdefault(process, now) >= LOST_AFTER
                room.heard(process, written.ended(there) if ended else there)
        if presenting is not None:
            room.hear_presenter(written.read_presenting(presenting))

    def presenting(self, meeting_id: str, revision: int) -> Presenting | None:
        until = monotonic() + TOLD_WITHIN_S
        while True:
            said = self._link.ask(lambda redis: redis.get(self._key("presenting", meeting_id)))
            told = None if said is None else written.read_presenting(str(said))
            if told is None or told.revision >= revision or monotonic() >= until:
                return told
            self._sleep(LOOK_AGAIN_S)

    # ---- Answers to commands ----------------------------------------------------------------------------------------

    def claim(self, meeting_id: str, person: str, command: str) -> Answer | None:
        keys = self._key("answers", meeting_id), self._key("order", meeting_id)
        own = CLAIMED + self._process

        def work(redis: Any) -> Any:
            return redis.eval(
                CLAIM, 2, *keys, written.pair(person, command), own, REMEMBERED_ANSWERS, ANSWERS_LIVE
            )

        until = monotonic() + CARRIED_OUT_WITHIN_S
        while (said := self._link.ask(work)) and said != own:
            if not said.startswith(CLAIMED):
                return written.read_answer(said)
            if said.removeprefix(CLAIMED) not in self.heard_at or monotonic() >= until:
                break
            self._sleep(LOOK_AGAIN_S)
        return None

    def release(self, meeting_id: str, person: str, command: str) -> None:
        key = self._key("answers", meeting_id)
        self._outgoing.say(lambda redis: redis.hdel(key, written.pair(person, command)))

    def answered(self, meeting_id: str, person: str, command: str, answer: Answer) -> None:
        key, said = self._key("answers", meeting_id), written.answer(answer)
        self._outgoing.say(lambda redis: redis.hset(key, written.pair(person, command), said))

    # ---- How many connections one person has ------------------------------------------------------------------------

    def drop_oldest(self, meeting_id: str, person: str, connection: str, most: int) -> list[str]:
        key, own = self._connections(meeting_id, person), written.pair(self._process, connection)

        def work(redis: Any) -> Any:
            return redis.eval(CONNECT, 1, key, own, most, CONNECTIONS_LIVE)

        oldest: list[str] = self._link.ask(work) or []
        here = [each.partition(" ")[2] for each in oldest if each.startswith(self._process)]
        if len(here) < len(oldest):
            self._tell("drop", [each for each in oldest if not each.startswith(self._process)])
        return here

    def left(self, meeting_id: str, person: str, connection: str) -> None:
        key, own = self._connections(meeting_id, person), written.pair(self._process, connection)
        self._outgoing.say(lambda redis: redis.zrem(key, own))

    def _connections(self, meeting_id: str, person: str) -> str:
        return self._key("connections", f"{meeting_id}:{person}")

    # ---- What others are told ---------------------------------------------------------------------------------------

    def moved(self, meeting_id: str, now: Presenting, state: State | None) -> None:
        said, change = written.presenting(now), self._states.write(state)

        def say(redis: Any) -> None:
            redis.eval(KEEP_NEWEST, 1, self._key("presenting", meeting_id), said, PRESENTING_LIVES)
            redis.publish(self._channel, json.dumps([self._process, "moved", meeting_id, said, change]))

        self._outgoing.say(say)

    def pages_changed(self, room: LiveRoom, person: str) -> None:
        with self._untold_lock:
            waiting = bool(self._untold)
            self._untold.setdefault(room.meeting_id, (room, set()))[1].add(person)
        if not waiting:
            self._spawn(self._tell_pages_together)

    def roster_changed(self, meeting_id: str) -> None:
        self._tell("roster_changed", meeting_id)

    def signal(self, meeting_id: str, signal: View, but: str) -> None:
        self._tell("signal", meeting_id, written.signal(signal), but)

    def seen(self, meeting_id: str, seen: View, sender: str, but: str) -> None:
        self._tell("seen", meeting_id, seen, sender, but)

    def recording(self, meeting_id: str, at: datetime, on: bool) -> None:
        self._tell("recording", meeting_id, at.isoformat(), on)

    def group_changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        self._tell("group_changed", group_id, list(people), list(meetings))

    def login_ended(self, login: str) -> None:
        self._tell("login_ended", login)

    def tell_again(self, rooms: Iterable[LiveRoom]) -> None:
        """Everything this process knows of these rooms, for a Redis that has forgotten it, or is about to."""
        for room in rooms:
            self._tell_pages({room.meeting_id: (room, {person for person, _ in room.everybody()})})
            now = room.presenting
            if now.presenter is not None or now.set_aside is not None:
                self.moved(room.meeting_id, now, None)

    def tick(self) -> None:
        """Say that this process is there, and notice whether Redis was emptied, and whether the others are heard."""
        if not self._listening:
            self._listening = True
            self._spawn(self._listen_on)

        def work(redis: Any) -> Any:
            told = redis.pipeline(transaction=False)
            told.exists(self._key("here", self._process))
            told.set(self._key("here", self._process), "", ex=HERE_LIVES)
            told.publish(self._channel, json.dumps([self._process, "here"]))
            return told.execute()

        answer = self._link.probe(work)
        if answer is not None:
            emptied = self._known_here and not answer[0]
            self._known_here = True
            if emptied:
                self.inbox.was_emptied()
        if self.in_touch and not self._touched:
            self.inbox.in_touch_again()
        self._touched = self.in_touch

    def _tell(self, *message: Any) -> None:
        said = json.dumps([self._process, *message])
        self._outgoing.say(lambda redis: redis.publish(self._channel, said))

    def _tell_pages_together(self) -> None:
        self._sleep(TOGETHER_S)
        with self._untold_lock:
            untold, self._untold = self._untold, {}
        self._tell_pages(untold)

    def _tell_pages(self, untold: Mapping[str, tuple[LiveRoom, set[str]]]) -> None:
        now = self._clock.now()
        there = {
            meeting_id: {
                person: written.page(page) for person in people if (page := room.page_here(person, now))
            }
            for meeting_id, (room, people) in untold.items()
        }
        there = {meeting_id: pages for meeting_id, pages in there.items() if pages}
        if not there:
            return

        def say(redis: Any) -> None:
            for meeting_id, pages in there.items():
                key = self._key("pages", meeting_id)
                fields = {
                    written.pair(self._process, person): json.dumps(page) for person, page in pages.items()
                }
                redis.hset(key, mapping=fields)
                redis.expire(key, PAGES_LIVE)
            redis.publish(self._channel, json.dumps([self._process, "pages", there]))

        self._outgoing.say(say)

    # ---- What others say --------------------------------------------------------------------------------------------

    def _listen_on(self) -> None:
        while True:
            try:
                self._listen()
            except self._link.faults:
                pass
            except Exception as fault:  # noqa: BLE001 - whatever it is, this process must not stay deaf over it
                self._report("peers", fault)
            self._sleep(LISTEN_S)

    def _listen(self) -> None:
        """Until this process has not heard its own voice for so long that it must be deaf."""
        listener, since = self._link.subscribed(self._channel), monotonic()
        self._touched = False  # what was said until now may have been missed
        try:
            while monotonic() - max(since, self._own_voice_at) < DEAF_AFTER_S:
                message = listener.get_message(timeout=LISTEN_S)
                if message is not None:
                    self._hear(message["data"])
        finally:
            listener.close()

    def _hear(self, said: str) -> None:
        process, kind, *told = json.loads(said)
        if process == self._process:
            if kind == "here":
                self._own_voice_at = monotonic()
            return
        self.heard_at[process] = self._clock.now()
        try:
            self._take_in(process, kind, told)
        except Exception as fault:  # noqa: BLE001 - what is wrong with one message must not keep out the next
            self._report("peers", fault)

    def _take_in(self, process: str, kind: str, told: list[Any]) -> None:
        match kind, told:
            case "moved", [meeting_id, said, state]:
                self.inbox.moved(meeting_id, written.read_presenting(said), self._states.read(state))
            case "pages", [there]:
                for meeting_id, pages in there.items():
                    self.inbox.pages(process, meeting_id, written.read_pages(pages))
            case "signal", [meeting_id, signal, but]:
                self.inbox.signal(meeting_id, written.read_signal(signal), but)
            case "recording", [meeting_id, at, on]:
                self.inbox.recording(meeting_id, datetime.fromisoformat(at), on)
            case "drop", [connections]:
                own = [each.partition(" ")[2] for each in connections if each.startswith(self._process)]
                self.inbox.drop(own)
            case (("seen" | "roster_changed" | "group_changed" | "login_ended"), about):
                getattr(self.inbox, kind)(*about)

    def _key(self, what: str, whose: str) -> str:
        return f"{self._link.name}:{what}:{whose}"


def _channel(link: RedisLink) -> str:
    """On which the processes of one installation talk."""
    return f"{link.name}:told"
