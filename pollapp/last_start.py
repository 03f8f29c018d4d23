"""What is different from the last start on this data folder: said at once, because a facilitator in a hurry wonders where everything is."""

from pathlib import Path

from pollapp.durable import write_file

PORT_FILE = "last-port"  # in the data folder


def changes(data_dir: Path, port: int, sessions: int) -> list[str]:
    """A sentence for each thing that may not be meant so; remembers the port for the next time. Raises OSError."""
    file = data_dir / PORT_FILE
    before = file.read_text("utf-8").strip() if file.exists() else str(port)
    write_file(file, f"{port}\n")
    said = []
    if not sessions:
        said.append(
            "No session is in this folder yet. Are you looking for older ones? Start pollapp where they are, or name it: --data-dir DIR"
        )
    elif before != str(port):
        said.append(
            f"Last time it listened on port {before}: pages that are still open look for it there. To go on with them: --port {before}"
        )
    return said
