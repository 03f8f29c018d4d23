"""The command line: serve, rehearse, doctor, grid check, agreement, session. Says in plain words what is running and where to click."""

import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from pollapp import __version__, access
from pollapp.addresses import EVERY_INTERFACE, lan_address, local_address, own_address, phones_address
from pollapp.cli.agreement import agreement_command
from pollapp.cli.damage import data_group
from pollapp.cli.doctor import doctor_command
from pollapp.cli.export import export
from pollapp.cli.grid import grid_group
from pollapp.cli.importing import import_session
from pollapp.cli.kept import kept, stopped
from pollapp.cli.replay import replay_command
from pollapp.cli.session import session_group
from pollapp.cli.settings import with_settings
from pollapp.config import BadSetting, Config, config_from
from pollapp.grid_problems import GridFileError
from pollapp.last_start import changes
from pollapp.logs import start_logging
from pollapp.rehearsal.start import MOODS, MOST, PACES, Wishes
from pollapp.secrets_file import WeakKey
from pollapp.store.log import StoreFailed
from pollapp.workers.supervisor import CannotStart, supervise

if TYPE_CHECKING:
    from pollapp.app import Parts

Ready = Callable[[Config, "Parts"], None]
logger = logging.getLogger(__name__)
CANNOT_START = (BadSetting, StoreFailed, WeakKey, GridFileError, OSError)


@click.group()
@click.version_option(__version__, prog_name="pollapp")
def main() -> None:
    """The ethics grid, live: phones place dots, the projector shows where the room agrees."""


main.add_command(grid_group)
main.add_command(agreement_command)
main.add_command(doctor_command)
main.add_command(session_group)
main.add_command(data_group)
session_group.add_command(export)
session_group.add_command(import_session)
session_group.add_command(replay_command)


@main.command()
@with_settings
def serve(**flags: Any) -> None:
    """Start the server, and print the facilitator's link and the join address."""
    _start(flags, lambda config: supervise(config, _say) if config.workers > 1 else _serve_alone(config, say_where))


@main.command()
@click.option("--size", default=Wishes.size, show_default=True, help=f"How many simulated people, 1 to {MOST}.")
@click.option("--pace", type=click.Choice(list(PACES)), default=Wishes.pace, show_default=True, help="How fast they vote.")
@click.option("--mood", type=click.Choice(list(MOODS)), default=Wishes.mood, show_default=True, help="How far they agree.")
@with_settings
def rehearse(size: int, pace: str, mood: str, **flags: Any) -> None:
    """Start the server with a rehearsal open: a simulated class joins and votes, your own phone may too."""
    try:
        wishes = Wishes.parse({"size": str(size), "pace": pace, "mood": mood})
    except ValueError as why:
        raise click.ClickException(str(why)) from why

    def rehearse_and_say(config: Config, parts: "Parts") -> None:
        from pollapp.web.rehearsing import open_rehearsal  # with it comes Flask, which had to be patched first

        opened = open_rehearsal(parts.site, wishes, local_address(config))
        _say_start(config, parts)
        link = f"{own_address(config)}/recover#phrase={access.phrase(opened.control_secret)}"
        people = "one simulated person" if size == 1 else f"{size} simulated people"
        click.echo(f"  A rehearsal with {people} is open. Its console:\n    {link}\n")
        sys.stdout.flush()

    def rehearse_alone(config: Config) -> None:
        if config.workers > 1:
            raise BadSetting("A rehearsal that is open from the start has one process. Leave --workers out, or start it on a console.")
        _serve_alone(config, rehearse_and_say)

    _start(flags, rehearse_alone)


def _start(flags: dict[str, Any], serve_it: Callable[[Config], None]) -> None:
    config: Config | None = None
    try:
        config = config_from(flags)
        start_logging(as_json=config.log_json)
        serve_it(config)
    except CannotStart:
        sys.exit(1)  # the first worker has said why
    except CANNOT_START as error:
        say_why_not(error, as_json=config is not None and config.log_json)
        sys.exit(1)
    click.echo(stopped(config))


def say_why_not(error: Exception, *, as_json: bool) -> None:
    """For people; `as_json`: for whatever reads the log, which is not to meet any other kind of line there."""
    why = f"{error.filename or 'A file'}: {error.strerror}." if isinstance(error, OSError) and error.strerror else error
    sentence = f"pollapp cannot start. {why}"
    if as_json:
        logger.critical(sentence)
    else:
        click.echo(sentence, err=True)


def _serve_alone(config: Config, ready: Ready) -> None:
    from pollapp import server  # it patches the standard library: only when a server is really wanted

    server.serve(config, ready)


def _say(text: str) -> None:
    click.echo(text, nl=False)
    sys.stdout.flush()


def say_where(config: Config, parts: "Parts") -> None:
    _say_start(config, parts)
    if not parts.log.headers():
        click.echo('  First time? Open the facilitator\'s link and press "Rehearse with a simulated class".\n')
    sys.stdout.flush()


def _say_start(config: Config, parts: "Parts") -> None:
    where = "" if config.public_url else "; it works on this computer"
    changed = changes(config.data_dir, config.port, len(parts.log.headers()), parts.site.home, in_redis=bool(config.redis))
    click.echo(
        f"""
  pollapp is running. Leave this window open; Ctrl-C stops it.

  Facilitator's link (keep it to yourself{where}):
    {own_address(config)}/facilitate#key={parts.site.opening_key}

  Join address (for phones; each session shows its own code and QR):
    {phones_address(config)}/

{kept(config)}
"""
    )
    if config.workers > 1:
        click.echo(f"  {config.workers} workers share the work.\n")
    for sentence in changed:
        click.echo(f"  {sentence}\n")
    if not config.public_url and lan_address() is None:
        click.echo("  This computer is in no network: phones cannot reach it yet. Join a Wi-Fi, then reload the console.\n", err=True)
    elif not config.public_url and config.host in ("127.0.0.1", "localhost", "::1"):
        click.echo("  Only this computer can reach it, because of --host. Leave --host out to let phones in.\n", err=True)
    elif config.host in EVERY_INTERFACE:
        click.echo("  Whoever is in one of this computer's networks can open its pages: `pollapp doctor` says more.\n")
    sys.stdout.flush()
