"""The one composition root: every part is made and wired here, and nowhere else."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from flask import Flask
from flask_socketio import SocketIO

from pollapp.access import Credits
from pollapp.config import Config
from pollapp.files import FILES
from pollapp.grid_file import load_grid_file, shipped_grid
from pollapp.handover import Handovers
from pollapp.home import home_of
from pollapp.live import fast_json
from pollapp.live.broadcast import Broadcast
from pollapp.live.fanout import Fanout
from pollapp.live.handlers import Door
from pollapp.live.lines import Lines
from pollapp.live.packets import StrictPacket
from pollapp.live.rooms import Rooms
from pollapp.live.seats import Seats
from pollapp.logs import failures_of
from pollapp.metrics.figures import Figures, Standing
from pollapp.rehearsal.start import Classes
from pollapp.secrets_file import opening_key
from pollapp.service import Service
from pollapp.store.log import EventLog, RunBlocking, run_here
from pollapp.store.place import open_log, open_shelf, place_of
from pollapp.store.shelf import Shelf
from pollapp.taking_home.start import Exports
from pollapp.web import tries
from pollapp.web.compressing import compress_answers
from pollapp.web.console import console_pages
from pollapp.web.counting import count_answers
from pollapp.web.display import display_pages, speak_languages
from pollapp.web.facilitator import facilitator_pages
from pollapp.web.found import Found
from pollapp.web.guard import guard, origin_allowed
from pollapp.web.handing_over import handing_over_pages
from pollapp.web.health import health_pages
from pollapp.web.importing import importing_pages
from pollapp.web.next_person import next_pages
from pollapp.web.older_files import send_on_older_addresses
from pollapp.web.page_files import offer_files
from pollapp.web.participant import participant_pages
from pollapp.web.plain_talk import talk_pages
from pollapp.web.plain_vote import plain_pages
from pollapp.web.projector import projector_pages
from pollapp.web.refusing import refuse_clearly
from pollapp.web.replay import replay_pages
from pollapp.web.report import report_pages
from pollapp.web.results import results_pages
from pollapp.web.rights import only_who_may
from pollapp.web.sessions import sessions_pages
from pollapp.web.sheets import serve_sheets
from pollapp.web.site import Site
from pollapp.web.styleguide import styleguide_pages

LARGEST_UPLOAD = 256 * 1024  # bytes of a whole form; the grid file in it may have 64 kB
LARGEST_MESSAGE = 16 * 1024  # bytes on a websocket: 64 dots need 9 kB, and a large frame would hold up everybody
HEARTBEAT = 20  # seconds between pings, and until a silent phone counts as gone


@dataclass(frozen=True, slots=True)
class Parts:
    """What `create_app` has made, for whoever starts or tests it: `app.extensions["pollapp"]`."""

    site: Site
    log: EventLog
    service: Service
    seats: Seats
    broadcast: Broadcast
    lines: Lines
    socketio: SocketIO
    figures: Figures
    shelf: Shelf

    def standing(self) -> Standing:
        """For whoever watches the server."""
        here = len(self.seats.sessions()), self.service.in_memory()
        return Standing(*here, self.seats.roles(), self.lines.transports(), self.log.health.trouble)

    def close(self) -> None:
        """End the rehearsals and let go of the store."""
        self.site.classes.stop_all()
        self.shelf.close()
        self.log.close()


def create_app(
    config: Config,
    *,
    home: str = "",
    run_blocking: RunBlocking = run_here,
    run_storing: RunBlocking | None = None,
    async_mode: str = "threading",
) -> Flask:
    """The whole product as a Flask app. Raises StoreFailed, WeakKey, OSError, GridFileError when it cannot be had.

    `home`: the store's name where it is known (`workers.post`); a store that has another name by now counts as away.
    `run_blocking`, `run_storing` and `async_mode` belong together: whoever starts the server chooses the async library (see `server`).
    """
    static = FILES / "static"
    app = Flask("pollapp", template_folder=str(FILES / "templates"), static_folder=str(static), static_url_path=versioned_path(static))
    app.url_map.merge_slashes = False  # else "//" is sent on to whatever a request calls its host
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD
    app.config["DEBUG"] = False  # whatever FLASK_DEBUG says: visitors get sentences
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}

    place = place_of(config)
    home = home or home_of(config)
    log = open_log(place, run_blocking, home, run_storing)
    shelf = open_shelf(place, log.health)
    key = opening_key(config.data_dir, config.opening_key)
    figures = Figures()
    service = Service(log, run_blocking, figures, has_others=shelf.shared)
    seats = Seats()
    socketio = SocketIO(
        app,
        async_mode=async_mode,
        serializer=StrictPacket,
        json=fast_json,
        async_handlers=False,
        manage_session=False,
        cors_allowed_origins=origin_allowed(config),
        max_http_buffer_size=LARGEST_MESSAGE,
        ping_interval=HEARTBEAT,
        ping_timeout=HEARTBEAT,
        monitor_clients=False,  # done by live/heartbeat.py
        client_manager=Rooms(),
        logger=failures_of("socketio.server"),
        engineio_logger=failures_of("engineio.server"),
    )
    broadcast = Broadcast(
        service.session,
        seats,
        lambda event, data, **to: socketio.server.emit(event, data, namespace="/", **to),
        shelf=shelf,
        trouble=lambda: log.health.trouble,
        figures=figures,
    )
    log.health.watch(broadcast.mark_all)
    service.watch(broadcast.mark, seats.watched)
    door = Door(service, seats, broadcast, home, figures)
    service.watch_others(door.others_acted, door.look_again)
    socketio.on_namespace(door)
    door.lines.watch(socketio.server)
    broadcast.fanout = Fanout(door.lines)

    site = Site(
        config=config,
        service=service,
        book=load_grid_file(config.grid_file) if config.grid_file else shipped_grid(),
        opening_key=key,
        home=home,
        exports=Exports(place),
        classes=Classes(),
        dismiss_consoles=door.dismiss_consoles,
        dismiss_projectors=door.dismiss_projectors,
        dismiss_phone=door.dismiss_phone,
        tries=Credits(tries.BURST, tries.PER_SECOND),
        found=Found(shelf, key),
        joins=Credits(burst=2000, per_second=20),
        passes=Credits(burst=200, per_second=1),  # each is a new participant, who may say three things on every square
        votes=Credits(burst=200, per_second=20),
        handovers=Handovers(shelf),
        tell_own=lambda session_id, participant: broadcast.tell_own(session_id, participant, but=""),
        tell_kept=broadcast.tell_kept,
        remains=broadcast.countdowns.remains,
        draining=Event(),
        run_blocking=run_blocking,
        now=lambda: datetime.now(UTC),
    )
    speak_languages(app, static)
    offer_files(app, static)
    compress_answers(app)
    serve_sheets(app)
    send_on_older_addresses(app)
    guard(app, config)
    only_who_may(app, site)
    refuse_clearly(app, in_engine=bool(config.redis))
    count_answers(app, figures)
    app.register_blueprint(display_pages())
    for pages in (
        *(facilitator_pages, participant_pages, plain_pages, talk_pages, next_pages, console_pages, handing_over_pages),
        *(projector_pages, report_pages, results_pages, replay_pages, health_pages),
        *(sessions_pages, importing_pages),
    ):
        app.register_blueprint(pages(site))
    if config.styleguide:
        app.register_blueprint(styleguide_pages(site))
    app.extensions["pollapp"] = Parts(site, log, service, seats, broadcast, door.lines, socketio, figures, shelf)
    return app


def versioned_path(static: Path) -> str:
    """Where static files are served: the path names their content, so that browsers keep them for good and an update reaches
    every phone with the next page. Modules import each other by relative paths, which stay within it.
    """
    content = hashlib.sha256()
    for file in sorted(path for path in static.rglob("*") if path.is_file()):
        content.update(file.relative_to(static).as_posix().encode())
        content.update(file.read_bytes())
    return f"/static/{content.hexdigest()[:12]}"
