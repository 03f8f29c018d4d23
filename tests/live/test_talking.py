"""The talk on the wire: what people type reaches consoles and, once approved, the projector; never a phone."""

import json

from pollapp.domain.talk_commands import AskTakeaways, WrapUp
from pollapp.live.broadcast import MOST_UNCONFIRMED
from tests.live.lines import LiveClass
from tests.live.talking import MARK, REASON, reason, typed

# Who is told


def test_what_is_typed_goes_to_consoles_alone_and_a_reason_never_to_a_phone(talk: LiveClass) -> None:
    ana, ben, fay, other, projector = talk.line(), talk.line(), talk.console(), talk.console(), talk.projector()
    seq = reason(ana)["seq"]
    talk.tick()
    told = {
        "reasons": [{"id": seq, "square": 1, "words": REASON, "state": "waiting"}],
        "takeaways": [],
        "notes": {},
        "noted": {},
        "brought_up": None,
    }
    for console in (fay, other):
        assert {name: value for name, value in typed(console)[-1].items() if name not in ("epoch", "seq")} == told
        assert MARK not in json.dumps(console.views())
    assert MARK not in json.dumps(projector.came)
    assert fay.says("judge", id=seq, verdict="approved")["ok"]
    assert fay.says("bring_up", id=seq)["ok"]
    talk.tick()
    assert projector.views()[-1]["spotlight"]["reason"] == REASON
    assert typed(other)[-1]["brought_up"] == seq
    assert fay.says("wrap_up", from_="revealed")["ok"]
    talk.tick(after=2)
    assert projector.views()[-1]["wrap_up"]["reasons"] == [{"square": 1, "words": REASON}]
    for phone in (ana, ben, talk.line()):
        assert MARK not in json.dumps(phone.came)
        assert not typed(phone)
    assert not typed(projector)


def test_a_takeaway_goes_to_the_projector_when_it_is_approved_and_never_to_a_phone(talk: LiveClass) -> None:
    ana, fay, projector = talk.line(), talk.console(), talk.projector()
    talk.says(WrapUp("revealed"), AskTakeaways("wrap_up"))
    seq = ana.says("send_takeaway", words=REASON)["seq"]
    talk.tick()
    assert typed(fay)[-1]["takeaways"] == [{"id": seq, "words": REASON, "state": "waiting"}]
    assert projector.views()[-1]["wrap_up"]["takeaways"] == []
    fay.says("judge", id=seq, verdict="approved")
    talk.tick()
    assert projector.views()[-1]["wrap_up"]["takeaways"] == [REASON]
    assert MARK not in json.dumps(ana.came)


def test_a_note_is_for_consoles_alone(talk: LiveClass) -> None:
    fay, other, projector, phone = talk.console(), talk.console(), talk.projector(), talk.line()
    assert fay.says("write_note", square=7, words=REASON)["ok"]
    talk.tick(after=2)
    assert typed(other)[-1]["notes"] == {"7": REASON}
    assert talk.console().came[-1][1]["notes"] == {"7": REASON}  # and to one that connects later
    for line in (projector, phone, talk.line(), talk.projector()):
        assert MARK not in json.dumps(line.came)


def test_typed_is_sent_when_it_changed_and_not_with_every_view(talk: LiveClass) -> None:
    fay = talk.console()
    before = len(typed(fay))
    for layer in ("agreement", "votes"):
        fay.says("arrange_board", layer=layer, order="grid")
        talk.tick()
    assert len(typed(fay)) == before
    reason(talk.line())
    talk.tick()
    assert len(typed(fay)) == before + 1


def test_an_ack_says_no_more_than_that_it_was_stored(talk: LiveClass) -> None:
    ana = talk.line()
    assert set(reason(ana)) == set(ana.says("cite_principles", square=1, principles=[6])) == {"ok", "seq"}


def test_what_a_phone_cites_comes_to_its_other_tabs_and_to_nobody_elses(talk: LiveClass) -> None:
    phone = talk.phone()
    one, tab, ben = talk.line(phone), talk.line(phone), talk.line()
    assert one.says("cite_principles", square=1, principles=[6, 2])["ok"]
    assert tab.mines()[-1]["cited"] == {"1": [2, 6]}
    assert ben.mines()[-1]["cited"] == {}
    talk.tick(after=2)
    assert ben.views()[-1]["spotlight"]["cited"] is None  # one is fewer than the minimum


def test_hostile_words_come_through_as_they_are_and_cleaned(talk: LiveClass) -> None:
    fay, ana = talk.console(), talk.line()
    for words in ("<script>alert(1)</script>", "'; DROP TABLE events; --", "{{ 7 * 7 }} %(x)s"):
        assert reason(ana, words)["ok"]
    answer = reason(talk.line(), "\u202e evil\u0000 \u200b")
    assert answer.get("ok"), answer
    talk.tick()
    assert [one["words"] for one in typed(fay)[-1]["reasons"]] == [
        "<script>alert(1)</script>", "'; DROP TABLE events; --", "{{ 7 * 7 }} %(x)s", "evil",
    ]  # fmt: skip


# The countdown


def test_every_screen_and_phone_is_told_what_remains_when_it_is_told_anything(talk: LiveClass) -> None:
    talk.parts.broadcast.countdowns._now = lambda: talk.clock
    fay, phone, projector = talk.console(), talk.line(), talk.projector()
    assert [line.views()[-1]["remains"] for line in (fay, phone, projector)] == [None] * 3
    assert fay.says("set_countdown", seconds=90, running=True)["ok"]
    talk.tick(after=2)
    assert [line.views()[-1]["remains"] for line in (fay, phone, projector)] == [90.0] * 3
    sent = len(phone.views())
    talk.clock += 30
    talk.parts.broadcast.mark(talk.id)
    talk.tick(after=0)
    assert len(phone.views()) == sent  # that time passes is no news
    assert talk.line().views()[-1]["remains"] == 60.0
    assert fay.says("set_countdown", seconds=60, running=False)["ok"]
    talk.tick(after=5)
    assert talk.projector().views()[-1]["remains"] == 60.0
    assert fay.says("set_countdown", seconds=10, running=True)["ok"]
    talk.tick(after=0)
    talk.clock += 30
    assert talk.line().views()[-1]["remains"] == 0.0
    assert fay.says("move_spotlight", from_square=1, square=2)["ok"]
    talk.tick(after=2)
    assert (projector.views()[-1]["countdown"], projector.views()[-1]["remains"]) == (None, None)


def test_a_console_that_confirms_nothing_gets_what_is_typed_as_it_stands_when_it_does(talk: LiveClass) -> None:
    fay = talk.console()
    talk.tick()
    before = len(typed(fay))
    fay.confirms = False
    for ana in talk.lines(10):
        reason(ana)
        talk.tick()
    assert len(typed(fay)) <= before + MOST_UNCONFIRMED
    fay.confirm()
    talk.tick()
    assert len(typed(fay)[-1]["reasons"]) == 10
