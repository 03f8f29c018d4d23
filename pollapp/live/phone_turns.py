"""When which phones of a session get a new view. To a thousand phones in one go it would hold up everybody's dots for 15 ms: a large room
has its turns in groups, spread over the pause that each phone has between two views. What moves the room on goes to all at once.
"""

from pollapp.domain.views import View

PHONE_PAUSE = 1.0  # seconds between two views to a phone within one stage: fan-out is what costs
CROWD = 100  # phones; more than these have their turns in groups, one a tick
GROUPS = 10


class PhoneTurns:
    """What each group of a session's phones saw last, and when."""

    def __init__(self, saw: View) -> None:
        self.saw = [saw] * GROUPS
        self._at = [0.0] * GROUPS

    def of(self, view: View, now: float, phones: int) -> tuple[set[int], bool]:
        """The groups that get this view now; and whether others have to wait for a later tick."""
        seen = looks(view)
        behind = [group for group, saw in enumerate(self.saw) if saw != seen]
        at_once = {group for group in behind if _moved_on(self.saw[group], seen)}
        rested = [group for group in behind if group not in at_once and now >= self._at[group] + PHONE_PAUSE]
        if phones > CROWD:
            rested = sorted(rested, key=lambda group: self._at[group])[:1]
        now_on = at_once.union(rested)
        for group in now_on:
            self.saw[group], self._at[group] = seen, now
        return now_on, len(now_on) < len(behind)

    def is_of_another_epoch(self, epoch: str) -> bool:
        """Whether some of them know a life of the log that is over."""
        return any(saw.get("epoch", epoch) != epoch for saw in self.saw)

    def is_ahead(self, sid: str, view: View) -> None:
        """This phone alone has got this view: if its group has not, whatever comes next is news to somebody."""
        group = group_of(sid)
        if looks(view) != self.saw[group]:
            self.saw[group] = {name: self.saw[group].get(name) for name in ("epoch", "stage")}


def group_of(sid: str) -> int:
    """In which group this phone has its turns, as long as it is connected."""
    return hash(sid) % GROUPS


def looks(view: View) -> View:
    """What there is to see in a view: `seq` alone, or that time passes, is no reason to send it again."""
    return {name: value for name, value in view.items() if name not in ("seq", "remains")}


def _moved_on(saw: View, seen: View) -> bool:
    """Another stage than the one they saw, or another life of the log."""
    return bool(seen["stage"] != saw.get("stage") or seen["epoch"] != saw.get("epoch"))
