"""What pages know this place again by, wherever they are served from: the name of the data folder, or of the engine with the sessions."""

from pollapp.config import Config
from pollapp.folder_id import folder_id


def home_of(config: Config) -> str:
    """Raises StoreFailed, OSError."""
    if config.redis:
        from pollapp.store.redis_home import home_in  # noqa: PLC0415  # as for the log: `store.place`

        return home_in(config.redis)
    return folder_id(config.data_dir)
