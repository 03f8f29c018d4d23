"""The fast lane reads what python-socketio reads and answers what it answers, to the letter; what it is not sure of it leaves alone."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from socketio import packet

from pollapp.live import fast_json
from pollapp.live.fast_lane import answer_to, dots_of
from pollapp.live.packets import StrictPacket

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


class _Packet(StrictPacket):
    json = fast_json


def _event(number: int, payload: Any) -> str:
    return f'2{number}["place_dots",{json.dumps(payload, separators=(",", ":"))}]'


@given(st.integers(0, 10**8), _JSON)
def test_it_reads_what_socketio_reads(number: int, payload: Any) -> None:
    usual = _Packet()
    usual.decode(_event(number, payload))
    found = dots_of(_event(number, payload))
    assert found is not None
    assert (int(found[0]), ["place_dots", found[1]]) == (usual.id, usual.data)


@given(st.integers(0, 10**8), _JSON)
def test_it_answers_what_socketio_answers(number: int, answer: Any) -> None:
    assert answer_to(str(number), answer) == _Packet(packet.ACK, data=[answer], id=number).encode()


@given(st.text(max_size=30) | st.binary(max_size=30) | st.none())
def test_whatever_else_comes_goes_the_usual_way(said: Any) -> None:
    assert dots_of(said) is None


@pytest.mark.parametrize(
    "said",
    [
        '2["place_dots",{}]',  # nobody waits for an answer
        '21["place_dots"]',
        '21["place_dots",{},{}]',
        '21["place_dots",{}',
        '21["finish",{}]',
        '21["place_dots" ,{}]',
        '2-1["place_dots",{}]',
        '2²["place_dots",{}]',
        '21234567890["place_dots",{}]',
        '2/other,1["place_dots",{}]',
        '31["place_dots",{}]',
        '5 1["place_dots",{}]',
        '51-1["place_dots",{"_placeholder":true,"num":0}]',
    ],
)
def test_what_is_not_quite_a_message_of_dots_goes_the_usual_way(said: str) -> None:
    assert dots_of(said) is None
