"""`python -m tests.live.short_heartbeat serve …`: the server as it is, with a ping every second."""

from soak import launcher  # patches the standard library: before everything else  # isort: skip

from pollapp import app

if __name__ == "__main__":
    app.HEARTBEAT = 1
    launcher.run()
