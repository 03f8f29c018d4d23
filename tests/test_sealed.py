"""What is sealed can be opened with its key alone, and never looks the same twice."""

import pytest

from pollapp import access
from pollapp.sealed import LONGEST, seal, unseal

KEY = "k" * 22


@pytest.mark.parametrize("secret", ["", "x", "é" * (LONGEST // 2), "7KQ2M9XTB4WZC8N5RJ3HVDY6P"])
def test_it_comes_back_with_its_key(secret: str) -> None:
    assert unseal(seal(secret, KEY), KEY) == secret


def test_it_stands_nowhere_in_between() -> None:
    secret = access.new_control_secret()  # long enough not to be met by chance: "x" stands in every eighth nonce
    assert secret.encode().hex() not in seal(secret, KEY)


def test_two_of_the_same_look_different() -> None:
    assert len({seal("the same", KEY) for _ in range(50)}) == 50


def test_another_key_opens_nothing() -> None:
    secret = access.new_control_secret()
    for number in range(50):
        try:
            opened = unseal(seal(secret, KEY), f"another {number}")
        except ValueError:
            continue
        assert opened != secret


def test_what_is_too_long_for_one_pad_is_no_secret_of_ours() -> None:
    with pytest.raises(ValueError):
        seal("x" * (LONGEST + 1), KEY)
