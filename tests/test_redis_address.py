"""An address as people see it holds no password, wherever that stands; one that was typed as a flag is refused."""

import pytest

from pollapp.config import BadSetting, Config, config_from
from pollapp.redis_address import has_password, shown

SECRET = "Tr1cky-Pa55"


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        (f"redis://:{SECRET}@127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
        (f"rediss://user:{SECRET}@[::1]:6380/2", "rediss://[::1]:6380/2"),
        (f"redis://:a/b#{SECRET}?c@host/1", "redis://host/1"),
        (f"redis://:a@{SECRET}@host:1/1", "redis://host:1/1"),
        (f"redis://host/0?password={SECRET}&db=1", "redis://host/0"),
        (f"unix://:{SECRET}@/run/redis.sock?db=1", "unix:///run/redis.sock"),
        (f"redis+sentinel://:{SECRET}@one:26379,two:26379/mymaster/0", "redis+sentinel://one:26379,two:26379/mymaster/0"),
        (f"rediss+cluster://default:{SECRET}@one:7000", "rediss+cluster://one:7000"),
    ],
)
def test_it_is_shown_without_the_password(address: str, seen: str) -> None:
    assert shown(address) == seen
    assert has_password(address)
    config = Config(redis=address)
    assert SECRET not in repr(config)


@pytest.mark.parametrize("address", ["redis://127.0.0.1:6379/0", "redis://user@host/0", "unix:///run/redis.sock?db=2", ""])
def test_one_without_is_shown_too(address: str) -> None:
    assert not has_password(address)


def test_a_password_on_the_command_line_is_refused_and_not_repeated() -> None:
    with pytest.raises(BadSetting, match="POLLAPP_REDIS") as refused:
        config_from({"redis": f"redis://:{SECRET}@host"}, {})
    assert SECRET not in str(refused.value)
    assert config_from({}, {"POLLAPP_REDIS": f"redis://:{SECRET}@host"}).redis.endswith("@host")


def test_an_address_that_is_none_is_refused_and_not_repeated() -> None:
    with pytest.raises(BadSetting) as refused:
        config_from({}, {"POLLAPP_REDIS": f"http://:{SECRET}@host"})
    assert SECRET not in str(refused.value)
