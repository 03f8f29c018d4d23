"""What people said, as far as the facilitator has approved it and enough people can have said it."""

from collections.abc import Iterator

from pollapp.domain.contributions import Contribution
from pollapp.domain.session import Session


def approved(session: Session) -> Iterator[tuple[Contribution, str]]:
    """Reasons and takeaways with their words, in the order in which they came. Where few are left, theirs are not told any more."""
    for seq, one in session.talk.contributions.items():
        if one.state == "approved" and seq in session.words and not session.of_few(one.square):
            yield one, session.words[seq]
