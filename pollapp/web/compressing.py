"""Everything goes over the wire compressed: many phones share one Wi-Fi. Static files are compressed once and remembered, the latest
ones asked for: whoever asks for them under ever new paths fills no memory and takes nobody's place for good.

Over plain http browsers take gzip only; over https also Brotli.
"""

from collections import OrderedDict

from flask import Flask, Response, request
from flask_compress import Compress

MOST_KEPT = 400  # answers; there are some hundred files


class _Remembered:
    """What Flask-Compress asks for as its cache: only static files are kept, whose paths name their content."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def get(self, key: str) -> bytes | None:
        return self._kept.get(key)

    def set(self, key: str, value: bytes) -> None:
        """Flask-Compress calls it with each answer, also with one that it got from here."""
        if ";/static/" not in key:
            return
        self._kept[key] = value
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)


def compress_answers(app: Flask) -> None:
    """Compress every text that this app answers with."""
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_LEVEL"] = 6
    app.config["COMPRESS_CACHE_BACKEND"] = _Remembered
    app.config["COMPRESS_CACHE_KEY"] = lambda asked: asked.path
    Compress(app)

    @app.after_request  # runs before Flask-Compress: what is registered last comes first
    def whole(response: Response) -> Response:
        """A static file is answered whole, not as a stream: only so can it be remembered, and its length be told."""
        if request.endpoint == "static" and response.status_code == 200:
            response.direct_passthrough = False
            response.make_sequence()
        return response
