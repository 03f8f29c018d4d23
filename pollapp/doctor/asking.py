"""Asks an address whether a pollapp answers there."""

import json
import ssl
import urllib.request
from http.client import HTTPException

PATIENCE = 3  # seconds
NOT_TRUSTED = "its certificate is not trusted by this computer"
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # the address itself, past whatever the shell names for the internet


def is_pollapp(address: str) -> bool:
    """Whether `GET /healthz` at this address says what pollapp says."""
    return why_not(address) is None


def why_not(address: str) -> str | None:
    """Why nothing of ours answers at this address (http:// or https://, no slash at its end), as words; None when it does."""
    try:
        with _OPENER.open(f"{address}/healthz", timeout=PATIENCE) as answer:
            said = json.loads(answer.read(1000))
    except (OSError, HTTPException) as error:
        return _in_words(getattr(error, "reason", None) or error)
    except ValueError:
        return "something else answers there"
    return None if isinstance(said, dict) and said.get("ok") is True else "something else answers there"


def _in_words(why: object) -> str:
    return f"{NOT_TRUSTED} ({why.verify_message.rstrip('.')})" if isinstance(why, ssl.SSLCertVerificationError) else str(why)
