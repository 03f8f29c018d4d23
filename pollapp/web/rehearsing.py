"""Opening a rehearsal: a session of that kind, for ever, and the simulated class that joins it."""

from pollapp.opening import DEFAULT_MINIMUM, Opened, Settings, open_session
from pollapp.rehearsal.start import Wishes
from pollapp.web.site import Site

SETTINGS = Settings("rehearsal", live=True, minimum=DEFAULT_MINIMUM, keep="24h")


def open_rehearsal(site: Site, wishes: Wishes, address: str) -> Opened:
    """Open a rehearsal and start its class; `address` is the server's as the class reaches it.

    Raises ValueError with a sentence when no further class may run, StoreFailed, OSError.
    """
    opened = open_session(site.service.log, site.book.grid_for(site.book.default_set), SETTINGS, site.now)
    try:
        site.classes.start(address, opened.header.code, wishes)
    except (ValueError, OSError):
        site.service.delete(opened.header.id)  # a rehearsal without its class would only puzzle
        raise
    return opened
