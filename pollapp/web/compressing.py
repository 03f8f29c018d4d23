"""Everything goes over the wire compressed: many phones share one Wi-Fi. Static files are compressed once and remembered, the latest
ones asked for: whoever asks for them under ever new paths fills no memory and takes nobody's place for good.

Over plain http browsers take gzip only; over https also Brotli.
"""

import re
from collections import OrderedDict

from flask import Flask, Response, request
from flask_compress import Compress

MOST_KEPT = 400  # answers; there are some hundred files
_COMMENT = re.compile(r"^ */\*.*?\*/\n", re.DOTALL | re.MULTILINE)  # one that has its lines for itself
_END_OF_LINE = re.compile(r"(?:^| +)// [^'\"`\n]*$", re.MULTILINE)  # one with a quotation mark may stand within a text


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
            if request.path.endswith(".js") and "/vendor/" not in request.path:
                response.set_data(uncommented(response.get_data(as_text=True)))
            if request.path.endswith(".js"):
                response.headers["Content-Type"] = "text/javascript"  # modules are UTF-8 anyhow, and a phone fetches twenty of them
        return response


def uncommented(script: str) -> str:
    """The script without its comments, a quarter of what would go over the wire. They stand in the repository."""
    return _END_OF_LINE.sub("", _COMMENT.sub("", script))
