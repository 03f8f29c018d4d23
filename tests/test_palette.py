"""What the colours promise, computed from the style sheets themselves: contrast as WCAG 2.2 counts it, and choices that stay apart
(CIEDE2000) also for colour-blind eyes, at least as far as the palette we were given. In the light and in the dark."""

import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from coloraide import Color

CSS = Path(__file__).parents[1] / "static/css"
TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2: 1.4.3, 1.4.11
THEMES = ("light", "dark")
# The palette we were given, and the ground it was given on: to be kept or beaten.
GIVEN = {
    "light": ("#ffffff", "#00805f", "#f9d71c", "#9b1111"),
    "dark": ("#0f1216", "#35d0a8", "#fff04d", "#c9302c"),
}
EYES = (None, "deutan", "protan", "tritan")
PLACES = range(1, 6)


def _declared(name: str) -> dict[str, str]:
    """The custom properties that a file sets on :root."""
    text = re.sub(r"/\*.*?\*/", "", (CSS / name).read_text("utf-8"), flags=re.DOTALL)
    blocks = re.findall(r"(?:^|[\s}]):root\s*\{([^}]*)\}", text.partition("@media (prefers-reduced-motion")[0])
    return {key: value.strip() for block in blocks for key, value in re.findall(r"--([\w-]+):\s*([^;]+);", block)}


LIGHT, DARK = _declared("tokens.css"), _declared("dark.css")
TOKENS = {"light": LIGHT, "dark": LIGHT | DARK}


def _is_colour(value: str) -> bool:
    return bool(re.match(r"#|rgb\(", value))


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def colour(theme: str) -> dict[str, Color]:
    return {name: Color(value) for name, value in TOKENS[theme].items() if _is_colour(value)}


def _contrast(one: Color, other: Color) -> float:
    return float(one.contrast(other, method="wcag21"))


def _over(top: Color, ground: Color) -> Color:
    return Color.layer([top, ground], space="srgb")


def _as_seen(colour: Color, eyes: str | None) -> Color:
    return colour.filter(eyes, method="brettel") if eyes else colour


def _apart(one: Color, other: Color, eyes: str | None) -> float:
    return float(_as_seen(one, eyes).delta_e(_as_seen(other, eyes), method="2000"))


def test_the_dark_says_every_colour_again_and_no_other() -> None:
    names = {name for name, value in LIGHT.items() if _is_colour(value)}
    fixed = {"qr-paper", "qr-ink"}  # black on white in the dark too
    assert set(DARK) == names - fixed
    assert TOKENS["dark"]["qr-paper"] == "#ffffff"
    assert TOKENS["dark"]["qr-ink"] == "#000000"


TYPE = {
    "ink": ("paper", "card", "turnout-track", "warn-soft"),
    "ink-soft": ("paper", "card", "turnout-track"),
    "ink-faint": ("paper", "card", "turnout-track"),
    "blue": ("paper", "card"),
    "warn": ("paper", "card", "warn-soft"),
    "on-blue": ("blue", "blue-strong", "ink"),  # a primary button, under the pointer, pressed
    "on-warn": ("warn", "ink"),
    "card": ("ink",),  # the pressed one of a few
}


@pytest.mark.parametrize(("type_", "ground"), [(name, ground) for name, grounds in TYPE.items() for ground in grounds])
def test_type_reads_on_every_ground(colour: dict[str, Color], type_: str, ground: str) -> None:
    assert _contrast(colour[type_], colour[ground]) >= TEXT


@pytest.mark.parametrize("ground", ["paper", "card", "turnout-track"])
@pytest.mark.parametrize("edge", ["line-strong", "blue", "warn", "ink"])
def test_what_delimits_a_control_or_the_focus_can_be_seen(colour: dict[str, Color], edge: str, ground: str) -> None:
    assert _contrast(colour[edge], colour[ground]) >= GRAPHIC


@pytest.mark.parametrize("place", PLACES)
def test_type_reads_on_a_choice_also_where_its_pattern_lies(colour: dict[str, Color], place: int) -> None:
    choice, type_ = colour[f"choice-{place}"], colour[f"on-choice-{place}"]
    assert _contrast(type_, choice) >= TEXT
    assert _contrast(type_, _over(colour[f"pattern-{place}"], choice)) >= TEXT


@pytest.mark.parametrize("place", PLACES)
def test_a_pattern_can_be_seen(colour: dict[str, Color], place: int) -> None:
    choice = colour[f"choice-{place}"]
    assert _contrast(_over(colour[f"pattern-{place}"], choice), choice) >= 1.4


@pytest.mark.parametrize("ground", ["paper", "card"])
@pytest.mark.parametrize("place", PLACES)
def test_a_choices_mark_can_be_seen(colour: dict[str, Color], place: int, ground: str) -> None:
    edge = colour.get(f"choice-edge-{place}", colour[f"choice-{place}"])
    assert _contrast(edge, colour[ground]) >= GRAPHIC


def test_a_choice_under_its_tint_still_reads(colour: dict[str, Color]) -> None:
    for place in PLACES:  # a chosen target is filled with 16 % of its choice
        tint = colour[f"choice-{place}"].clone()
        tint["alpha"] = 0.16
        assert _contrast(colour["ink"], _over(tint, colour["card"])) >= TEXT


@pytest.mark.parametrize("eyes", EYES, ids=str)
def test_choices_stay_as_far_apart_as_the_palette_we_were_given(theme: str, colour: dict[str, Color], eyes: str | None) -> None:
    given = [Color(value) for value in GIVEN[theme][1:]]
    ours = [colour[f"choice-{place}"] for place in (1, 2, 3)]
    for (one, other), (mine, yours) in zip(combinations(given, 2), combinations(ours, 2), strict=True):
        assert _apart(mine, yours, eyes) >= int(_apart(one, other, eyes))


@pytest.mark.parametrize("eyes", EYES, ids=str)
def test_choices_stand_off_the_card_as_far_as_off_the_ground_we_were_given(theme: str, colour: dict[str, Color], eyes: str | None) -> None:
    ground = Color(GIVEN[theme][0])
    for place, value in enumerate(GIVEN[theme][1:], 1):
        off = _apart(colour[f"choice-{place}"], colour["card"], eyes)
        assert off >= min(20, int(_apart(Color(value), ground, eyes)))


@pytest.mark.parametrize("eyes", EYES, ids=str)
def test_a_fourth_and_a_fifth_choice_are_no_ones_twin(colour: dict[str, Color], eyes: str | None) -> None:
    for one, other in combinations([colour[f"choice-{place}"] for place in PLACES], 2):
        assert _apart(one, other, eyes) >= 8  # beside it shape, sign and pattern


def _ramp(colour: dict[str, Color]) -> Iterator[tuple[int, Color, Color]]:
    """Each agreement in percent, its ground and its type: as components/board.css mixes them."""
    for percent in range(101):
        low, high, from_ = (0, 49, 0) if percent < 50 else (50, 100, 50)
        mixed = colour[f"agreement-{low}"].mix(colour[f"agreement-{high}"], (percent - from_) / 50, space="oklab")
        yield percent, mixed.convert("srgb"), colour[f"on-agreement-{low}"]


def test_type_reads_at_every_depth_of_agreement(colour: dict[str, Color]) -> None:
    assert {percent: ratio for percent, ground, type_ in _ramp(colour) if (ratio := _contrast(type_, ground)) < TEXT} == {}


def test_agreement_is_one_hue_and_runs_one_way(colour: dict[str, Color], theme: str) -> None:
    steps = [ground.convert("oklch") for _, ground, _ in _ramp(colour)]
    hues = [step["hue"] for step in steps if step["chroma"] > 0.02]
    assert len(hues) > 80
    assert max(hues) - min(hues) <= 8
    lights = [step["lightness"] for step in (steps if theme == "dark" else steps[::-1])]
    assert all(brighter > darker for darker, brighter in pairwise(lights))


@pytest.mark.parametrize("half", [0, 50])
def test_the_legends_middle_step_is_the_middle(colour: dict[str, Color], half: int) -> None:
    ends = (0, 49) if half == 0 else (50, 100)
    middle = colour[f"agreement-{ends[0]}"].mix(colour[f"agreement-{ends[1]}"], 0.5, space="oklab")
    assert middle.delta_e(colour[f"agreement-{half + 25}"], method="2000") <= 2


def test_turnout_stands_off_its_track(colour: dict[str, Color]) -> None:
    assert _contrast(colour["turnout"], colour["turnout-track"]) >= 1.5  # its number stands below it in words


@pytest.mark.parametrize("path", sorted(CSS.rglob("*.css")), ids=lambda path: path.name)
def test_no_other_file_holds_a_colour(path: Path) -> None:
    if path.name in {"tokens.css", "dark.css"}:
        return
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert not re.findall(r"#[0-9a-f]{3,8}\b(?=\s*[;,)])|\b(?:rgb|hsl|oklch)a?\(", text)
