"""QR codes as inline SVG: they scale to the projector and need no second request."""

import segno
from markupsafe import Markup


def qr_svg(text: str) -> Markup:
    """An <svg class="qr"> with a viewBox and no fixed size, dark on white with its quiet zone, whatever the page's theme."""
    code = segno.make(text, error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True, border=4, svgclass="qr", lineclass=None, dark="#000", light="#fff"))  # noqa: S704  # an address becomes squares, not markup
