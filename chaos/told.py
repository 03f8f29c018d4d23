"""What a server has told people so far, read off the bytes that it sent: dots acked, joins and sessions answered, the opening key shown."""

import re

from chaos.trace import Call

_ANSWERS = re.compile(rb'"answers":\[(.*?)\]\}\]')  # the ack of a phone's dots
_SEQ = re.compile(rb'"seq":(\d+)')
_COOKIE = re.compile(rb"Set-Cookie: (voice|control)_([0-9a-f]+)=([^;]+);")
_KEY = re.compile(rb"/facilitate#key=(\S+)")


class Told:
    """`seqs`: of acked dots. `voices`, `controls`: (session, secret) of whoever was let in. `key`: the opening key, once it is shown."""

    def __init__(self) -> None:
        self.seqs: set[int] = set()
        self.voices: set[tuple[str, str]] = set()
        self.controls: set[tuple[str, str]] = set()
        self.key = ""

    def hear(self, call: Call) -> bool:
        """Take in what begins to leave the server; whether it told somebody something new."""
        if call.result is not None or call.name not in ("sendto", "write") or not call.said:
            return False
        before = self._size()
        sent = call.said[0]
        self.seqs.update(int(seq) for answers in _ANSWERS.findall(sent) for seq in _SEQ.findall(answers))
        for kind, session_id, secret in _COOKIE.findall(sent):
            (self.voices if kind == b"voice" else self.controls).add((session_id.decode(), secret.decode()))
        if shown := _KEY.search(sent):
            self.key = shown[1].decode()
        return self._size() != before

    def _size(self) -> tuple[int, int, int, str]:
        return len(self.seqs), len(self.voices), len(self.controls), self.key
