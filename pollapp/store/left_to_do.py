"""What a deletion could not take away, for the operator: tried again and again, and said once."""

import logging

logger = logging.getLogger(__name__)


class LeftToDo:
    def __init__(self) -> None:
        self._said = ""

    def is_now(self, sentence: str) -> None:
        """`sentence`: "" when nothing is left."""
        if sentence and sentence != self._said:
            logger.warning(sentence)
        self._said = sentence
