"""The targets by name, in the order of `make fuzz`. A parser of what others write belongs here."""

from fuzz.target import Target
from fuzz.targets import counts, grids, pages, polls, typed, wire

TARGETS: dict[str, Target] = {one.TARGET.name: one.TARGET for one in (wire, grids, counts, polls, typed, pages)}
