"""The marks of choices as small pictures, from the same sprite and drawn as on the screens (css/components/choice-mark.css)."""

import re
from functools import cache

from pollapp.domain.grid_parts import Choice
from pollapp.exports.colours import ChoiceColours
from pollapp.files import FILES

_SYMBOL = re.compile(r'<symbol id="([\w-]+)".*?</symbol>', re.DOTALL)
_SIGN_IN = {  # where a triangle is wide; a diamond is narrow everywhere
    "triangle": 'transform="translate(2.4 5.2) scale(0.8)"',
    "diamond": 'transform="translate(0.96 0.96) scale(0.92)"',
}
_THICK, _THINNER = 4.2, 3  # a question's dot would touch its hook


def mark_on_bar(choice: Choice, colours: ChoiceColours) -> str:
    """As SVG: the choice's shape and sign turned inside out, to lie on its own colour."""
    shape, sign = _symbols()[f"shape-{choice.shape}"], _symbols().get(f"sign-{choice.mark}", "")
    drawn = f'<use href="#shape-{choice.shape}" fill="{colours.ink}" stroke="{colours.ink}" stroke-width="1.5"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><defs>{shape}{sign}</defs>'
        f'<g stroke-linecap="round" stroke-linejoin="round">{drawn}{_sign(choice, colours) if sign else ""}</g></svg>'
    )


def _sign(choice: Choice, colours: ChoiceColours) -> str:
    thick = _THINNER if choice.mark == "question" else _THICK
    used = f'<use href="#sign-{choice.mark}" fill="none" stroke="{colours.fill}" stroke-width="{thick}"/>'
    return f"<g {_SIGN_IN.get(choice.shape, '')}>{used}</g>"


@cache
def _symbols() -> dict[str, str]:
    """Each symbol of the sprite. Raises FileNotFoundError where set-up has not made it."""
    sprite = (FILES / "static" / "vendor" / "icons.svg").read_text("utf-8")
    return {found[1]: found[0] for found in _SYMBOL.finditer(sprite)}
