"""The backup of a Redis and the way back, by the commands of docs/operating.md."""

import re
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from pollapp.store.redis_log import RedisLog
from tests.contract.sessions import ANA, item, open_session, stored
from tests.e2e.rooms import until
from tests.redis_servers import Engine, redis_server

PAGE = Path(__file__).parents[2] / "docs/operating.md"
PATIENCE = 20  # seconds


def _commands() -> tuple[str, str, str]:
    """The page's own: to make a backup, to switch the append-only file on again, and to see that it is whole."""
    cli = re.findall(r"^redis-cli (.+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(cli) == 3
    return cli[0], cli[1], cli[2]


def _redis_cli(redis: Engine, words: str) -> str:
    cli = shutil.which("redis-cli")
    if cli is None:
        pytest.skip("redis-cli is not on this machine.")
    command = [cli, "-p", str(redis.port), *words.replace("backup/", f"{redis.folder.parent}/").split()]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True).stdout


def test_what_was_backed_up_is_there_again(tmp_path: Path) -> None:
    back_up, switch_on, look = _commands()
    with redis_server(tmp_path / "before") as redis:
        with closing(RedisLog(redis.url)) as log:
            open_session(log)
            log.append([item(ANA, "first", words="Ask first.")])
            was = (log.headers(), stored(log))
        _redis_cli(redis, back_up)
    (tmp_path / "after").mkdir()
    shutil.copy(tmp_path / "sessions.rdb", tmp_path / "after" / "dump.rdb")
    with redis_server(tmp_path / "after", "--appendonly", "no", durable=False) as redis:
        _redis_cli(redis, switch_on)
        whole = ("aof_rewrite_in_progress:0", "aof_last_bgrewrite_status:ok", "aof_enabled:1")
        until(lambda: all(word in _redis_cli(redis, look) for word in whole))
    with redis_server(tmp_path / "after") as redis, closing(RedisLog(redis.url)) as log:
        assert (log.headers(), stored(log)) == was
