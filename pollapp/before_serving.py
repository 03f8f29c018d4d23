"""What is looked at before a server serves: can the sessions be kept where it is to keep them, and does nobody else work on them who
must not. A file has one server; an engine may have many.
"""

from collections.abc import Callable

from pollapp.checking import refuse_damaged
from pollapp.config import Config
from pollapp.doctor.engine import looked_at, refusal
from pollapp.store.log import StoreFailed
from pollapp.store.one_server import OneServer
from pollapp.store.sqlite_log import sessions_file_in


def make_sure(config: Config) -> Callable[[], None]:
    """Gives what is to be called when the server ends. Raises StoreFailed with what to do where it may not serve."""
    if config.redis:
        why_not = refusal(looked_at(config.redis))
        if why_not:
            raise StoreFailed(why_not)
        return lambda: None
    lock = OneServer(config.data_dir)
    refuse_damaged(sessions_file_in(config.data_dir))
    return lock.close
