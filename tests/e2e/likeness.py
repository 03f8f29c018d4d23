"""Whether two pictures show the same, to the eye. Browsers draw the edges of type and shapes a little differently from machine
to machine and from version to version, and that is no change; a colour, a mark, a word or a size is one.

How far a pixel is off is counted from the nearest colour at its place or one pixel beside it, both ways: type that was placed
or smoothed by other rules lies within a pixel of where it was. Then three measures, each for another kind of change:
- PATCH: nowhere may a square of so many pixels be off by more than PALE. A filled area has no edges in it, so that little is
  enough to tell another colour.
- At most LOCALLY of a window of WINDOW × WINDOW pixels may be off by more than STEP: a lost mark or word fills its window,
  however large the picture, where a share of the whole would drown it.
- At most OVERALL of all pixels may be: many small differences are a large one.

The numbers were measured on pages drawn twice as large and made smaller again, which smooths every edge by other rules: of them
no patch is off, at most 25 % of a window and 0.42 % of all pixels. A lost sign has 41 %, a lost word 58 %, a wrong colour of a bar
a patch of thousands. What is not seen: thin type and hairlines in a colour that is only a little off. Tokens are seen as swatches.
"""

from functools import reduce
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

PALE, PATCH = 20, 5
STEP, WINDOW, LOCALLY = 56, 9, 0.33
OVERALL = 0.005
SIZES = 2  # pixels that width and height may be off
GRAIN = 8  # colours are kept in steps of this, which makes files smaller
_AROUND = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))


def unlike(kept: Image.Image, taken: Image.Image) -> str:
    """How the two differ, in a sentence; nothing when they are alike."""
    if any(abs(one - other) > SIZES for one, other in zip(kept.size, taken.size, strict=True)):
        return f"It is {taken.width} × {taken.height} pixels now, and was {kept.width} × {kept.height}."
    off = difference(kept, taken)
    if patch := _beyond(off, PALE).filter(ImageFilter.MinFilter(PATCH)).getbbox():
        return f"A patch at {patch[0]}, {patch[1]} has another colour."
    far = _beyond(off, STEP)
    window = _beyond(far.filter(ImageFilter.BoxBlur(WINDOW // 2)), int(LOCALLY * 255)).getbbox()
    if window:
        return f"Something at {window[0]}, {window[1]} has another shape."
    overall = far.histogram()[255] / (far.width * far.height)
    return f"{overall:.2%} of all pixels differ (up to {OVERALL:.2%} may)." if overall > OVERALL else ""


def difference(kept: Image.Image, taken: Image.Image) -> Image.Image:
    """How far each pixel is off, from black to white, as far as both pictures reach."""
    size = min(kept.width, taken.width), min(kept.height, taken.height)
    one, other = (picture.convert("RGB").crop((0, 0, *size)) for picture in (kept, taken))
    return ImageChops.lighter(_missing(one, other), _missing(other, one))


def _missing(one: Image.Image, other: Image.Image) -> Image.Image:
    """How far each pixel of `one` is from the nearest colour around its place in `other`, by the channel that is off most."""
    nearest = None
    for across, down in _AROUND:
        channels = ImageChops.difference(one, ImageChops.offset(other, across, down)).split()
        apart = reduce(ImageChops.lighter, channels)
        nearest = ImageChops.darker(nearest, apart) if nearest else apart
    assert nearest
    return nearest


def _beyond(picture: Image.Image, limit: int) -> Image.Image:
    """White where it is lighter than this."""
    return picture.point(lambda value: 255 if value > limit else 0)


def keep(picture: Image.Image, file: Path) -> None:
    """Write it small, in 256 colours: each is less than PALE from its own."""
    coarse = picture.convert("RGB").point(lambda value: min(255, round(value / GRAIN) * GRAIN))
    file.parent.mkdir(parents=True, exist_ok=True)
    coarse.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, optimize=True)
