"""`python -m pollapp` is `pollapp`."""

from pollapp.cli import main

main(prog_name="pollapp")
