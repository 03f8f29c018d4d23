"""Whether workers can tell each other what is kept nowhere: who is connected, and which codes were found."""

from pollapp.doctor.finding import Finding, ok, wrong
from pollapp.store.engine_facts import Facts


def channels(facts: Facts) -> Finding:
    """A Redis gives a new user no channel (`acl-pubsub-default`)."""
    shut = next((node for node in facts.nodes if not node.channels), None)
    if shut is None:
        return ok("channels", "Workers can tell each other who is connected.")
    return wrong(
        "channels",
        f"{shut.name} at {shut.at} does not let this user use pollapp's channels, by which workers tell each other who is connected.",
        "Allow it: redis-cli acl setuser USER '&pollapp:*' +publish +subscribe; then acl save, or config rewrite without an aclfile.",
    )
