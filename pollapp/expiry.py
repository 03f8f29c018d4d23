"""What happens to sessions without anybody's doing on this server: they are deleted when their time is up, as was promised at
opening; and those that another process deleted (`pollapp session delete`) are let go of.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from pollapp.keeping import expired
from pollapp.service import Service
from pollapp.store.log import log_failure

logger = logging.getLogger(__name__)

PAUSE = 60.0  # seconds between two looks at what has expired
GLANCE = 1.0  # seconds between two looks at what others have deleted: phones are told within two

Sleep = Callable[[float], None]


def delete_expired(service: Service, now: datetime) -> int:
    """Delete every session whose `keep_until` has passed; how many there were. Raises StoreFailed."""
    if not expired(service.log.headers(), now):
        return 0
    return len(service.delete_expired(now.timestamp()))  # who still is, then: somebody may just be keeping one longer


def keep_deleting(service: Service, now: Callable[[], datetime], sleep: Sleep = time.sleep) -> None:
    """Look once a minute, for ever, whatever goes wrong; also for bytes that an earlier deletion could not take away."""
    while True:
        try:
            delete_expired(service, now())
            service.log.sweep()
        except Exception as error:
            log_failure(logger, "Nothing deleted", error)
        sleep(PAUSE)


def keep_letting_go(service: Service, sleep: Sleep = time.sleep) -> None:
    """Look once a second, for ever, whatever goes wrong, whether sessions that people watch were deleted by another process."""
    ill = False
    while True:
        try:
            service.let_go_of_deleted()
            ill = False
        except Exception as error:
            if not ill:  # not every second
                log_failure(logger, "Not looked whether sessions were deleted", error)
            ill = True
        sleep(GLANCE)
