"""What real engines tell of themselves, and that none of them is changed by being asked."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from redis import Redis

from pollapp.doctor.engine import judged, looked_at, refusal
from pollapp.store.health import Health
from pollapp.store.log import StoreFailed
from pollapp.store.redis_facts import ask
from pollapp.store.redis_shelf import RedisShelf
from tests.redis_servers import Engine, redis_cluster, redis_sentinel, until_true, valkey_server

PASSWORD = "Vzr8qK2mT0xWcJ4n"


@pytest.fixture
def client(redis: Engine) -> Iterator[Redis]:
    """Whose settings are as they were, afterwards."""
    with redis.client() as client:
        names = ("maxmemory", "maxmemory-policy", "appendonly", "appendfsync", "save")
        before = client.config_get(*names)
        yield client
        for name in names:
            client.config_set(name, before[name])


def states(url: str) -> dict[str, str]:
    return {one.part: one.state for one in looked_at(url)}


def test_one_that_is_set_up_well(redis: Engine) -> None:
    before = _keys(redis)
    [node] = ask(redis.url).nodes
    assert (node.at, node.name, node.master, node.appends) == (f"127.0.0.1:{redis.port}", "Redis", True, True)
    assert (node.settings["appendfsync"], node.speaks >= (7, 0), abs(node.ahead) < 1) == ("always", True, True)
    assert refusal(judged(ask(redis.url))) == ""
    assert _keys(redis) == before


def _keys(redis: Engine) -> list[bytes]:
    with redis.client() as client:
        return sorted(client.scan_iter())


def test_one_as_it_comes_out_of_the_box_is_served_from_and_told_of(redis: Engine, client: Redis) -> None:
    client.config_set("appendonly", "no")
    client.config_set("save", "3600 1 300 100 60 10000")
    assert states(redis.url) | {"access": ""} == {
        "redis": "ok", "memory": "ok", "saved": "warning", "replicas": "ok", "access": "",
        "channels": "ok", "clocks": "ok", "moments": "ok",
    }  # fmt: skip


def test_eviction_and_a_sync_each_second(redis: Engine, client: Redis) -> None:
    client.config_set("appendfsync", "everysec")
    client.config_set("maxmemory", "50mb")
    client.config_set("maxmemory-policy", "allkeys-lfu")
    assert (states(redis.url)["saved"], states(redis.url)["memory"]) == ("warning", "wrong")
    assert "allkeys-lfu" in refusal(judged(ask(redis.url)))


def test_one_that_forbids_to_be_asked_for_its_settings(redis: Engine, client: Redis) -> None:
    """As whoever runs a Redis for others often does. What INFO tells is enough to start."""
    allowed = ("~pollapp:*", "&pollapp:*", "+@all", "-@admin", "-@dangerous", "+info")
    client.execute_command("ACL", "SETUSER", "pollapp", "on", f">{PASSWORD}", *allowed)
    try:
        url = redis.url.replace("://", f"://pollapp:{PASSWORD}@")
        facts = ask(url)
        assert (facts.tells, facts.guarded, PASSWORD in repr(facts)) == (False, True, False)
        assert refusal(judged(facts)) == ""
        assert "CONFIG is forbidden there" in " ".join(one.says for one in judged(facts))
        client.execute_command("ACL", "SETUSER", "pollapp", "-info")
        assert "INFO" in looked_at(url)[0].says
    finally:
        client.execute_command("ACL", "DELUSER", "pollapp")


def test_a_user_as_a_redis_makes_one_lacks_the_channels(redis: Engine, client: Redis) -> None:
    """No server starts with it. Under one that runs already, every dot is stored, and nothing else is said."""
    client.execute_command("ACL", "SETUSER", "poll", "reset", "on", f">{PASSWORD}", "~pollapp:*", "+@all", "-@admin")
    try:
        url = redis.url.replace("://", f"://poll:{PASSWORD}@")
        for forbidden in ("allchannels -publish -subscribe", "resetchannels +publish +subscribe"):
            client.execute_command("ACL", "SETUSER", "poll", *forbidden.split())
            assert {part for part, state in states(url).items() if state == "wrong"} == {"channels"}
            health = Health()
            with closing(RedisShelf(url, health)) as shelf, pytest.raises(StoreFailed, match="permissions"):
                shelf.tell("text")
            assert health.trouble is None
        client.execute_command("ACL", "SETUSER", "poll", "&pollapp:*")
        assert states(url)["channels"] == "ok"
        client.execute_command("ACL", "SETUSER", "poll", "resetkeys", "~other:*")
        with closing(RedisShelf(url, health)) as shelf, pytest.raises(StoreFailed, match="permissions"):
            shelf.look("key")
        assert health.trouble == "away"
    finally:
        client.execute_command("ACL", "DELUSER", "poll")


def test_valkey(tmp_path_factory: pytest.TempPathFactory) -> None:
    with valkey_server(tmp_path_factory.mktemp("valkey")) as valkey:
        [node] = ask(valkey.url).nodes
        assert (node.name, node.speaks >= (7, 2), int(node.version.split(".")[0]) >= 8) == ("Valkey", True, True)
        assert refusal(judged(ask(valkey.url))) == ""


def test_a_cluster_of_which_a_part_is_not_served(tmp_path_factory: pytest.TempPathFactory) -> None:
    with redis_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        facts = ask(cluster.url)
        assert (len(facts.nodes), facts.slots, refusal(judged(facts))) == (3, 16384, "")
        assert "is a part of a Cluster" in refusal(judged(ask(cluster.nodes[0].url)))
        for node in cluster.nodes:
            with node.client() as client:
                client.config_set("cluster-require-full-coverage", "no")
                client.execute_command("CLUSTER", "DELSLOTS", 5_461)
        assert "serves 16383 of its 16384 slots" in refusal(judged(ask(cluster.url)))


def test_a_replica_and_the_master_that_sentinels_name(tmp_path_factory: pytest.TempPathFactory) -> None:
    with redis_sentinel(tmp_path_factory.mktemp("trio")) as trio:
        assert "is a replica, where nothing can be stored" in looked_at(trio.replica().url)[0].says
        [node] = ask(trio.url).nodes
        assert (node.at, node.replicas, states(trio.url)["replicas"]) == (f"127.0.0.1:{trio.master().port}", 1, "warning")
        with trio.master().client() as client:
            client.config_set("min-replicas-to-write", 1)
            until_true(lambda: client.info("replication").get("min_slaves_good_slaves") == 1, lambda: "the replica is not counted")
        assert states(trio.url)["replicas"] == "ok"


def test_one_that_is_not_there() -> None:
    found = looked_at(f"redis://:{PASSWORD}@127.0.0.1:1/0")
    assert [(one.part, one.state) for one in found] == [("redis", "wrong")]
    assert found[0].says.startswith("redis://127.0.0.1:1/0 cannot be reached")
