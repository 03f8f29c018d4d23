"""`python -m pollapp.cli.worker`: one of several workers. The supervisor starts it (pollapp/workers), nobody else."""

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING

from pollapp.cli import CANNOT_START, say_where, say_why_not
from pollapp.config import Config, config_from
from pollapp.logs import start_logging
from pollapp.workers.post import END, HOME_ENDS, post_from

if TYPE_CHECKING:
    from pollapp.app import Parts


def main() -> None:
    config, post = config_from({}), post_from(os.environ)
    start_logging(as_json=config.log_json, worker=post.name)

    def ready(config: Config, parts: "Parts") -> None:
        """Hand the supervisor the store's name and what people are to read."""
        text = io.StringIO()
        with redirect_stdout(text), redirect_stderr(text):
            say_where(config, parts)
        os.write(post.files.ready, f"{parts.site.home}{HOME_ENDS}{text.getvalue()}".encode() + END)

    from pollapp import server  # noqa: PLC0415  # it patches the standard library

    try:
        server.serve(config, ready, post)
    except CANNOT_START as error:
        say_why_not(error, as_json=config.log_json)
        sys.exit(1)


if __name__ == "__main__":
    main()
