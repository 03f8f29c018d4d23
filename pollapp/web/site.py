"""What every page needs, in one place: made once by `create_app`, handed to each blueprint."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event

from pollapp import access
from pollapp.config import Config
from pollapp.domain.grid_book import GridBook
from pollapp.domain.session import Session
from pollapp.handover import Handovers
from pollapp.rehearsal.start import Classes
from pollapp.service import Service
from pollapp.store.log import Header, RunBlocking
from pollapp.taking_home.start import Exports
from pollapp.web.found import Found


@dataclass(frozen=True, slots=True)
class Site:
    config: Config
    service: Service
    book: GridBook
    opening_key: str
    home: str  # the name of the data folder, which pages carry
    exports: Exports  # files to take home
    classes: Classes  # the simulated ones of rehearsals
    dismiss_consoles: Callable[[str], None]  # of a session whose control secret was replaced
    dismiss_projectors: Callable[[str], None]  # of a session whose projector has a new link
    dismiss_phone: Callable[[str], None]  # of a participant whose phone was passed on, or who has forgotten their dots
    tries: access.Credits  # wrong codes, keys, phrases and links, per source; in memory only
    found: Found  # sessions whose code is known where a request comes from; in memory only
    joins: access.Credits  # new participants, per source and session; in memory only
    passes: access.Credits  # phones passed on, per source and session; in memory only
    votes: access.Credits  # dots that come by plain forms, per participant; in memory only
    handovers: Handovers  # of control, to a phone; on the shelf
    tell_own: Callable[[str, str], None]  # (session, participant): bring this participant's open pages up to date
    tell_kept: Callable[[str], None]  # the screens of a session that is kept shorter or longer from now on
    remains: Callable[[str, Session], float | None]  # seconds that remain of a session's countdown
    draining: Event  # set once this server lets go of its visitors
    run_blocking: RunBlocking  # long work, without holding up live rooms
    now: Callable[[], datetime]  # in UTC

    def session(self, header: Header) -> Session | None:
        """The folded session of this header, None when it has gone meanwhile. Raises StoreFailed.

        A form may have been taken by another process, and the page that follows it is asked for here.
        """
        return self.service.session(header.id, fresh=True)
