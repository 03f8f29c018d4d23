"""What arrives on a socket, read strictly: a packet that is none becomes a message that nobody knows, and is answered like one.

python-socketio raises on what it cannot read, and a whole traceback is logged each time: any stranger could fill the
operator's disk. It also collects as many binary attachments as a sender announces; our pages send none, so none are taken.
"""

from typing import Any

from socketio import packet

UNREADABLE = "unreadable"  # the event that stands for it: no such message exists, so the answer is `unknown_event`


class StrictPacket(packet.Packet):  # type: ignore[misc]  # python-socketio has no types
    """For `SocketIO(serializer=StrictPacket)`."""

    data: Any
    uses_binary_events = False  # nor do we send any: this spares a walk through every message

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.packet_type == packet.EVENT and self.data is None:  # nothing was received: then nothing is decoded
            self.data = [UNREADABLE]

    def decode(self, encoded_packet: Any) -> int:
        """Fill this packet from what was received; how many attachments follow: none, ever."""
        if not self._read(encoded_packet):
            self.packet_type, self.namespace, self.data = packet.EVENT, None, [UNREADABLE]
        return 0

    def _read(self, received: Any) -> bool:
        """Whether this is a packet in one piece. Engine.IO hands bytes, and what looks like JSON, over as such."""
        try:
            return isinstance(received, str) and super().decode(received) == 0 and self._is_whole()
        except ValueError:
            return False

    def _is_whole(self) -> bool:
        """Whether this kind of packet comes from clients, and its data has the form that python-socketio relies on."""
        if self.packet_type == packet.EVENT:
            return isinstance(self.data, list) and bool(self.data) and isinstance(self.data[0], str)
        if self.packet_type == packet.ACK:
            return isinstance(self.data, list) and bool(self.id)  # under 0 python-socketio keeps its counter, and would lose it
        return type(self.packet_type) is int and self.packet_type in (packet.CONNECT, packet.DISCONNECT)
