"""What people type: cleaned when it arrives, nameless, shown when it is approved, and gone when it is taken away."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pollapp.domain import commands, talk_commands, talk_events
from pollapp.domain.contributions import cleaned
from pollapp.domain.decide import decide
from pollapp.domain.event import Event
from pollapp.domain.fold import apply, fold
from pollapp.domain.refused import Refused
from pollapp.domain.report_talk import approved_reasons
from pollapp.domain.session import Session
from pollapp.domain.talk_views import typed_view
from pollapp.domain.views import console_view, mine, phone_view, projector_view
from tests.cast import FINE, WRONG, crowd, dot, fay, grid, opening, run, says, voting

PEOPLE = crowd(6)
ANA, BEN, CAT = PEOPLE[:3]


def _spotlight() -> Session:
    session = voting(*PEOPLE, on=grid(2), minimum=3)
    run(session, *[dot(somebody, FINE if at % 2 else WRONG, square) for at, somebody in enumerate(PEOPLE) for square in (1, 2)])
    fay(session, commands.CloseRound)
    run(session, talk_commands.MoveSpotlight(None, 1))
    return session


def _reason(session: Session, words: str, somebody: str = ANA, *, approved: bool = False, up: bool = False) -> int:
    seq = says(session, talk_commands.SendReason(words, somebody, 1))
    run(session, *([talk_commands.JudgeContribution(seq, "approved")] if approved or up else []))
    run(session, *([talk_commands.BringUp(seq)] if up else []))
    return seq


def _on_projector(session: Session) -> str | None:
    reason: str | None = projector_view(session, 0)["spotlight"]["reason"]
    return reason


# Cleaning


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ask   first. ", "Ask first."),
        ("Ask\tfirst,\u00a0then\u3000act.", "Ask first, then act."),
        ("One.\r\n  Two. \rThree.\n\n", "One.\nTwo.\nThree."),
        ("e\u0301tico", "ético"),
        ("\u202ereversed\u202c \u2066and\u2069", "reversed and"),
        ("a\u200bb\ufeffc\u0000d\u0007e\u00adf", "a b c d e f"),
        ("<b>Ask</b> & \"say\" 'why'", "<b>Ask</b> & \"say\" 'why'"),
        ("👩‍👩‍👧 ¿sí? 拥抱 \u0645\u0631\u062d\u0628\u0627", "👩‍👩‍👧 ¿sí? 拥抱 \u0645\u0631\u062d\u0628\u0627"),
        ("\u202e\u200b \n\t", ""),
        ("half \ud83d a pair", "half a pair"),
        ("One.\n\n \n\n\nTwo.", "One.\n\nTwo."),
        ("\u061ca \u200db", "a \u200db"),
        *[(blank, "") for blank in ("\u200c", "\u3164\u2800", "\U000e0041\U000e0001", "\ufffe", "\ue000")],
    ],
)
def test_words_are_cleaned_of_what_cannot_be_seen_and_of_nothing_else(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


@given(st.text() | st.text(st.characters(categories=["Cc", "Cf", "Zs", "Cs", "Mn"])))
def test_whatever_is_typed_cleaning_twice_is_cleaning_once_and_it_can_be_stored(typed: str) -> None:
    kept = cleaned(typed)
    assert cleaned(kept) == kept
    assert kept.encode().decode() == kept
    assert kept == kept.strip()


# Reasons


def test_a_reason_waits_in_the_order_they_came_and_nobody_but_consoles_sees_it() -> None:
    session = _spotlight()
    first, second = _reason(session, "Whose decision?"), _reason(session, "Who is harmed?", BEN)
    assert [(one["id"], one["state"]) for one in typed_view(session)["reasons"]] == [(first, "waiting"), (second, "waiting")]
    for view in (phone_view(session), projector_view(session, 0), console_view(session, 0, peeking=True), mine(session, ANA)):
        assert "decision" not in json.dumps(view)


def test_two_rooms_in_which_the_author_chose_otherwise_are_told_the_same() -> None:
    """A reason carries no colour: nothing that is typed is shown beside its author's dot."""
    told = []
    for somebody in (ANA, BEN):  # who have chosen otherwise
        session = _spotlight()
        _reason(session, "Whose decision?", somebody, up=True)
        told.append((typed_view(session), projector_view(session, 0), phone_view(session)))
    assert told[0] == told[1]


def test_a_reason_that_is_hidden_leaves_the_projector_and_may_come_back() -> None:
    session = _spotlight()
    seq = _reason(session, "Whose decision?", up=True)
    run(session, talk_commands.JudgeContribution(seq, "hidden"))
    assert (_on_projector(session), typed_view(session)["reasons"][0]["state"]) == (None, "hidden")
    run(session, talk_commands.JudgeContribution(seq, "approved"), talk_commands.BringUp(seq))
    assert _on_projector(session) == "Whose decision?"


def test_the_projector_holds_one_reason_until_the_room_goes_on() -> None:
    session = _spotlight()
    _reason(session, "Whose decision?", up=True)
    _reason(session, "Who is harmed?", BEN, up=True)
    assert _on_projector(session) == "Who is harmed?"
    run(session, talk_commands.BringUp(None))
    assert _on_projector(session) is None
    _reason(session, "Ask first.", CAT, up=True)
    run(session, talk_commands.MoveSpotlight(1, 2))
    assert _on_projector(session) is None
    run(session, talk_commands.MoveSpotlight(2, 1))
    assert _on_projector(session) is None


def test_taking_the_reveal_back_takes_the_reason_off() -> None:
    session = _spotlight()
    _reason(session, "Whose decision?", up=True)
    fay(session, commands.TakeBack)
    assert typed_view(session)["brought_up"] is None
    for view in (phone_view(session), projector_view(session, 0)):
        assert "decision" not in json.dumps(view)


def test_deleting_takes_the_words_for_good() -> None:
    session = _spotlight()
    seq = _reason(session, "Whose decision?", up=True)
    run(session, talk_commands.DeleteContribution(seq))
    assert (_on_projector(session), typed_view(session)["reasons"], session.words, session.dropped) == (None, [], {}, {seq})


def test_forgetting_takes_reasons_takeaways_and_citations_and_nobody_elses() -> None:
    session = _spotlight()
    own, other = _reason(session, "Whose decision?", up=True), _reason(session, "Who is harmed?", BEN)
    run(session, *[talk_commands.CitePrinciples(somebody, 1, (1,)) for somebody in PEOPLE])
    run(session, commands.ForgetDots(ANA))
    assert [one["id"] for one in typed_view(session)["reasons"]] == [other]
    assert (_on_projector(session), session.dropped) == (None, {own})
    assert ANA not in session.talk.citations[1].dots


def test_a_participant_who_is_forgotten_at_the_end_takes_their_takeaway_along() -> None:
    session = _spotlight()
    fay(session, talk_commands.WrapUp, talk_commands.AskTakeaways)
    seqs = [says(session, talk_commands.SendTakeaway(words, somebody)) for words, somebody in (("Ask first.", ANA), ("Listen.", BEN))]
    run(session, *[talk_commands.JudgeContribution(seq, "approved") for seq in seqs])
    assert projector_view(session, 0)["wrap_up"]["takeaways"] == ["Ask first.", "Listen."]
    run(session, commands.ForgetDots(ANA))
    assert projector_view(session, 0)["wrap_up"]["takeaways"] == ["Listen."]


def test_the_end_shows_the_reasons_that_were_brought_up_and_approved_takeaways() -> None:
    session = _spotlight()
    _reason(session, "Whose decision?", up=True)
    _reason(session, "Who is harmed?", BEN, approved=True)
    hidden = _reason(session, "Ask first.", CAT, up=True)
    run(session, talk_commands.JudgeContribution(hidden, "hidden"))
    fay(session, talk_commands.WrapUp, talk_commands.AskTakeaways)
    for somebody, verdict in ((ANA, "approved"), (BEN, None), (CAT, "hidden")):
        seq = says(session, talk_commands.SendTakeaway(f"Listen, says {somebody[-1]}.", somebody))
        run(session, *([talk_commands.JudgeContribution(seq, verdict)] if verdict else []))  # type: ignore[arg-type]
    end = projector_view(session, 0)["wrap_up"]
    assert (end["reasons"], end["takeaways"]) == ([{"square": 1, "words": "Whose decision?"}], ["Listen, says 1."])


def test_a_log_whose_words_were_erased_folds_all_the_same() -> None:
    """The words lie beside the log, and may be gone: what is left says nothing, and breaks nothing."""
    session = _spotlight()
    log: list[Event] = [opening(grid(2), minimum=3)]
    for command in (*map(commands.Join, PEOPLE), commands.OpenRound("lobby"), *(dot(somebody, FINE) for somebody in PEOPLE)):
        log.append(_decided(log, command))
    for command in (commands.CloseRound("voting"), talk_commands.MoveSpotlight(None, 1), talk_commands.SendReason("Why", ANA, 1)):
        log.append(_decided(log, command))
    seq = len(log)
    for command in (talk_commands.JudgeContribution(seq, "approved"), talk_commands.BringUp(seq), talk_commands.WriteNote("Ask", 1)):
        log.append(_decided(log, command))
    session = fold(log)
    assert session.ignored == {}
    assert (_on_projector(session), typed_view(session)["reasons"], typed_view(session)["notes"]) == (None, [], {})


def _decided(log: list[Event], command: commands.Command) -> Event:
    event = decide(fold(log), command)
    assert isinstance(event, Event), event
    return event


def test_where_few_are_left_their_reasons_are_told_no_more() -> None:
    """Two of six forget … until two are left: a reason that was on the projector has one of them for its author."""
    session = _spotlight()
    _reason(session, "I thought of whose decision it is.", up=True)
    assert _on_projector(session) == "I thought of whose decision it is."
    run(session, *map(commands.ForgetDots, PEOPLE[2:]))
    assert (_on_projector(session), approved_reasons(session)) == (None, ())
    fay(session, talk_commands.WrapUp)
    assert projector_view(session, 0)["wrap_up"]["reasons"] == []


# Notes


def test_notes_are_for_consoles_alone_and_a_newer_one_replaces_the_older() -> None:
    session = _spotlight()
    first = says(session, talk_commands.WriteNote("Ask the quieter side", 1))
    says(session, talk_commands.WriteNote("Remember Friday", 2))
    says(session, talk_commands.WriteNote("Ask again", 1))
    assert (typed_view(session)["notes"], session.dropped) == ({"1": "Ask again", "2": "Remember Friday"}, {first})
    for view in (phone_view(session), projector_view(session, 0), console_view(session, 0, peeking=True)):
        assert "Ask again" not in json.dumps(view)


def test_a_note_that_another_console_has_changed_is_not_replaced_unseen() -> None:
    session = _spotlight()
    seen = session.seq
    theirs = says(session, talk_commands.WriteNote("Theirs", 1, seen))
    late = decide(session, talk_commands.WriteNote("Mine", 1, seen))
    assert isinstance(late, Refused)
    assert late.code == "note_changed"
    apply(session, talk_events.NoteChanged(1, seen), "Mine")  # decided before theirs was there
    assert (typed_view(session)["notes"], session.ignored[session.seq]) == ({"1": "Theirs"}, "note_changed")
    assert session.dropped == {session.seq}
    says(session, talk_commands.WriteNote("Theirs and mine", 1, theirs))
    assert typed_view(session)["notes"] == {"1": "Theirs and mine"}


def test_a_note_without_words_takes_it_away_and_keeps_nothing() -> None:
    session = _spotlight()
    first = says(session, talk_commands.WriteNote("Ask", 1))
    second = says(session, talk_commands.WriteNote(" \n ", 1))
    assert (typed_view(session)["notes"], session.words, session.dropped) == ({}, {}, {first, second})


def test_notes_outlive_a_second_look_and_the_end() -> None:
    session = _spotlight()
    says(session, talk_commands.WriteNote("Ask", 1))
    run(session, talk_commands.OpenSecondLook("revealed", (1,)))
    fay(session, commands.CloseRound, talk_commands.WrapUp, talk_commands.AskTakeaways, commands.CloseSession)
    assert typed_view(session)["notes"] == {"1": "Ask"}


# Principles cited


def _cited(session: Session) -> object:
    shown = phone_view(session)["spotlight"]["cited"]
    assert shown == projector_view(session, 0)["spotlight"]["cited"]
    return shown


def test_citations_are_counted_per_person_from_the_minimum_on_and_in_its_steps() -> None:
    session = _spotlight()
    run(session, talk_commands.CitePrinciples(ANA, 1, (1, 2)), talk_commands.CitePrinciples(BEN, 1, (2,)))
    assert _cited(session) is None
    run(session, talk_commands.CitePrinciples(CAT, 1, (2,)))
    assert _cited(session) == {"n": 3, "ranking": [[2, 3], [1, 1]]}
    run(session, talk_commands.CitePrinciples(PEOPLE[3], 1, (1,)), talk_commands.CitePrinciples(BEN, 1, ()))
    assert _cited(session) == {"n": 3, "ranking": [[2, 3], [1, 1]]}
    run(session, talk_commands.CitePrinciples(ANA, 1, (1,)))
    assert _cited(session) == {"n": 3, "ranking": [[1, 2], [2, 1]]}
    assert (mine(session, ANA)["cited"], mine(session, BEN)["cited"]) == ({"1": [1]}, {})


def test_citing_the_same_again_is_no_change() -> None:
    session = _spotlight()
    run(session, *[talk_commands.CitePrinciples(somebody, 1, (1,)) for somebody in (ANA, BEN, CAT)])
    run(session, *[talk_commands.CitePrinciples(somebody, 1, (2,)) for somebody in (ANA, BEN)])
    run(session, *[talk_commands.CitePrinciples(somebody, 1, (1,)) for somebody in (ANA, BEN)])
    run(session, talk_commands.CitePrinciples(CAT, 1, (2,)))
    assert _cited(session) == {"n": 3, "ranking": [[1, 3]]}


def test_those_who_forget_leave_the_ranking_with_its_next_step() -> None:
    session = _spotlight()
    run(session, *[talk_commands.CitePrinciples(somebody, 1, (1,)) for somebody in PEOPLE])
    assert _cited(session) == {"n": 6, "ranking": [[1, 6]]}
    run(session, commands.ForgetDots(ANA), commands.ForgetDots(BEN))
    assert _cited(session) == {"n": 6, "ranking": [[1, 6]]}
    run(session, commands.ForgetDots(CAT))
    assert _cited(session) == {"n": 3, "ranking": [[1, 3]]}


def test_on_a_withheld_square_nothing_is_told_of_citations_either() -> None:
    session = voting(*PEOPLE, on=grid(1), minimum=3)
    run(session, *[dot(somebody, FINE) for somebody in (ANA, BEN)])
    fay(session, commands.CloseRound)
    run(session, talk_commands.MoveSpotlight(None, 1), *[talk_commands.CitePrinciples(somebody, 1, (1,)) for somebody in PEOPLE])
    assert _cited(session) is None
