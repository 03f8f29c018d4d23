"""Requests that no library would make."""

from io import BytesIO
from typing import Any

from tests.injection.hostile_class import HostileClass

ENV = {
    "wsgi.url_scheme": "http",
    "REMOTE_ADDR": "127.0.0.1",
    "SERVER_NAME": "localhost",
    "SERVER_PORT": "8000",
    "SERVER_PROTOCOL": "HTTP/1.1",
}


def raw(
    room: HostileClass, path: str, method: str = "GET", query: str = "", body: bytes = b"", **more: str
) -> tuple[int, list[tuple[str, str]], bytes]:
    """What is answered to a request that no library would make: the path as it is decoded, other parts as they are. Headers in `more`."""
    begun: list[Any] = []
    cookies = "; ".join(f"{one.key}={one.value}" for one in room.fay._cookies.values())
    environ: dict[str, Any] = {
        **ENV, "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "", "HTTP_HOST": "localhost:8000",
        "HTTP_COOKIE": cookies,
        "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "application/x-www-form-urlencoded", "wsgi.input": BytesIO(body),
        "wsgi.errors": None, **more,
    }  # fmt: skip
    answer = room.app(environ, lambda status, headers, *_: begun.append((int(status[:3]), headers)))
    content = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    status, headers = begun[0]
    assert status < 500, path
    for name, value in headers:
        assert not set("\r\n\0") & set(name + value), (path, name, value)
        assert "X-Pwned" not in name
    return status, headers, content
