"""What is assumed of classes. Each assumption has a name here, and is an option of `python -m scale`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scenario:
    """`classes` rooms of `phones` each. `at_once`: what share of them votes in the same moment. `think`: seconds a person takes for a dot.
    `arrive`: seconds in which everybody joins, all rooms beginning on the hour. `new`: what share of the phones has none of the page's
    files. `looking`: what share of the rooms that do not vote sees results change while people move dots. `workers_of_room`: on how many
    workers the phones and screens of one room sit (0: on one, as long as that is not much fuller than the others; else on all). `masters`:
    how many share the sessions, in a Cluster of Redis.
    """

    classes: int = 1
    phones: int = 40
    at_once: float = 0.5
    think: float = 5.0
    arrive: float = 120.0
    new: float = 1.0
    looking: float = 0.1
    workers_of_room: int = 0
    masters: int = 1

    @property
    def everybody(self) -> int:
        return self.classes * self.phones

    @property
    def voting(self) -> float:
        return self.classes * self.at_once

    @property
    def dots(self) -> float:
        """A second."""
        return self.voting * self.phones / self.think

    @property
    def arrivals(self) -> float:
        """A second."""
        return self.everybody / self.arrive
