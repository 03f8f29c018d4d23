"""A websocket's messages are read right, however they are cut: in pieces, several at once, in parts, with pings in between, too long; and
whether the hub takes some of them at once or not.
"""

import subprocess
import sys

_READS = '''
import io, random, sys
from types import SimpleNamespace
from pollapp import server
import eventlet.websocket
from pollapp.server.sockets import FairSocket
from pollapp.server.websockets import harden_websockets
harden_websockets()
chance = random.Random(int(sys.argv[1]))

class Line(FairSocket):
    """Gives what it is fed in pieces of any size; says what was sent."""
    def __init__(self, data):
        self.data, self.sent = data, b""
    def fileno(self): return -1
    def __del__(self): pass
    def pace(self): pass
    def gettimeout(self): return None
    def sendall(self, data, flags=0): self.sent += data
    def hang_up(self): pass
    def too_fast(self): return 1 if chance.random() < 0.1 else 0
    def fill_ahead(self):
        self.ahead = self._read(None, 4096)
        return bool(self.ahead)
    def wait_unless(self, taken):
        while self.data and taken():
            pass
    def shutdown(self, how): pass
    def close(self): pass
    def _read(self, read, most, *how):
        size = min(most, chance.choice([1, 2, 3, 7, 60, 5000]))
        got, self.data = self.data[:size], self.data[size:]
        return got

def frame(text, first=0x81):
    data, mask = text.encode() if isinstance(text, str) else text, bytes(chance.randrange(256) for _ in range(4))
    size = len(data)
    head = bytes((first, 0x80 | size)) if size < 126 else bytes((first, 0xFE)) + size.to_bytes(2, "big")
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))

def message(number):
    text = f"4{number} " + "ä€😀x"[chance.randrange(4)] * chance.choice([0, 1, 30, 200, 2000])
    kind = chance.randrange(6)
    data = text.encode()
    if kind == 0:  # in parts, a ping in between
        cut = sorted(chance.sample(range(len(data) + 1), 2))
        return text, frame(data[:cut[0]], 0x01) + frame(data[cut[0]:cut[1]], 0x00) + frame(b"!", 0x89) + frame(data[cut[1]:], 0x80)
    return text, (frame(b"?", 0x89) if kind == 1 else b"") + frame(text)

for _ in range(150):
    texts, frames = zip(*(message(number) for number in range(chance.randrange(1, 12))))
    no_text, too_long, unmasked, deflated = frame(b"\\xff\\xfe\\xfd"), frame("4" + "x" * 17000), b"\\x81\\x05hello", b"\\xc1\\x80abcd"
    end = chance.choice([b"", frame(b"", 0x88), no_text, too_long, unmasked, deflated, frame("x")])
    line = Line(b"".join(frames) + end)
    websocket = eventlet.websocket.RFC6455WebSocket(line, {"eventlet.input": None}, 13, max_frame_length=16 * 1024)
    websocket.log = io.StringIO()
    got = []
    take = lambda text: text[0] == "4" and chance.random() < 0.7 and not got.append(text)
    websocket.line = SimpleNamespace(take=chance.choice([None, take]), upgraded=chance.random() < 0.9)
    try:
        while (one := websocket.wait()) is not None:
            got.append(one)
    except UnicodeDecodeError:  # python-engineio ends the line
        pass
    assert got == list(texts), (got, texts)
print("all read")
'''


def test_messages_are_read_however_they_are_cut() -> None:
    """In a process of its own: the server's package patches the standard library."""
    for seed in range(3):
        read = subprocess.run([sys.executable, "-c", _READS, str(seed)], capture_output=True, text=True, timeout=60, check=False)
        assert read.stdout.strip() == "all read", read.stderr[-2000:]
