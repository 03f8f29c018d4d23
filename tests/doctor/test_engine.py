"""What is said of an engine, from what it tells of itself: no Redis is needed for that."""

from dataclasses import replace
from typing import Any

import pytest

from pollapp.doctor.channels import channels
from pollapp.doctor.engine import JUDGES, access, at_start, clocks, judged, memory, moments, refusal, replicas, saved, version
from pollapp.doctor.finding import Finding
from pollapp.store.engine_facts import Facts, Node

ADDRESS = "redis://127.0.0.1:6379/0"
GOOD = Node(
    "127.0.0.1:6379", version="7.0.15", speaks=(7, 0), appends=True,
    settings={"appendfsync": "always", "save": "", "min-replicas-to-write": "0", "min-replicas-max-lag": "10"},
)  # fmt: skip
MB = 1 << 20


def engine(*nodes: Node, address: str = ADDRESS, **of_the_whole: Any) -> Facts:
    return Facts(address, nodes or (GOOD,), **{"guarded": True, **of_the_whole})


def but(**different: Any) -> Facts:
    return engine(replace(GOOD, **different))


def setting(name: str, value: str, **different: Any) -> Facts:
    return but(settings={**GOOD.settings, name: value}, **different)


def said(found: Finding, state: str, *words: str) -> None:
    assert found.state == state, found
    assert found.says.endswith(".")
    assert bool(found.do) == (state != "ok")
    for word in words:
        assert word in f"{found.says} {found.do}", found


def test_one_that_keeps_everything_is_well_in_every_part() -> None:
    found = judged(engine())
    assert [(one.part, one.state) for one in found] == [(part, "ok") for part in JUDGES]
    assert at_start(found) == [
        "Sessions are kept in Redis 7.0.15 at 127.0.0.1:6379.",
        "What is called saved survives a killed Redis and a power cut (appendonly yes, appendfsync always).",
    ]
    assert refusal(found) == ""


@pytest.mark.parametrize(
    ("different", "words"),
    [
        ({"speaks": (6, 2), "version": "6.2.7"}, "Redis 6.2.7 at 127.0.0.1:6379 is too old. Use Redis 7.0 or newer, or Valkey."),
        ({"master": False}, "is a replica: nothing can be stored there."),
        ({"loading": True}, "is still reading its data"),
        ({"clustered": True}, "is a part of a Cluster"),
    ],
)
def test_one_that_cannot_store_is_wrong_and_no_server_starts_on_it(different: dict[str, Any], words: str) -> None:
    said(version(but(**different)), "wrong", words)
    assert words in refusal(judged(but(**different)))


def test_valkey_is_known_by_its_own_name_and_version() -> None:
    said(version(but(name="Valkey", version="9.1.0", speaks=(7, 2))), "ok", "Valkey 9.1.0 at 127.0.0.1:6379")


def test_a_cluster_is_well_when_all_of_it_answers() -> None:
    nodes = [replace(GOOD, at=f"127.0.0.1:{port}", clustered=True) for port in (7000, 7001, 7002)]
    whole = engine(*nodes, address="redis+cluster://127.0.0.1:7000")
    assert refusal(judged(whole)) == ""
    said(version(replace(whole, slots=10922)), "wrong", "serves 10922 of its 16384 slots", "redis-cli --cluster fix 127.0.0.1:7000")
    nodes[1] = replace(nodes[1], policy="allkeys-lru", most=MB)
    said(memory(engine(*nodes, address=whole.address)), "wrong", "allkeys-lru")  # one node's fault is the Cluster's


@pytest.mark.parametrize(
    ("different", "state", "words"),
    [
        ({}, "ok", "takes as much memory as its computer has"),
        ({"most": 100 * MB, "used": 5 * MB}, "ok", "5% of its 100 MB are used"),
        ({"most": 100 * MB, "used": 81 * MB}, "warning", "81% of its 100 MB are used: when it is full no dot can be saved."),
        ({"most": 100 * MB, "policy": "allkeys-lru"}, "wrong", "it throws saved dots away, without a word"),
        ({"most": 100 * MB, "policy": "allkeys-random"}, "wrong", "redis-cli config set maxmemory-policy noeviction"),
        ({"most": 100 * MB, "policy": "volatile-lru"}, "warning", "what workers tell each other"),
        ({"policy": "allkeys-lru"}, "warning", "Should its memory ever be limited"),
    ],
)
def test_no_server_starts_where_saved_dots_could_be_thrown_away(different: dict[str, Any], state: str, words: str) -> None:
    said(memory(but(**different)), state, words)
    assert bool(refusal(judged(but(**different)))) == (state == "wrong")


@pytest.mark.parametrize(
    ("asked", "state", "words"),
    [
        (setting("appendfsync", "always"), "ok", "survives a killed Redis and a power cut"),
        (setting("appendfsync", "everysec"), "warning", "may take the last second or two (appendfsync everysec)"),
        (setting("appendfsync", "no"), "warning", "the last half minute"),
        (setting("save", "3600 1 300 100 60 10000", appends=False), "warning", "loses up to 60 minutes of it (appendonly no)"),
        (setting("save", "", appends=False), "warning", "is in memory alone, and gone with Redis"),
        (but(ill="its last write to its append-only file"), "wrong", "Redis reports that its last write to its append-only file failed."),
        (replace(but(settings={}), tells=False), "warning", "what a power cut may take it does not tell, since CONFIG is forbidden there"),
        (replace(but(settings={}, appends=False), tells=False), "warning", "whether snapshots are made it does not tell"),
    ],
)
def test_what_saved_means_is_said_in_a_sentence(asked: Facts, state: str, words: str) -> None:
    said(saved(asked), state, words)
    assert saved(asked).says in at_start(judged(asked))


@pytest.mark.parametrize(
    ("asked", "state", "words"),
    [
        (engine(), "ok", "no replica"),
        (but(replicas=1), "warning", "It has 1 replica, which may be any time behind"),
        (setting("min-replicas-to-write", "1", replicas=2), "ok", "more than 10 seconds behind: a failover loses no more."),
        (setting("min-replicas-to-write", "1"), "wrong", "It wants 1 to store anything (min-replicas-to-write), and has 0"),
        (replace(but(replicas=1, settings={}), tells=False), "warning", "it does not tell"),
    ],
)
def test_what_a_failover_may_take(asked: Facts, state: str, words: str) -> None:
    said(replicas(asked), state, words)


@pytest.mark.parametrize(
    ("at", "whole", "state", "words"),
    [
        ("127.0.0.1:6379", {}, "ok", "needs its password"),
        ("127.0.0.1:6379", {"guarded": False}, "warning", "every program on this computer"),
        ("/run/redis.sock", {"guarded": False}, "warning", "every program on this computer"),
        ("10.0.0.7:6379", {"guarded": False}, "warning", "whoever reaches 10.0.0.7:6379"),
        ("10.0.0.7:6379", {}, "warning", "is not encrypted"),
        ("redis.example.org:6379", {}, "warning", "is not encrypted"),
        ("10.0.0.7:6379", {"encrypted": True}, "ok", "needs its password"),
        ("[::1]:6379", {}, "ok", "needs its password"),
    ],
)
def test_who_else_could_read_there(at: str, whole: dict[str, Any], state: str, words: str) -> None:
    said(access(engine(replace(GOOD, at=at), **whole)), state, words)


@pytest.mark.parametrize(
    ("ahead", "state", "words"),
    [
        (3.0, "ok", "3 s apart"),
        (-40.0, "warning", "40 seconds behind this computer's"),
        (7200.0, "wrong", "7,200 seconds ahead of this computer's"),
    ],
)
def test_clocks_that_disagree_delete_too_early(ahead: float, state: str, words: str) -> None:
    said(clocks(but(ahead=ahead)), state, words)


def test_no_server_starts_where_each_dot_would_get_a_time() -> None:
    asked = setting("aof-timestamp-enabled", "yes")
    said(moments(asked), "wrong", "no dot may have a time")
    assert "aof-timestamp-enabled" in refusal(judged(asked))


def test_no_server_starts_where_its_workers_could_not_tell_each_other() -> None:
    shut = engine(GOOD, replace(GOOD, at="127.0.0.1:7001", channels=False))
    said(channels(shut), "wrong", "Redis at 127.0.0.1:7001 does not let this user use pollapp's channels", "acl setuser USER '&pollapp:*'")
    assert "'&pollapp:*'" in refusal(judged(shut))
    said(channels(engine()), "ok")
