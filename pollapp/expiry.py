"""Deletes sessions whose time is up. What a facilitator was promised at opening happens without anybody's doing."""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from pollapp.service import Service
from pollapp.store.log import StoreFailed

logger = logging.getLogger(__name__)

PAUSE = 60.0  # seconds between two looks


def delete_expired(service: Service, now: datetime) -> int:
    """Delete every session whose `keep_until` has passed; how many there were. Raises StoreFailed."""
    moment = now.timestamp()
    expired = [header.id for header in service.log.headers() if header.keep_until is not None and header.keep_until <= moment]
    for session_id in expired:
        service.delete(session_id)
    return len(expired)


def keep_deleting(service: Service, now: Callable[[], datetime], sleep: Callable[[float], None] = time.sleep) -> None:
    """Look once a minute, for ever."""
    while True:
        try:
            delete_expired(service, now())
        except StoreFailed as failed:
            logger.error("Nothing deleted: %s", failed)
        sleep(PAUSE)
