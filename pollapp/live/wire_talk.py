"""The messages of the discussion, read. See `wire`."""

from pollapp.access import WORDS_COST, Seat
from pollapp.domain import talk_commands as commands
from pollapp.domain.grid import MOST_CHOICES
from pollapp.live.fields import Payload, fields, flag, one_of, perhaps_whole, text, typed, whole, wholes
from pollapp.live.inbound import Inbound, own, stage, steer
from pollapp.service import Order

MOST_LISTED = 64  # numbers of one message


def _unveil(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "square"})
    return steer(payload, commands.Unveil(whole(payload, "square", 1)))


def _second_look(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "from", "squares", "recall"})
    recall = one_of(payload, "recall", ("nothing", "own", "room"))
    return steer(payload, commands.OpenSecondLook(text(payload, "from"), wholes(payload, "squares", MOST_LISTED), recall))


def _spotlight(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "from_square", "square"})
    return steer(payload, commands.MoveSpotlight(perhaps_whole(payload, "from_square"), perhaps_whole(payload, "square")))


def _prompt(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "prompt"})
    return steer(payload, commands.ShowPrompt(one_of(payload, "prompt", ("principles", "lenses", "steps"))))


def _agenda(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "before", "squares"})
    squares = None if payload["squares"] is None else wholes(payload, "squares", MOST_LISTED)
    return steer(payload, commands.SetAgenda(whole(payload, "before"), squares))


def _discussed(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "square", "discussed"})
    return steer(payload, commands.MarkDiscussed(whole(payload, "square", 1), flag(payload, "discussed")))


def _which(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "which"})
    return steer(payload, commands.ShowSquares(one_of(payload, "which", ("round", "all"))))


def _judge(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "id", "verdict"})
    verdict = one_of(payload, "verdict", ("approved", "hidden"))
    return steer(payload, commands.JudgeContribution(whole(payload, "id", 1), verdict))


def _delete(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "id"})
    return steer(payload, commands.DeleteContribution(whole(payload, "id", 1)))


def _bring_up(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "id"})
    return steer(payload, commands.BringUp(perhaps_whole(payload, "id")))


def _note(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "square", "words"}, frozenset({"before"}))
    before = whole(payload, "before") if "before" in payload else None
    return steer(payload, commands.WriteNote(typed(payload, "words"), whole(payload, "square", 1), before))


def _paper(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "round", "square", "counts"})
    counts = wholes(payload, "counts", MOST_CHOICES, least=0)
    return steer(payload, commands.CountPaper(whole(payload, "round", 1), whole(payload, "square", 1), counts))


def _countdown(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "seconds", "running"})
    return steer(payload, commands.SetCountdown(whole(payload, "seconds"), flag(payload, "running")))


def _reason(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "square", "words"})
    assert seat.participant  # every phone's seat has one
    return own(seat, payload, commands.SendReason(typed(payload, "words"), seat.participant, whole(payload, "square", 1)))


def _takeaway(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "words"})
    assert seat.participant  # every phone's seat has one
    return own(seat, payload, commands.SendTakeaway(typed(payload, "words"), seat.participant))


def _cite(seat: Seat, payload: Payload) -> list[Order]:
    fields(payload, {"command_id", "square", "principles"})
    assert seat.participant  # every phone's seat has one
    principles = wholes(payload, "principles", MOST_LISTED)
    return own(seat, payload, commands.CitePrinciples(seat.participant, whole(payload, "square", 1), principles))


TALK: dict[str, Inbound] = {
    "begin_unveiling": stage(commands.BeginUnveiling),
    "unveil": Inbound("console", _unveil),
    "open_second_look": Inbound("console", _second_look),
    "wrap_up": stage(commands.WrapUp),
    "ask_takeaways": stage(commands.AskTakeaways),
    "step_back": stage(commands.StepBack),
    "move_spotlight": Inbound("console", _spotlight),
    "show_prompt": Inbound("console", _prompt),
    "set_agenda": Inbound("console", _agenda),
    "mark_discussed": Inbound("console", _discussed),
    "show_squares": Inbound("console", _which),
    "judge": Inbound("console", _judge),
    "delete_words": Inbound("console", _delete),
    "bring_up": Inbound("console", _bring_up),
    "write_note": Inbound("console", _note),
    "count_paper": Inbound("console", _paper),
    "set_countdown": Inbound("console", _countdown),
    "send_reason": Inbound("phone", _reason, WORDS_COST),
    "send_takeaway": Inbound("phone", _takeaway, WORDS_COST),
    "cite_principles": Inbound("phone", _cite),
}
