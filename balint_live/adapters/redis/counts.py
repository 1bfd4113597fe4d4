"""Counts that hold over all processes together: rate limits and wrong tries. Implements `web.shared.limits.SharedCounts`.

Each is one script, because two processes count at the same moment; the time is Redis's own, because theirs may differ.
Everything has an end: a bucket when it is empty, a try after its minute.
"""

from math import ceil
from typing import Any

from balint_live.adapters.redis.link import RedisLink

DRAW = """
local time = redis.call('TIME')
local now, full, apart = time[1] + time[2] / 1e6, tonumber(ARGV[1]), tonumber(ARGV[2])
local empty_at = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + apart
local over = empty_at - now - full
if over > apart / 2 then return string.format('%.6f', over) end
redis.call('SET', KEYS[1], string.format('%.6f', empty_at), 'PX', math.ceil((empty_at - now) * 1000))
return '0'
"""
TRY = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1e6
for _, key in ipairs(KEYS) do redis.call('ZREMRANGEBYSCORE', key, '-inf', now - ARGV[3]) end
local own, all = redis.call('ZCARD', KEYS[1]), redis.call('ZCARD', KEYS[2])
if own >= tonumber(ARGV[1]) or (own > 0 and all >= tonumber(ARGV[2])) then return 0 end
local try = string.format('%.6f %d %s', now, own, KEYS[1])
for _, key in ipairs(KEYS) do
  redis.call('ZADD', key, now, try)
  redis.call('EXPIRE', key, ARGV[4])
end
return 1
"""
TAKE_BACK = """
local latest = redis.call('ZREVRANGE', KEYS[1], 0, 0)
for _, try in ipairs(latest) do
  for _, key in ipairs(KEYS) do redis.call('ZREM', key, try) end
end
"""


class RedisCounts:
    """None, where Redis does not answer: then each process counts for itself."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link

    def draw(self, limit: str, whose: str, full: float, apart: float) -> float | None:
        key = f"{self._link.name}:limit:{limit}:{whose}"
        over = self._ask(DRAW, [key], full, apart)
        return None if over is None else float(over)

    def may_try(self, what: str, network: str, one: int, everybody: int, window: float) -> bool | None:
        allowed = self._ask(TRY, self._tries(what, network), one, everybody, window, ceil(window) + 1)
        return None if allowed is None else bool(allowed)

    def was_right(self, what: str, network: str) -> None:
        self._ask(TAKE_BACK, self._tries(what, network))

    def _tries(self, what: str, network: str) -> list[str]:
        return [f"{self._link.name}:tries:{what}:{network}", f"{self._link.name}:tries:{what}"]

    def _ask(self, script: str, keys: list[str], *arguments: float) -> Any:
        return self._link.ask(lambda redis: redis.eval(script, len(keys), *keys, *arguments))
