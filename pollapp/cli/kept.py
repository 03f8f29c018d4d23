"""Where sessions are kept, and what that is worth: said at every start."""

import textwrap

from pollapp.config import Config
from pollapp.doctor.engine import at_start, looked_at
from pollapp.redis_address import shown

WIDTH = 118  # of a line


def kept(config: Config) -> str:
    """Lines for the greeting; of an engine what "saved" means there, too."""
    if not config.redis:
        return f"  Sessions are kept in {config.data_dir.resolve()}"
    said = at_start(looked_at(config.redis))
    return "\n".join(textwrap.fill(one, WIDTH, initial_indent="  ", subsequent_indent="    ") for one in said)


def stopped(config: Config) -> str:
    where = shown(config.redis) if config.redis else "the data folder"
    return f"\nStopped. Every saved dot is in {where}; start again to go on."
