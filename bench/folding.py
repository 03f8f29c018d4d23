"""How long a server needs until a session's log is folded, when it is first asked for after a start. `python -m bench.folding FOLDER ID`
prints CPU times, as JSON: to read the log, to fold it, and both as the service does it; in ms.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from bench.prepared import data_in
from pollapp.domain.fold import apply, open_session
from pollapp.memory import settle
from pollapp.room import decode_body
from pollapp.service import Service

Figures = dict[str, float]


def measured(folder: Path, session_id: str) -> Figures:
    """In a process of its own, on the cores that this one is on."""
    told = subprocess.run([sys.executable, "-m", "bench.folding", str(folder), session_id], stdout=subprocess.PIPE, check=True)
    figures: Figures = json.loads(told.stdout)
    return figures


def main() -> None:
    folder, session_id = Path(sys.argv[1]), sys.argv[2]
    settle()  # as a server does
    log = data_in(folder)
    began = time.process_time()
    entries = log.read(session_id) or []
    read = time.process_time() - began
    began = time.process_time()
    session = open_session(decode_body(entries[0].body))
    for entry in entries[1:]:
        apply(session, decode_body(entry.body), entry.words)
    fold = time.process_time() - began
    service = Service(log)
    began = time.process_time()
    assert service.session(session_id)
    both = time.process_time() - began
    log.close()
    print(json.dumps({"read": 1000 * read, "fold": 1000 * fold, "both": 1000 * both, "entries": len(entries)}))


if __name__ == "__main__":
    main()
