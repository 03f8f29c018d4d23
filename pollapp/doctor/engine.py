"""The engine that keeps the sessions where there is no file (`--redis`): can it keep them, and what is "saved" worth there.

Asked by the doctor, and by the server before it serves. What the sentences rest on is in docs/operating.md, "Redis".
"""

import ipaddress
import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from pollapp.doctor.channels import channels
from pollapp.doctor.finding import Finding, ok, warning, wrong
from pollapp.redis_address import shown
from pollapp.store.engine_facts import SLOTS, CannotAsk, Facts, Node
from pollapp.store.redis_facts import ask

OLDEST = (7, 0)  # gives a stream's next entry by `0-*`, which the log's numbers need
OWN_FILE = "and write it into its configuration, or it is forgotten at its next start"
NEARLY_FULL = 0.8
APART, FAR_APART = 10, 3600  # seconds between two clocks
_WORST = {"ok": 0, "warning": 1, "wrong": 2}


def version(facts: Facts) -> Finding:
    return _worst(facts, _version) if facts.slots == SLOTS else _uncovered(facts)


def _uncovered(facts: Facts) -> Finding:
    return wrong(
        "redis",
        f"The Cluster at {facts.address} serves {facts.slots} of its {SLOTS} slots: some sessions cannot be reached.",
        f"Bring its nodes back, or: redis-cli --cluster fix {urlsplit(facts.address).netloc}",
    )


def _version(facts: Facts, node: Node) -> Finding:
    here = f"{node.name} {node.version} at {node.at}"
    if node.speaks < OLDEST:
        return wrong("redis", f"{here} is too old.", "Use Redis 7.0 or newer, or Valkey.")
    if node.loading:
        return wrong("redis", f"{here} is still reading its data from the disk.", "Wait for it, then ask again.")
    if not node.master:
        return wrong(
            "redis", f"{here} is a replica: nothing can be stored there.", "Name its master, or let Sentinel name it: redis+sentinel://…"
        )
    if node.clustered and "+cluster" not in facts.address:
        return wrong(
            "redis", f"{here} is a part of a Cluster, and is called as if it were all of it.", "Write redis+cluster:// in its address."
        )
    of = f", one of the {len(facts.nodes)} in its Cluster that have them" if len(facts.nodes) > 1 else ""
    return ok("redis", f"Sessions are kept in {here}{of}.")


def memory(facts: Facts) -> Finding:
    return _worst(facts, _memory)


def _memory(facts: Facts, node: Node) -> Finding:
    set_it = f"Say so: redis-cli config set maxmemory-policy noeviction, {OWN_FILE}."
    if node.policy.startswith("allkeys") and node.most:
        return wrong(
            "memory", f"When its memory is full it throws saved dots away, without a word (maxmemory-policy {node.policy}).", set_it
        )
    if node.policy != "noeviction" and node.most:
        return warning(
            "memory", f"When its memory is full it throws away what workers tell each other (maxmemory-policy {node.policy}).", set_it
        )
    if node.policy != "noeviction":
        return warning("memory", f"Should its memory ever be limited, it would throw saved dots away ({node.policy}).", set_it)
    if not node.most:
        return ok("memory", "It throws nothing away (noeviction), and takes as much memory as its computer has.")
    used = f"{node.used / node.most:.0%} of its {node.most // (1 << 20):,} MB are used"
    if node.used > NEARLY_FULL * node.most:
        return warning("memory", f"It throws nothing away (noeviction), and {used}: when it is full no dot can be saved.", "Give it more.")
    return ok("memory", f"It throws nothing away (noeviction); {used}.")


def saved(facts: Facts) -> Finding:
    """What a dot that is called saved survives."""
    return _worst(facts, _saved)


_CALLED = "What is called saved"
_ALWAYS = f"For every dot on the disk before it is called saved: redis-cli config set appendfsync always, {OWN_FILE}."


def _saved(facts: Facts, node: Node) -> Finding:
    if node.ill:
        return wrong("saved", f"{node.name} reports that {node.ill} failed.", "Look at its disk and its log.")
    if not node.appends:
        return _in_snapshots(facts, node)
    return _in_a_file(node.settings.get("appendfsync", ""))


def _in_a_file(fsync: str) -> Finding:
    if fsync == "always":
        return ok("saved", f"{_CALLED} survives a killed Redis and a power cut (appendonly yes, appendfsync always).")
    if fsync == "everysec":
        return warning(
            "saved",
            f"{_CALLED} survives a killed Redis; a power cut, or a kill while its disk is slow, may take the last second or two "
            "(appendfsync everysec).",
            _ALWAYS,
        )
    if fsync == "no":
        return warning("saved", f"{_CALLED} survives a killed Redis; a power cut may take the last half minute (appendfsync no).", _ALWAYS)
    return warning(
        "saved",
        f"{_CALLED} survives a killed Redis (appendonly yes); what a power cut may take it does not tell, since CONFIG is forbidden there.",
        "Ask who runs it what appendfsync is.",
    )


def _in_snapshots(facts: Facts, node: Node) -> Finding:
    do = f"Let it write down everything: redis-cli config set appendonly yes, {OWN_FILE}."
    often = _how_often(node.settings.get("save", ""))
    if often:
        return warning("saved", f"{_CALLED} is in memory: a Redis that ends without warning loses up to {often} of it (appendonly no).", do)
    if facts.tells:
        return warning("saved", f"{_CALLED} is in memory alone, and gone with {node.name} (appendonly no, no snapshots).", do)
    return warning(
        "saved", f"{_CALLED} is in memory (appendonly no); whether snapshots are made it does not tell, since CONFIG is forbidden there.",
        "Ask who runs it, and have appendonly switched on.",
    )  # fmt: skip


def _how_often(save: str) -> str:
    """The longest time between two snapshots while something changes, in words: "3600 1 300 100" makes one an hour after one change."""
    seconds = [int(one) for one in save.split()[::2] if one.isdigit()]
    return f"{max(seconds) // 60 or 1} minutes" if seconds else ""


def replicas(facts: Facts) -> Finding:
    return _worst(facts, _replicas)


def _replicas(facts: Facts, node: Node) -> Finding:
    least = int(node.settings.get("min-replicas-to-write", "0") or 0)
    if not node.replicas and not least:
        return ok("replicas", "It has no replica: what is on its disk is what there is.")
    if node.replicas < least:
        return wrong(
            "replicas", f"It wants {least} to store anything (min-replicas-to-write), and has {node.replicas}: no dot can be saved.",
            "Bring its replicas back.",
        )  # fmt: skip
    have = f"It has {_counted(node.replicas)}"
    if least:
        lag = node.settings.get("min-replicas-max-lag", "10")
        return ok("replicas", f"{have}, and stores nothing while they are more than {lag} seconds behind: a failover loses no more.")
    if not facts.tells:
        return warning("replicas", f"{have}; how far they may be behind it does not tell.", "Ask who runs it for min-replicas-to-write.")
    return warning(
        "replicas", f"{have}, which may be any time behind: a failover can take what was saved last.",
        f"Bound it: redis-cli config set min-replicas-to-write 1, {OWN_FILE}.",
    )  # fmt: skip


def _counted(replicas: int) -> str:
    return f"{replicas} replica{'' if replicas == 1 else 's'}"


def access(facts: Facts) -> Finding:
    """Who else can read what is kept there."""
    return _worst(facts, _access)


def _access(facts: Facts, node: Node) -> Finding:
    here = _is_here(node.at)
    if not facts.guarded:
        who = "every program on this computer" if here else f"whoever reaches {node.at}"
        return warning(
            "access", f"No password stands in its address: if it wants none, {who} can read and change what a class thought.",
            "Give it one (requirepass, or a user of its own), and put that into POLLAPP_REDIS.",
        )  # fmt: skip
    if not here and not facts.encrypted:
        return warning(
            "access",
            f"What goes to {node.at} and comes from there is not encrypted.",
            "Write rediss://, unless that network is yours alone.",
        )
    return ok("access", "Whoever wants to read there needs its password.")


def _is_here(at: str) -> bool:
    host = re.sub(r":\d+$", "", at).strip("[]")
    if at.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def clocks(facts: Facts) -> Finding:
    """Sessions go on their day, on whichever machine that is first."""
    return _worst(facts, _clocks)


def _clocks(facts: Facts, node: Node) -> Finding:
    apart = abs(node.ahead)
    if apart < APART:
        return ok("clocks", f"Its clock and this computer's are together ({apart:.0f} s apart).")
    says = f"Its clock is {apart:,.0f} seconds {'ahead of' if node.ahead > 0 else 'behind'} this computer's."
    set_right = "Set the wrong one right: sessions are deleted by this computer's."
    return (wrong if apart >= FAR_APART else warning)("clocks", says, set_right)


def moments(facts: Facts) -> Finding:
    """Whether it writes down when something was stored: no dot has a time (docs/operating.md, What is stored)."""
    return _worst(facts, _moments)


def _moments(facts: Facts, node: Node) -> Finding:
    if node.settings.get("aof-timestamp-enabled") == "yes":
        return wrong(
            "moments",
            "It writes into its append-only file when each thing was stored (aof-timestamp-enabled yes): no dot may have a time.",
            f"Switch that off: redis-cli config set aof-timestamp-enabled no, {OWN_FILE}.",
        )  # fmt: skip
    return ok("moments", "It writes down no time beside what it stores.")


Judge = Callable[[Facts], Finding]
JUDGES: dict[str, Judge] = {
    "redis": version,
    "memory": memory,
    "saved": saved,
    "replicas": replicas,
    "access": access,
    "channels": channels,
    "clocks": clocks,
    "moments": moments,
}


def judged(facts: Facts) -> list[Finding]:
    return [judge(facts) for judge in JUDGES.values()]


def looked_at(address: str) -> list[Finding]:
    """What is to be said of the engine at this address; one that does not answer is a single finding."""
    try:
        return judged(ask(address))
    except CannotAsk as why:
        return [_cannot_be_asked(shown(address), str(why))]


def _cannot_be_asked(address: str, why: str) -> Finding:
    return wrong(
        "redis",
        f"{address} {why}.",
        "See that it runs, and that this is its address: --redis redis://…, or POLLAPP_REDIS where it wants a password.",
    )


def _worst(facts: Facts, judge: Callable[[Facts, Node], Finding]) -> Finding:
    """Of several nodes' findings the worst; the first where they are alike."""
    return max((judge(facts, node) for node in facts.nodes), key=lambda found: _WORST[found.state])


def refusal(findings: Iterable[Finding]) -> str:
    """Why no server may start on this engine; "" when it may. Only what would lose dots without a word, or keep any from being stored."""
    return " ".join(f"{one.says} {one.do}" for one in findings if one.state == "wrong")


def at_start(findings: Iterable[Finding]) -> list[str]:
    """What is said of it at every start: what it is, what "saved" means there, and whatever else should be known."""
    return [one.says for one in findings if one.part in ("redis", "saved") or one.state != "ok"]
