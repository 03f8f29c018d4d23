"""Every setting, with its name, default and help; from flags or from the environment (`POLLAPP_` + its name in capitals).

Bad values are refused loudly at start, with a sentence that says what would be right.
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pollapp.redis_address import has_password

_ORIGIN = re.compile(r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:[0-9]{1,5})?", re.IGNORECASE)

_ADDRESS = re.compile(r"(\[[0-9a-f:]+\]|[a-z0-9.-]+):([0-9]{1,5})", re.IGNORECASE)
_REDIS = re.compile(r"(rediss?|redis\+cluster|rediss\+cluster|redis\+sentinel|rediss\+sentinel|unix)://\S+")
MOST_WORKERS = 64


class BadSetting(Exception):
    """A setting has a value that cannot be; the text says which, why, and what would be right."""


def _setting(default: Any, help: str, *, secret: bool = False, flag: bool = True) -> Any:
    """`secret`: no repr shows it. `flag`: whether it may stand on a command line, which every user of the computer can read."""
    return field(default=default, metadata={"help": help, "flag": flag}, repr=not secret)


@dataclass(frozen=True, slots=True)
class Config:
    host: str = _setting("0.0.0.0", "Address to listen on. 0.0.0.0 lets phones in the same network in; 127.0.0.1 keeps them out.")
    port: int = _setting(8000, "Port to listen on; 0 takes a free one.")
    public_url: str = _setting(
        "", "Address that phones use, such as https://poll.example.org. Empty: this machine's address in its network."
    )
    data_dir: Path = _setting(Path("pollapp-data"), "Folder for the sessions' file and the opening key.")
    redis: str = _setting(
        "",
        "Keep the sessions in this Redis or Valkey and not in a file, such as redis://127.0.0.1:6379/0; needed for several workers. "
        "Write a password into POLLAPP_REDIS, not here.",
        secret=True,
    )
    opening_key: str = _setting(
        "",
        "The opening key, the same one for several machines on one Redis. Empty: the one in the data folder.",
        secret=True,
        flag=False,
    )
    workers: int = _setting(1, "How many processes serve; more than one needs --redis.")
    machine: str = _setting(
        "", "A letter or short word for this machine among several on one Redis, such as a. By it a proxy finds polling visitors' way."
    )
    grid_file: str = _setting("", "A grid of your own in place of the one that is shipped.")
    proxies: int = _setting(0, "How many proxies of yours stand in front; what they say of a visitor's address is believed then.")
    secure_cookies: bool = _setting(False, "Send cookies over https only. Switched on by an https public_url.")
    embed_projector: str = _setting(
        "", "Sites whose pages may show the projector in a frame, such as https://slides.example.org; a space between several."
    )
    metrics: str = _setting(
        "", "Address and port on which Prometheus may ask how the server does, such as 127.0.0.1:9108; the next worker takes the next port."
    )
    log_json: bool = _setting(False, "Write the log as one JSON object a line.")
    styleguide: bool = _setting(False, "Show every component in every state at /styleguide. For those who change pollapp.")

    def __post_init__(self) -> None:
        _check_port(self.port)
        _check_redis(self.redis)
        _check_workers(self.workers, self.redis)
        _check_machine(self.machine)
        _check_public_url(self.public_url)
        _check_proxies(self.proxies)
        _check_metrics(self.metrics, self.workers)
        _check_origins(self.embed_projector.split())
        object.__setattr__(self, "public_url", self.public_url.lower())  # as browsers write it

    @property
    def metrics_address(self) -> tuple[str, int] | None:
        """Where the first worker's metrics are; the others have the ports that follow."""
        found = _ADDRESS.fullmatch(self.metrics)
        return (found[1].strip("[]"), int(found[2])) if found else None

    @property
    def https(self) -> bool:
        return self.secure_cookies or self.public_url.startswith("https://")


def _check_port(port: int) -> None:
    if not 0 <= port <= 65535:
        raise BadSetting(f"port is {port}, but a port is a number from 0 to 65535. 8000 is usual.")


def _check_redis(url: str) -> None:
    if url and not _REDIS.fullmatch(url):
        raise BadSetting("redis is no address of one. It should be such as redis://127.0.0.1:6379/0 (docs/operating.md has the others).")


def _refuse_password(redis: str) -> None:
    """Where it was typed as a flag: there it is read by whoever looks at what runs on this computer."""
    if has_password(redis):
        raise BadSetting(
            "redis is given with its password, which every user of this computer can read there (ps). "
            "Put the whole address into the environment instead: POLLAPP_REDIS"
        )


def _check_workers(workers: int, redis: str) -> None:
    if not 1 <= workers <= MOST_WORKERS:
        raise BadSetting(f"workers is {workers}. It is a number from 1 to {MOST_WORKERS}; one for each core is usual.")
    if workers > 1 and not redis:
        raise BadSetting(f"workers is {workers}, but a file of sessions has one server. Several need --redis (docs/operating.md).")


def _check_machine(machine: str) -> None:
    if not re.fullmatch("[a-z]{0,8}", machine):
        raise BadSetting(f"machine is {machine!r}. It is up to eight small letters, another word for each machine: a")


def _check_proxies(proxies: int) -> None:
    if not 0 <= proxies <= 9:
        raise BadSetting(f"proxies is {proxies}. It is the number of proxies in front of pollapp: 0 for none, 1 is usual.")


def _check_metrics(address: str, workers: int) -> None:
    if not address:
        return
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise BadSetting(f"metrics is {address!r}. It is an address of this computer and a port: 127.0.0.1:9108")
    if not 1 <= int(found[2]) <= 65536 - workers:
        raise BadSetting(f"metrics is {address!r}, but a port is a number up to 65535, and each worker needs one. 9108 is usual.")


def _check_origins(origins: Sequence[str]) -> None:
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise BadSetting(f"embed_projector holds {origin!r}. A site is http:// or https:// and a host: https://slides.example.org")


def _check_public_url(url: str) -> None:
    if not url:
        return
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query or parts.fragment:
        raise BadSetting(f"public_url is {url!r}. It needs http:// or https:// and a host, and no path: https://poll.example.org")


def config_from(flags: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> Config:
    """Settings from flags (None = not given), then from the environment, then the defaults. Raises BadSetting."""
    _refuse_password(flags.get("redis") or "")
    values = {}
    for setting in fields(Config):
        given = flags.get(setting.name)
        if given is None:
            given = environ.get(f"POLLAPP_{setting.name.upper()}")
        if given is not None:
            values[setting.name] = _typed(setting.name, setting.default, given)
    return Config(**values)


def _typed(name: str, default: Any, given: Any) -> Any:
    kind = type(default)
    if kind is bool and isinstance(given, str):
        if given.lower() not in ("0", "1", "true", "false", "yes", "no", ""):
            raise BadSetting(f"{name} is {given!r}. Write 1 for yes, 0 for no.")
        return given.lower() in ("1", "true", "yes")
    convert: Callable[[Any], Any] = Path if issubclass(kind, Path) else kind
    try:
        return convert(given)
    except ValueError as error:
        right = f"a whole number, such as {default}" if kind is int else f"a {kind.__name__}"
        raise BadSetting(f"{name} is {given!r}. It should be {right}.") from error
