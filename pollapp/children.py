"""What the processes that this server starts have in common."""

import os
from collections.abc import Mapping
from pathlib import Path

# What a child needs to run. Everything else stays with the server: secrets and addresses of stores come in by the environment too.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LD_LIBRARY_PATH", "SSL_CERT_FILE")


def child_environment(ours: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of a child process that runs this pollapp, installed or not."""
    passed = {name: ours[name] for name in PASSED_ON if name in ours}
    return passed | {"PYTHONPATH": str(Path(__file__).parents[1])}
