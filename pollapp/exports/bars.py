"""How wide the parts of a bar are, for pages whose rules allow no inline style: css/components/bar.css knows widths from 1 to 20."""

from collections.abc import Sequence

_WIDEST = 20


def widths(counts: Sequence[int]) -> list[int]:
    """Each count's width beside the others, 0 to 20: the counts themselves as far as they go, else in proportion to the largest.

    What was chosen at all has a width, however few they are.
    """
    most = max(counts)
    if most <= _WIDEST:
        return list(counts)
    return [max(1, round(_WIDEST * count / most)) if count else 0 for count in counts]
