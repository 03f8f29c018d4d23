"""permessage-deflate (RFC 7692) as a browser does it, for servers that take up the offer: then both sides pay for it.

The offer is Chrome's. What arrives needs the messages before it; what is sent is deflated on its own, which the standard allows and
which spares this process a quarter of a megabyte for each of thousands of lines.
"""

import zlib

OFFER = "permessage-deflate; client_max_window_bits"
RSV1 = 0x40  # set in the first byte of a deflated message
_END = b"\0\0\xff\xff"  # what a sender leaves out at the end of each message
_SMALL = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -9, 1)


class Inflating:
    """One line's messages, in order. `agreed`: the server's answer to the offer."""

    def __init__(self, agreed: str) -> None:
        self._each_alone = "server_no_context_takeover" in agreed
        self._reading = zlib.decompressobj(-zlib.MAX_WBITS)

    def inflated(self, message: bytes) -> bytes:
        if self._each_alone:
            self._reading = zlib.decompressobj(-zlib.MAX_WBITS)
        return self._reading.decompress(message + _END)


def deflated(message: bytes) -> bytes:
    """Readable whatever came before."""
    writing = _SMALL.copy()
    return (writing.compress(message) + writing.flush(zlib.Z_SYNC_FLUSH))[: -len(_END)]
