"""A disk that forgets, when the power is cut, what nobody had synced: contents, and names in folders.

Stricter than the usual file systems: a name stays once its folder was synced, and not because the file itself was.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chaos.trace import Call

_ON_NAMES = {"open", "mkdir", "link", "unlink", "rename"}  # calls whose strings are paths
_SYNCS = {"fsync", "fdatasync"}


@dataclass(frozen=True, slots=True)
class Write:
    at: int
    data: bytes

    def change(self, content: bytearray) -> None:
        content.extend(bytes(max(0, self.at - len(content))))
        content[self.at : self.at + len(self.data)] = self.data


@dataclass(frozen=True, slots=True)
class Length:
    """The file's length was set."""

    size: int

    def change(self, content: bytearray) -> None:
        content.extend(bytes(max(0, self.size - len(content))))
        del content[self.size :]


Change = Write | Length
Survives = Callable[[Change], Sequence[Change]]  # what is left of a change that was not synced


@dataclass(slots=True, eq=False)
class File:
    """A file or a folder. `size`: as the process sees it. `syncing`: how many of the unsynced changes a running sync brings to the disk."""

    is_folder: bool = False
    size: int = 0
    synced: bytearray = field(default_factory=bytearray)
    unsynced: list[Change] = field(default_factory=list)
    syncing: int = 0

    def take(self, change: Change) -> None:
        self.size = change.size if isinstance(change, Length) else max(self.size, change.at + len(change.data))
        self.unsynced.append(change)

    def sync(self) -> None:
        for change in self.unsynced[: self.syncing]:
            change.change(self.synced)
        del self.unsynced[: self.syncing]

    def left(self, survives: Survives) -> bytes:
        """What it holds after a power cut in this moment."""
        content = bytearray(self.synced)
        for change in self.unsynced:
            for part in survives(change):
                part.change(content)
        return bytes(content)


class Disk:
    """One folder, empty before the process was there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[Path, File] = {}  # as the process sees them
        self._synced: dict[Path, File] = {}  # as they stand on the disk
        self._syncing: dict[Path, dict[Path, File]] = {}  # folder → its names when the last sync of it began

    def see(self, call: Call) -> bool:
        """Take in what the process does; whether it has now changed something in this folder."""
        places = [Path(os.fsdecode(path)) for path in (call.said if call.name in _ON_NAMES else call.of)]
        if not places or not all(place.is_relative_to(self._folder) for place in places):
            return False
        if call.result is not None:
            self._end(call, places)
        elif call.name in _SYNCS:
            self._begin_sync(places[0])
        return call.result is not None

    def cut_power(self, into: Path, survives: Survives, name_survives: Callable[[], bool]) -> None:
        """Lay down in an empty folder what is left of this one."""
        for path in sorted(self._names.keys() | self._synced.keys()):
            now, synced = self._names.get(path), self._synced.get(path)
            left = synced if now is synced or not name_survives() else now
            place = into / path.relative_to(self._folder)
            if left and place.parent.is_dir():  # what is in a folder goes with it
                place.mkdir() if left.is_folder else place.write_bytes(left.left(survives))

    def _begin_sync(self, place: Path) -> None:
        self._syncing[place] = {path: file for path, file in self._names.items() if path.parent == place}
        if place in self._names:
            self._names[place].syncing = len(self._names[place].unsynced)

    def _end_sync(self, place: Path) -> None:
        if place in self._names and not self._names[place].is_folder:
            self._names[place].sync()
        else:
            elsewhere = {path: file for path, file in self._synced.items() if path.parent != place}
            self._synced = elsewhere | self._syncing[place]

    def _end(self, call: Call, places: Sequence[Path]) -> None:
        match call.name, places:
            case "open", [path] if any("O_CREAT" in flags for flags in call.plain):
                file = self._names.setdefault(path, File())
                if any("O_TRUNC" in flags for flags in call.plain):
                    file.take(Length(0))
            case "mkdir", [path]:
                self._names[path] = File(is_folder=True)
            case "unlink", [path]:
                del self._names[path]
            case "rename", [path, other]:
                self._names[other] = self._names.pop(path)
            case "link", [path, other]:
                self._names[other] = self._names[path]
            case "pwrite64", [path]:
                self._names[path].take(Write(int(call.plain[-1]), call.said[0]))
            case "write", [path]:  # each of these files is written from its beginning
                self._names[path].take(Write(self._names[path].size, call.said[0]))
            case "ftruncate", [path]:
                self._names[path].take(Length(int(call.plain[-1])))
            case (("fsync" | "fdatasync"), [path]):
                self._end_sync(path)
