"""The talk on the wire: what is refused, sent again, or comes too fast."""

from pollapp.access import WORDS_COST
from pollapp.domain.contributions import MOST_EACH
from pollapp.domain.refused import REFUSALS
from pollapp.live.handlers import BURST, PER_SECOND
from tests.live.lines import LiveClass, Message, new_id
from tests.live.talking import REASON, reason


def _assert_refused(ack: Message, code: str) -> None:
    assert ack == {"refused": code, "sentence": REFUSALS[code][0], "hint": REFUSALS[code][1]}


def test_what_is_refused_says_why(talk: LiveClass) -> None:
    ana, fay = talk.line(), talk.console()
    _assert_refused(reason(ana, " \n "), "no_words")
    _assert_refused(reason(ana, "x" * 281), "too_long")
    _assert_refused(ana.says("send_reason", square=2, words="Why."), "not_in_spotlight")
    _assert_refused(ana.says("send_takeaway", words="Ask first."), "not_asked")
    talk.clock += 60
    _assert_refused(ana.says("cite_principles", square=1, principles=[99]), "unknown_principle")
    _assert_refused(fay.says("judge", id=2, verdict="approved"), "no_such_words")
    _assert_refused(fay.says("set_countdown", seconds=3601, running=True), "bad_countdown")
    _assert_refused(fay.says("count_paper", round=1, square=1, counts=[1000, 0, 0]), "bad_counts")
    _assert_refused(fay.says("move_spotlight", from_square=3, square=2), "moved_on")
    _assert_refused(fay.says("open_second_look", from_="revealed", squares=[], recall="nothing"), "no_squares")


def test_a_retry_gets_the_same_answer_and_there_is_one_reason(talk: LiveClass) -> None:
    phone = talk.phone()
    ana, tab = talk.line(phone), talk.line(phone)
    payload = {"command_id": new_id(), "square": 1, "words": REASON}
    first = ana.send("send_reason", payload)
    assert first["ok"]
    assert ana.send("send_reason", payload) == tab.send("send_reason", payload) == first
    assert len(talk.session.talk.contributions) == 1
    talk.clock += 60
    assert ana.send("send_reason", payload | {"words": "Other words."})["refused"] == "conflict"
    assert talk.console().says("delete_words", id=first["seq"])["ok"]
    assert ana.send("send_reason", payload) == first  # and nothing comes back
    assert talk.session.talk.contributions == {}


def test_words_come_slowly_and_dots_are_not_kept_waiting(talk: LiveClass) -> None:
    ana = talk.line()
    for _ in range(BURST // WORDS_COST):
        reason(ana)
    assert reason(ana)["refused"] == "slow_down"
    assert len(talk.session.talk.contributions) == MOST_EACH  # the fourth was one too many already
    talk.clock += WORDS_COST / PER_SECOND
    assert reason(ana)["refused"] == "said_enough"
    assert ana.says("cite_principles", square=1, principles=[6])["refused"] == "slow_down"
    assert reason(talk.line())["ok"]
