"""What a fuzzer throws at, and what must come of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

LARGEST = 64 * 1024  # bytes of an input
LONGEST = 1.0  # seconds of this thread that one may take


@dataclass(frozen=True, slots=True)
class Target:
    """`run(input)` returns whatever the input, and raises only where a promise is broken. `seeds`: good inputs to begin with, by name.

    `words`: pieces that good inputs are made of. `change(input, random)`: a fuzzer's step that keeps an input's form, if it has any.
    """

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], dict[str, bytes]]
    words: Callable[[], list[str]]
    change: Callable[[bytes, int], bytes] | None = field(default=None)


class TooSlow(Exception):
    """An input held up everybody."""


def in_time(run: Callable[[bytes], None], given: bytes, longest: float = LONGEST) -> None:
    """Run it. Raises TooSlow when it took this thread longer: others that want the processor too do not count."""
    begun = time.thread_time()
    run(given)
    took = time.thread_time() - begun
    if took > longest:
        raise TooSlow(f"{took:.1f} s for {len(given)} bytes")
