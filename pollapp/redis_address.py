"""The address of a Redis as people may see it: a password stands in it, and goes into no output, log or page."""


def shown(address: str) -> str:
    """The address without who is let in by it: no user, no password, and no option, because those may hold one too."""
    scheme, _, rest = address.partition("://")
    where = rest.rpartition("@")[2].partition("?")[0].partition("#")[0]
    return f"{scheme}://{where}"


def has_password(address: str) -> bool:
    """Whether whoever reads this address could get in by it."""
    rest = address.partition("://")[2]
    before = rest.rpartition("@")[0]
    return ":" in before or "password=" in rest.partition("?")[2]
