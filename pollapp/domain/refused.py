"""A refusal is a value: a code for programs, a sentence that says what is wrong, a hint that says what would be right."""

from dataclasses import dataclass

from pollapp.domain.contributions import MOST_EACH, MOST_NOTE, MOST_WORDS
from pollapp.domain.per_dot import LEAST_PEOPLE
from pollapp.domain.said import say
from pollapp.domain.talk_events import MOST_SECONDS
from pollapp.domain.tally import LEAST_MINIMUM, MOST_MINIMUM, MOST_PAPER, OFF


@dataclass(frozen=True, slots=True)
class Refused:
    code: str
    sentence: str
    hint: str


_MINIMUM_HINT = say(
    "Choose a whole number from %(least)s to %(most)s, or %(off)s for no protection.", least=LEAST_MINIMUM, most=MOST_MINIMUM, off=OFF
)

# Every refusal there is, documented in docs/wire.md (a test holds the two together).
REFUSALS: dict[str, tuple[str, str]] = {
    # the law of the room
    "late": (say("The round had closed before this arrived."), say("It is not counted. Nothing else of yours has changed.")),
    "superseded": (say("A newer tap on this square is already stored."), say("Nothing to do: the newer one counts.")),
    "tapped_enough": (
        say("You have changed your mind very often in this round."),
        say("What was saved last counts. It can be changed again in the next round."),
    ),
    "not_joined": (say("This phone has not joined the session."), say("Press Join first.")),
    "forgotten": (say("These dots were forgotten at your wish."), say("Join again to take part anew.")),
    "passed_on": (say("This phone speaks for somebody else now."), say("Reload this page.")),
    "no_such_round": (say("There is no such round."), say("Reload this page.")),
    "unknown_square": (say("This square is not part of the round."), say("Reload this page.")),
    "unknown_choice": (say("This grid has no such choice."), say("Reload this page.")),
    "session_closed": (say("This session is over."), say("Ask the facilitator whether there is another one.")),
    "locked": (say("Joining is locked for this session."), say("Ask the facilitator to let you in, then press Join again.")),
    "not_locked": (say("Joining is not locked: anyone with the code can join."), say("Lock joining first.")),
    "moved_on": (say("The session has already moved on from there."), say("Look at the stage shown now, then decide again.")),
    "not_from_here": (say("That cannot be done at this stage."), say("Use the next button: it always knows the next step.")),
    "minimum_frozen": (say("The minimum is fixed since the first dot."), say("People voted under it. Open a new session for another.")),
    "bad_minimum": (say("There is no such minimum."), _MINIMUM_HINT),
    "already_open": (say("This session is already open."), say("Nothing to do.")),
    # the talk
    "not_revealed": (say("This square is not revealed."), say("Reveal it first.")),
    "no_squares": (say("No square is chosen."), say("Choose at least one square, each once.")),
    "not_in_spotlight": (say("The room is no longer talking about this square."), say("Look at the square that is shown now.")),
    "too_few_dots": (
        say("Too few people have placed a dot here for a reason to stay nameless."),
        say("Say it in the room, if you like."),
    ),
    "too_few_people": (say("Too few people have joined for words to stay nameless."), say("Say it in the room, if you like.")),
    "queue_full": (say("The facilitator has a lot to read already."), say("Try again in a while, or say it in the room.")),
    "said_enough": (say("You have already sent %(most)s.", most=MOST_EACH), say("The facilitator reads that many from one person.")),
    "not_asked": (say("Takeaways are not collected now."), say("The facilitator asks for them at the end.")),
    "no_words": (say("There are no words in it."), say("Write a sentence, then send it.")),
    "too_long": (
        say("That is too long."),
        say("Keep a reason or a takeaway to %(most)s characters, a note to %(note)s.", most=MOST_WORDS, note=MOST_NOTE),
    ),
    "no_such_words": (say("These words are gone."), say("They were deleted, or their author has withdrawn.")),
    "note_changed": (
        say("Another console has changed this note meanwhile."),
        say("Nothing is lost: both stand in it now. It is saved again."),
    ),
    "not_approved": (say("This reason is not approved."), say("Approve it first.")),
    "unknown_principle": (say("This grid has no such principle."), say("Reload this page.")),
    "bad_counts": (say("These counts cannot be right."), say("For each choice, type a whole number from 0 to %(most)s.", most=MOST_PAPER)),
    "no_such_prompt": (say("This grid has no such prompts."), say("Show the principles, or add lenses or steps to the grid’s file.")),
    "bad_countdown": (say("There is no such countdown."), say("Choose up to %(minutes)s minutes.", minutes=MOST_SECONDS // 60)),
    # the wire
    "malformed": (say("The server could not read this message."), say("Reload this page.")),
    "unknown_event": (say("The server does not know this message."), say("Reload this page.")),
    "not_allowed": (say("This page may not do that."), say("Only the facilitator's console can steer, only phones place dots.")),
    "old_page": (say("This page is older than the server."), say("Reload this page: your waiting dots are kept.")),
    "slow_down": (say("Too many messages at once."), say("They are sent again in a moment.")),
    "conflict": (say("This id was already used for something else."), say("Reload this page.")),
    # the store and the server
    "not_stored": (say("The server could not store this."), say("It is tried again. If it goes on, tell the facilitator.")),
    "elsewhere": (
        say("This session is not on this server: it was started with another folder."),
        say("Stop it, and start it in the folder where it was before. This page then goes on by itself."),
    ),
    "gone": (
        say("This session was deleted, with everything in it."),
        say("Were you to take part? Then ask the facilitator whether there is another one."),
    ),
    "no_film": (
        say("There is a film once the session is closed and its results are revealed."),
        say("Close the session with its results revealed, then come back."),
    ),
    "no_film_of_poster": (
        say("A paper poster has no film: nobody knows the order of its dots."),
        say("Its report has all that was counted."),
    ),
    "dots_not_now": (
        say("Dots can be told one by one only once a round is closed and revealed."),
        say("Close and reveal the round first."),
    ),
    "dots_of_few": (
        say("Too few people: dots are told one by one only from %(least)s people on.", least=LEAST_PEOPLE),
        say("Take the results home: they tell how many, and never who."),
    ),
    "dots_forgotten": (
        say("Somebody has forgotten their dots since: a row for each dot would tell which they were."),
        say("Take the results home: they tell how many, and never who."),
    ),
    "not_understood": (
        say("A row for each dot tells more about people than any other file."),
        say("Tick that you have understood it, then take it."),
    ),
    "keep_promised": (
        say("Somebody has joined, and was told when everything is deleted."),
        say("It can be deleted earlier, not later. Take the results with you as a file."),
    ),
    "keep_over": (say("That time is already over."), say("To have the session gone now, delete it: that asks first.")),
    "rehearsal_kept": (say("A rehearsal is kept for 24 hours at most."), say("Open a session for what should stay longer.")),
    "no_control": (say("This browser does not control the session, or no longer."), say("Enter the session’s recovery phrase.")),
    "handover_over": (
        say("This offer to steer is over: it works once, within a minute."),
        say("Hold the button on the console again, and scan the new QR code."),
    ),
    "handover_taken": (
        say("Another phone was quicker."),
        say("If this phone should steer, refuse the other one on the console, then hold the button there again."),
    ),
    "handover_refused": (
        say("The console refused this phone."),
        say("If it was a mistake, hold the button there again, and scan the new QR code."),
    ),
    "no_projector": (
        say("This projector page has ended."),
        say("Open the projector again from the session’s console."),
    ),
    "wrong_key": (say("This is not the opening key of this server."), say("Use the link that the terminal printed when it started.")),
    "no_key": (say("Only a facilitator can open a session here."), say("Use the link that the terminal printed when it started.")),
    "wrong_phrase": (say("This is not the session’s recovery phrase."), say("Check it letter by letter; a newer one replaces older ones.")),
    "unknown_code": (say("There is no session with this code."), say("Check the digits on the projector. A deleted session is gone.")),
    "not_a_code": (say("A code has 6 to 8 digits."), say("Type the digits that the projector shows.")),
    "too_many_tries": (say("Too many wrong tries from here."), say("Wait a minute, then try again.")),
    "other_site": (say("This came from another site."), say("Open the page at its own address.")),
    "not_found": (say("There is no such page."), say("Check the address, or start at the home page.")),
    "bad_form": (say("The form could not be read."), say("Go back and send it again.")),
    "too_large": (say("That is too large."), say("A grid file may have up to 64 kB, a file with counts up to 128 kB.")),
    "server_error": (say("Something went wrong on the server."), say("Nothing was changed. Try again.")),
}  # fmt: skip


def refused(code: str) -> Refused:
    """The refusal with this code. Raises KeyError for a code that is not in the table."""
    sentence, hint = REFUSALS[code]
    return Refused(code, sentence, hint)
