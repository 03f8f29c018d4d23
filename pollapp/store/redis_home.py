"""Which engine this is, with these sessions in it: a random name, as a data folder has one (`folder_id`), that every machine on it agrees
on. It lies beside the sessions, in every bucket: an engine that has lost them has lost its name too.
"""

import secrets
from collections.abc import Iterable, Sequence
from contextlib import closing

from pollapp.store.log import Append, Entry, Gone, Header, NotStored, Outcome, StoreFailed
from pollapp.store.redis_asking import Call
from pollapp.store.redis_connect import Engine
from pollapp.store.redis_keys import CODES, TAGS, Keys, bucket_of
from pollapp.store.redis_log import RedisLog

EVERYWHERE = range(len(TAGS))
_LOST = (
    "This is not the Redis that the server was started on, or it has come back without its data. "
    "Give it its files again; or, to go on without them, start pollapp anew"
)


def home_in(url: str, prefix: str = "pollapp") -> str:
    """The name; whoever asks first makes it. Raises StoreFailed.

    For a start of pollapp alone, which goes on with what there is: this gives the name to buckets that have lost it. Whoever replaces a
    worker is told the name (`workers.post`): what is missing stays away for it, as it does for those that run.
    """
    with closing(Engine(url)) as engine:
        keys = [_key(Keys(prefix), bucket) for bucket in EVERYWHERE]
        engine.one(Call(0, ("SETNX", keys[0], secrets.token_hex(6))))
        name: bytes = engine.one(Call(0, ("GET", keys[0])))
        engine.all([Call(bucket, ("SET", key, name)) for bucket, key in zip(EVERYWHERE, keys, strict=True)])
    return name.decode()


def _key(keys: Keys, bucket: int) -> str:
    return f"{keys.bucket(bucket)}:home"


class KnownRedisLog(RedisLog):
    """The sessions in an engine of this name. Where it has another one, or none, what is not found there is not called deleted: it counts
    as away, and phones keep their dots, until it comes back with its data; or until the server starts anew, on what there is.
    """

    def __init__(self, url: str, home: str, prefix: str = "pollapp") -> None:
        super().__init__(url, prefix)
        self._home, self._keys = home.encode(), Keys(prefix)

    def open(self, header: Header, events: Sequence[Append]) -> None:
        self._refuse_another(EVERYWHERE)
        super().open(header, events)

    def read(self, session_id: str, after: int = 0) -> list[Entry] | None:
        entries = super().read(session_id, after)
        if entries is None:
            self._refuse_another([bucket_of(session_id)])
        return entries

    def header(self, session_id: str) -> Header | None:
        header = super().header(session_id)
        if header is None:
            self._refuse_another([bucket_of(session_id)])
        return header

    def by_code(self, code: str) -> Header | None:
        header = super().by_code(code)
        if header is None:
            self._refuse_another([CODES])
        return header

    def headers(self) -> list[Header]:
        headers = super().headers()
        if not headers:
            self._refuse_another(EVERYWHERE)
        return headers

    def try_again(self) -> None:
        try:
            if self.health.trouble:
                self._refuse_another(EVERYWHERE)
        except StoreFailed:  # the trouble goes on
            self.health.look()
        else:
            super().try_again()

    def _write_group(self, items: Sequence[Append]) -> list[Outcome]:
        outcomes = super()._write_group(items)
        if any(isinstance(outcome, Gone) for outcome in outcomes):
            try:
                self._refuse_another(EVERYWHERE)
            except StoreFailed as failed:
                return [NotStored(str(failed)) if isinstance(outcome, Gone) else outcome for outcome in outcomes]
        return outcomes

    def _refuse_another(self, buckets: Iterable[int]) -> None:
        """Raises StoreFailed."""
        with self.health.noticing():
            names = self._engine.all([Call(bucket, ("GET", _key(self._keys, bucket))) for bucket in buckets])
            if any(name != self._home for name in names):
                raise StoreFailed(_LOST, "away")
