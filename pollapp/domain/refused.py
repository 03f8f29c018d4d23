"""A refusal is a value: a code for programs, a sentence that says what is wrong, a hint that says what would be right."""

from dataclasses import dataclass

from pollapp.domain.tally import MINIMUM_SAID


@dataclass(frozen=True, slots=True)
class Refused:
    code: str
    sentence: str
    hint: str


# Every refusal there is, documented in docs/wire.md (a test holds the two together).
REFUSALS: dict[str, tuple[str, str]] = {
    # the law of the room
    "late": ("The round had closed before this arrived.", "It is not counted. Nothing else of yours has changed."),
    "superseded": ("A newer tap on this square is already stored.", "Nothing to do: the newer one counts."),
    "not_joined": ("This phone has not joined the session.", "Press Join first."),
    "forgotten": ("These dots were forgotten at your wish.", "Join again to take part anew."),
    "no_such_round": ("There is no such round.", "Reload this page."),
    "unknown_square": ("This square is not part of the round.", "Reload this page."),
    "unknown_choice": ("This grid has no such choice.", "Reload this page."),
    "session_closed": ("This session is over.", "Ask the facilitator whether there is another one."),
    "locked": ("Joining is locked for this session.", "Ask the facilitator to let you in, then press Join again."),
    "not_locked": ("Joining is not locked: anyone with the code can join.", "Lock joining first."),
    "moved_on": ("The session has already moved on from there.", "Look at the stage shown now, then decide again."),
    "not_from_here": ("That cannot be done at this stage.", "Use the next button: it always knows the next step."),
    "minimum_frozen": ("The minimum is fixed since the first dot.", "People voted under it. Open a new session for another."),
    "bad_minimum": ("There is no such minimum.", f"Choose {MINIMUM_SAID}."),
    "already_open": ("This session is already open.", "Nothing to do."),
    # the wire
    "malformed": ("The server could not read this message.", "Reload this page."),
    "unknown_event": ("The server does not know this message.", "Reload this page."),
    "not_allowed": ("This page may not do that.", "Only the facilitator's console can steer, only phones place dots."),
    "old_page": ("This page is older than the server.", "Reload this page: your waiting dots are kept."),
    "slow_down": ("Too many messages at once.", "They are sent again in a moment."),
    "conflict": ("This id was already used for something else.", "Reload this page."),
    # the store and the server
    "not_stored": ("The server could not store this.", "It is tried again. If it goes on, tell the facilitator."),
    "gone": ("This session was deleted, with everything in it.", "Ask the facilitator whether there is another one."),
    "no_control": ("This browser does not control the session, or no longer.", "Enter the session's recovery phrase."),
    "wrong_key": ("This is not the opening key of this server.", "Use the link that the terminal printed when it started."),
    "no_key": ("Only a facilitator can open a session here.", "Use the link that the terminal printed when it started."),
    "wrong_phrase": ("This is not the session's recovery phrase.", "Check it letter by letter; a newer one replaces older ones."),
    "unknown_code": ("There is no session with this code.", "Check the digits on the projector."),
    "not_a_code": ("A code has 6 to 8 digits.", "Type the digits that the projector shows."),
    "too_many_tries": ("Too many wrong tries from here.", "Wait a minute, then try again."),
    "other_site": ("This came from another site.", "Open the page at its own address."),
    "not_found": ("There is no such page.", "Check the address, or start at the home page."),
    "bad_form": ("The form could not be read.", "Go back and send it again."),
    "too_large": ("That is too large.", "A grid file may have up to 64 kB."),
    "server_error": ("Something went wrong on the server.", "Nothing was changed. Try again."),
}  # fmt: skip


def refused(code: str) -> Refused:
    """The refusal with this code. Raises KeyError for a code that is not in the table."""
    sentence, hint = REFUSALS[code]
    return Refused(code, sentence, hint)
