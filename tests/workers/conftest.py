from collections.abc import Iterator

import pytest

from tests.redis_servers import Engine, redis_server


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One engine for every file here that a test process runs: their sessions have nothing to do with each other."""
    with redis_server(tmp_path_factory.mktemp("redis")) as redis:
        yield redis
