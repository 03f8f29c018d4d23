"""Every form of address that the store is reached by, at a real engine; and what is said of one that cannot be."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pollapp.store import redis_connect
from pollapp.store.log import NotStored, StoreFailed
from pollapp.store.redis_keys import TAGS, bucket_of
from pollapp.store.redis_log import RedisLog
from tests.contract.sessions import ANA, BEN, item, open_session, seqs, stored
from tests.contract.test_shared import Attending, soon
from tests.real_server import free_port
from tests.redis_servers import Cluster, Engine, Trio, redis_cluster, redis_sentinel, redis_server

SECRET = "pass wörd/?@:"
QUOTED = "pass%20w%C3%B6rd%2F%3F%40%3A"


def works(url: str) -> None:
    log = RedisLog(url)
    open_session(log)
    follower = Attending(log)
    assert seqs(log.append([item(ANA, "tap", words="typed")])) == [2]
    assert follower.line == stored(log)
    log.delete("one")
    log.close()


def refused(url: str) -> StoreFailed:
    log = RedisLog(url)
    with pytest.raises(StoreFailed) as failed:
        open_session(log)
    assert isinstance(log.append([item(ANA, "tap")])[0], NotStored)
    log.close()
    return failed.value


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine that wants a password, also of one user who may do only what pollapp needs, and listens on a socket of its own too."""
    folder = tmp_path_factory.mktemp("redis")
    acl = folder / "users.acl"
    acl.write_text(
        "user default on >letmein ~* &* +@all\n"
        f"user poll on >{SECRET.replace(' ', '_')} ~pollapp:* &pollapp:* +@all -@dangerous -@admin +info\n"
        f"user strict on >{SECRET.replace(' ', '_')} ~pollapp:* &pollapp:* +@all -@dangerous -@admin\n"
    )
    with redis_server(folder, "--unixsocket", str(folder / "socket"), "--aclfile", str(acl)) as engine:
        yield engine


def test_with_a_password(guarded: Engine) -> None:
    works(f"redis://:letmein@127.0.0.1:{guarded.port}/0")
    works(f"redis://127.0.0.1:{guarded.port}/3?password=letmein")


@pytest.mark.parametrize("user", ["poll", "strict"])
def test_as_a_user_who_may_do_no_more_than_is_needed(guarded: Engine, user: str) -> None:
    works(f"redis://{user}:{QUOTED.replace('%20', '_')}@127.0.0.1:{guarded.port}/0")


def test_over_a_socket_in_the_file_system(guarded: Engine) -> None:
    works(f"unix://:letmein@{guarded.folder}/socket?db=2")


def test_a_wrong_password_is_told_of_at_once_and_never_written_down(guarded: Engine, caplog: pytest.LogCaptureFixture) -> None:
    for url in (f"redis://:{QUOTED}@127.0.0.1:{guarded.port}/0", f"redis://127.0.0.1:{guarded.port}/0"):
        began = time.monotonic()
        failed = refused(url)
        assert time.monotonic() - began < redis_connect.PATIENCE / 2  # nobody needs to wait for it
        assert failed.trouble == "away"
        assert ("password" in str(failed)) or ("Authentication" in str(failed))
        for told in (str(failed), caplog.text):
            assert SECRET not in told
            assert QUOTED not in told


@pytest.mark.parametrize(
    "url", ["redis://127.0.0.1:port/0", "redis+sentinel://127.0.0.1:26379/", "redis://127.0.0.1/0?socket_timeout=soon"]
)
def test_what_cannot_be_an_address_is_refused_at_once(url: str) -> None:
    with pytest.raises(StoreFailed):
        RedisLog(url)


def test_over_tls(tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not here, which makes the certificate")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-keyout", key,
         "-out", cert, "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True,
    )  # fmt: skip
    tls = ("--tls-cert-file", str(cert), "--tls-key-file", str(key), "--tls-ca-cert-file", str(cert), "--tls-auth-clients", "no")
    with redis_server(tmp_path / "redis") as engine, engine.client() as client:
        for name, value in zip(tls[::2], tls[1::2], strict=True):
            client.config_set(name.removeprefix("--"), value)
        port = free_port()
        client.config_set("tls-port", port)
        works(f"rediss://127.0.0.1:{port}/0?ssl_ca_certs={cert}")
        assert "certificate" in str(refused(f"rediss://127.0.0.1:{port}/0")).lower()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with redis_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


def test_sessions_are_spread_over_a_cluster(cluster: Cluster) -> None:
    cluster.flush()
    log = RedisLog(cluster.url)
    names = [f"session-{number}" for number in range(48)]
    for name in names:
        open_session(log, name)
    assert seqs(log.append([item(ANA, "tap", session=name) for name in names])) == [2] * 48
    for node in cluster.nodes:
        with node.client() as client:
            assert len(client.keys("pollapp:*:header")) > 5
    assert len(log.headers()) == 48
    log.delete(*names)
    assert log.headers() == []
    log.close()


def test_a_bucket_that_moves_to_another_node_is_found_there(cluster: Cluster) -> None:
    cluster.flush()
    log, other = RedisLog(cluster.url), RedisLog(cluster.url)
    open_session(log)
    follower = Attending(other)
    log.append([item(ANA, "before")])
    _move(cluster, TAGS[bucket_of("one")])
    assert seqs(log.append([item(ANA, "after")])) == [3]
    assert seqs(other.append([item(BEN, "after")])) == [4]
    log.append([item(ANA, "more")])
    soon(lambda: follower.line == stored(log))
    assert follower.anew >= 1  # another engine: whether it has all, is looked at
    assert [entry.command_id for entry in stored(other)] == ["open", "before", "after", "after", "more"]
    log.close()
    other.close()


@pytest.fixture(scope="module")
def trio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trio]:
    with redis_sentinel(tmp_path_factory.mktemp("sentinel")) as trio:
        yield trio


def test_through_sentinels_also_after_the_replica_has_taken_over(trio: Trio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_connect, "PATIENCE", 20.0)  # a failover may take a while where others need the machine
    works(trio.url)
    log = RedisLog(trio.url)
    open_session(log)
    follower = Attending(log)
    log.append([item(ANA, "before")])
    old, epoch = trio.master(), log.epoch("one")
    old.kill()
    assert seqs(log.append([item(ANA, "before"), item(ANA, "after")])) == [2, 3]
    soon(lambda: follower.anew >= 1 and len(follower.line) == 3)
    assert log.epoch("one") != epoch
    log.close()


def _move(cluster: Cluster, tag: str) -> None:
    """The slot of this hash tag goes from the node that has it to the next one, with its keys."""
    clients = [node.client() for node in cluster.nodes]
    slot = clients[0].execute_command("CLUSTER", "KEYSLOT", tag)
    ids = [client.execute_command("CLUSTER", "MYID") for client in clients]
    [here] = [number for number, client in enumerate(clients) if client.execute_command("CLUSTER", "COUNTKEYSINSLOT", slot)]
    there = (here + 1) % 3
    clients[there].execute_command("CLUSTER", "SETSLOT", slot, "IMPORTING", ids[here])
    clients[here].execute_command("CLUSTER", "SETSLOT", slot, "MIGRATING", ids[there])
    while keys := clients[here].execute_command("CLUSTER", "GETKEYSINSLOT", slot, 100):
        clients[here].execute_command("MIGRATE", "127.0.0.1", cluster.nodes[there].port, "", 0, 5_000, "KEYS", *keys)
    for number in (there, here, 3 - here - there):
        clients[number].execute_command("CLUSTER", "SETSLOT", slot, "NODE", ids[there])
    for client in clients:
        client.close()
