"""Each way into the server: address, method, a form that is right, and what it leads to. A new route has to find its place here."""

from typing import Any

from pollapp.web.rights import RIGHTS
from tests.rights.roles import Stage

# endpoint → the form that asks for something; {} where an empty one does
FORMS: dict[str, dict[str, str]] = {
    "facilitator.trade_key": {"key": "wrong"},
    "console.recover": {"phrase": "WRONG"},
    "participant.join_by_code": {"code": "472918"},
    "display.choose": {"language": "es", "back": "/guide"},
    "facilitator.rehearse": {"size": "none"},  # refused as a wish, once it may be made: no process is started
    "plain.dots": {"round": "1", "square-2": "red"},
    "plain_talk.reason": {"square": "1", "words": "Ask first."},
    "plain_talk.takeaway": {"words": "Ask first."},
    "plain_talk.principles": {"square": "1", "cite": "6"},
    "console.keep": {"keep": "24h"},
    "handing_over.answer": {"confirm": "0"},
}
WITH = {"results.export": {"what": "csv"}, "static": {"filename": "icon.svg"}, "joined_css": {"names": "tokens"},
        "flat_css": {"names": "tokens"}, "older_file": {"version": "0" * 12, "file": "icon.svg"}}  # fmt: skip
READS = ("GET",)


def ways(stage: Stage) -> list[tuple[str, str]]:
    """(endpoint, method) of every route of the app."""
    return sorted((rule.endpoint, method) for rule in stage.app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"})


def address(stage: Stage, endpoint: str, *, role: str, offer: str = "made-up") -> str:
    """Where this role would ask for it, in the session `here`. `offer`: the token of an offer to steer."""
    [rule] = list(stage.app.url_map.iter_rules(endpoint))
    token = stage.tokens[role] if rule.rule.startswith("/projector/") else offer
    known = {"session_id": stage.here.id, "code": stage.here.code, "token": token, **WITH.get(endpoint, {})}
    query = f"?one={stage.here.id}&other={stage.there.id}" if rule.rule.startswith("/compare") else ""
    with stage.app.test_request_context():
        url: str = stage.app.url_map.bind("localhost").build(endpoint, {name: known[name] for name in rule.arguments})
    return url + query


def form(endpoint: str, method: str) -> dict[str, Any]:
    return {} if method in READS else {"data": FORMS.get(endpoint, {})}


def may(endpoint: str, role: str) -> bool:
    """Whether this role has the right that the endpoint needs."""
    has = {
        "anyone": True,
        "no_key": role == "facilitator",
        "no_control": role == "console" and not endpoint.startswith("sessions."),
        "not_joined": role == "participant",
        "no_projector": role == "projector",
        "handover_over": False,  # nobody was offered anything, so everybody makes it up
    }
    return has[RIGHTS[endpoint].otherwise or "anyone"]
