"""Who may ask how the server does."""

from pollapp.addresses import EVERY_INTERFACE
from pollapp.config import Config
from pollapp.doctor.finding import Finding, ok, warning

_OWN = ("127.0.0.1", "localhost", "::1")


def metrics(config: Config) -> Finding:
    """They name nobody, and say how many people are here and when."""
    if config.metrics_address is None:
        return ok("metrics", "Nowhere: nobody is told how the server does.")
    host, port = config.metrics_address
    last = port + config.workers - 1
    ports = f"port {port}" if last == port else f"ports {port} to {last}"
    if host in _OWN:
        return ok("metrics", f"On {ports}, for this computer alone.")
    who = "Whoever is in one of this computer's networks" if host in EVERY_INTERFACE else f"Whoever reaches {host}"
    return warning(
        "metrics",
        f"{who} can see on {ports} how many people are here, and when.",
        f"Keep them to this computer, --metrics 127.0.0.1:{port}, or let a firewall let in only whoever watches it.",
    )
