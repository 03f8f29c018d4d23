"""pollapp as another version of it would be, started as pollapp is: `python -m chaos.another_version serve …`.

What is different stands in the environment: CHAOS_WIRE (its wire version; its static files stand at another address then, too) and
CHAOS_HEARTBEAT (seconds, in place of those that a test has no time for).
"""

import os

from pollapp import access

NAME = "chaos.another_version"
WIRE, HEARTBEAT = "CHAOS_WIRE", "CHAOS_HEARTBEAT"


def main() -> None:
    if wire := os.environ.get(WIRE):
        access.WIRE_VERSION = int(wire)  # before any page is imported
    import pollapp.server  # noqa: F401, PLC0415  # it patches the standard library: first
    from pollapp import app, cli  # noqa: PLC0415

    if wire:
        app.versioned_path = lambda static: f"/static/{int(wire):012x}"
    if heartbeat := os.environ.get(HEARTBEAT):
        app.HEARTBEAT = int(heartbeat)
    cli.main()


if __name__ == "__main__":
    main()
