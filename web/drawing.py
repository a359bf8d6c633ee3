"""Draws a share picture: 1200 × 630 px in the site's own face, colours and shapes. Knows nothing of racing.

Text never leaves its box: it takes another line, a narrower cut or a smaller size, and only then ends with an ellipsis.
"""

import io
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MARGIN = 64
# As in static/css/tokens.css.
ASPHALT, BLUE, YELLOW = "#12161b", "#0a4a8f", "#ffcd00"
WHITE, MUTED, INK = "#ffffff", "#b9c1c9", "#14181d"
NORMAL, NARROW, NARROWEST = 85, 68, 50
# From one baseline to the next, and how high capitals and figures are, in sizes.
LEADING, CAPITALS = 1.12, 0.72
# How far the stripe leans, across for down; the mark's strokes lean alike.
LEAN = 4.5 / 11
# Shapes are drawn so many times larger and made small again, for smooth edges.
SMOOTH = 4

FONTS = settings.BASE_DIR / "static" / "fonts"
_LATIN_EXTENDED = {*range(0x100, 0x152), *range(0x154, 0x180), *range(0x218, 0x21C)}
_LATIN = {*range(0x20, 0x100), 0x152, 0x153, *range(0x2010, 0x2027), 0x20AC, 0x2212}


class Fitted(NamedTuple):
    """Lines of a text that fit a box, and the size and cut in which they do."""

    lines: list[str]
    size: int
    cut: int


class Drawing:
    """A picture in the making. Places are in px from the top left; a text stands on its baseline."""

    def __init__(self, ground: str = ASPHALT) -> None:
        self.image = Image.new("RGB", (WIDTH, HEIGHT), ground)
        self.pen = ImageDraw.Draw(self.image)

    def png(self) -> bytes:
        # Few colours and their edges: a palette holds them all and is a third of the bytes.
        out = io.BytesIO()
        self.image.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
        return out.getvalue()

    def text(
        self, x: float, y: float, text: str, size: int, colour: str = WHITE, cut: int = NORMAL, align: str = "left"
    ) -> float:
        """One line from, around or up to `x`; returns where it ends."""
        runs = _runs(text)
        length = _length(runs, size, cut)
        x -= {"left": 0, "centre": length / 2, "right": length}[align]
        for file, part in runs:
            font = _font(file, size, cut)
            self.pen.text((x, y), part, font=font, fill=colour, anchor="ls")
            x += font.getlength(part)
        return x

    def paragraph(
        self,
        x: float,
        top: float,
        text: str,
        box: tuple[int, int],
        sizes: tuple[int, int],
        colour: str = WHITE,
        cut: int = NARROW,
        align: str = "left",
    ) -> float:
        """A text in a box so wide and so high, as large as fits between the two sizes; returns the lower edge."""
        fitted = fit(text, box, sizes, cut)
        for number, line in enumerate(fitted.lines):
            baseline = top + fitted.size * (0.82 + number * LEADING)
            self.text(x, baseline, line, fitted.size, colour, fitted.cut, align)
        return top + len(fitted.lines) * fitted.size * LEADING

    def label(self, x: float, middle: float, text: str, width: int, sizes: tuple[int, int]) -> None:
        """One line beside something whose middle it shares."""
        fitted = fit(text, (width, 0), sizes, NARROW)
        self.text(x, middle + fitted.size * CAPITALS / 2, fitted.lines[0], fitted.size, WHITE, fitted.cut)

    def roundel(self, x: float, y: float, radius: float, colour: str, number: int | None) -> None:
        """A door number around its middle: the disc, the white plate with its edge, the number, or the stripe
        where there is none."""
        plate = radius * 11.5 / 16
        self._disc(x, y, radius, colour)
        self._disc(x, y, plate + max(1, radius / 24), INK)
        self._disc(x, y, plate, WHITE)
        if number is None:
            half, width = radius * 0.4, radius * 0.25
            self.stripe(x + half * LEAN - width / 2, width, colour, top=y - half, bottom=y + half)
        else:
            size = round(radius * 0.86)
            fitted = fit(str(number), (round(plate * 1.6), 0), (size, size // 3), NARROW)
            self.text(x, y + fitted.size * CAPITALS / 2, str(number), fitted.size, INK, fitted.cut, "centre")

    def stripe(self, left: float, width: float, colour: str = YELLOW, top: float = 0, bottom: float = HEIGHT) -> None:
        """The skewed stripe: `left` is its edge at the top."""
        lean = (bottom - top) * LEAN
        corners = [(left, top), (left + width, top), (left + width - lean, bottom), (left - lean, bottom)]
        box = (int(left - lean), int(top), int(left + width) + 1, int(bottom))
        mask = _polygon(tuple((x - box[0], y - box[1]) for x, y in corners), box[2] - box[0], box[3] - box[1])
        self.image.paste(colour, (box[0], box[1]), mask)

    def mark(self, x: float, y: float, size: int) -> float:
        """DOOR/TO/DOOR on its baseline; returns where it ends."""
        for number, word in enumerate(("DOOR", "TO", "DOOR")):
            if number:
                x += size * 0.08
                self.stripe(x + size * 0.4, size * 0.2, top=y - size * 0.84, bottom=y + size * 0.12)
                x += size * 0.68
            x = self.text(x, y, word, size, cut=62)
        return x

    def _disc(self, x: float, y: float, radius: float, colour: str) -> None:
        mask = _circle(round(radius * 2))
        self.image.paste(colour, (round(x - radius), round(y - radius)), mask)


def fit(text: str, box: tuple[int, int], sizes: tuple[int, int], cut: int = NARROW) -> Fitted:
    """The largest size, from the first of `sizes` down to the second, in which the text fits a box of width and height.

    One line always may stand, whatever the height.
    """
    (width, height), (largest, smallest) = box, sizes
    for size in range(largest, smallest - 1, -4):
        for tried in (cut, (cut + NARROWEST) // 2):
            lines = _wrapped(text, width, size, tried)
            if lines is not None and len(lines) <= max(1, int(height / (size * LEADING))):
                return Fitted(lines or [""], size, tried)
    lines = _wrapped(text, width, smallest, NARROWEST, broken=True) or [""]
    most = max(1, int(height / (smallest * LEADING)))
    if len(lines) > most:
        lines = [*lines[: most - 1], _ended(" ".join(lines[most - 1 :]), width, smallest)]
    return Fitted(lines, smallest, NARROWEST)


def text_length(text: str, size: int, cut: int = NORMAL) -> float:
    return _length(_runs(text), size, cut)


def _wrapped(text: str, width: int, size: int, cut: int, broken: bool = False) -> list[str] | None:
    """The text in lines of words; None where a word is longer than a line and may not be broken."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_length(f"{lines[-1]} {word}", size, cut) <= width:
            lines[-1] += f" {word}"
            continue
        if text_length(word, size, cut) > width:
            if not broken:
                return None
            while text_length(word, size, cut) > width:
                most = next(n for n in range(len(word), 0, -1) if n == 1 or text_length(word[:n], size, cut) <= width)
                lines.append(word[:most])
                word = word[most:]
        lines.append(word)
    return lines


def _ended(text: str, width: int, size: int) -> str:
    while text and text_length(f"{text}…", size, NARROWEST) > width:
        text = text[:-1].rstrip()
    return f"{text}…"


def _runs(text: str) -> list[tuple[str, str]]:
    """The text in parts, each with the file that has its letters."""
    runs: list[tuple[str, str]] = []
    for letter in _drawable(text):
        file = "saira-latin-ext.woff2" if ord(letter) in _LATIN_EXTENDED else "saira-latin.woff2"
        if runs and runs[-1][0] == file:
            runs[-1] = (file, runs[-1][1] + letter)
        else:
            runs.append((file, letter))
    return runs


def _drawable(text: str) -> Iterable[str]:
    """Letters that the face has: else without their marks, else a question mark."""
    for letter in unicodedata.normalize("NFC", " ".join(text.split())):
        if ord(letter) in _LATIN or ord(letter) in _LATIN_EXTENDED:
            yield letter
            continue
        bare = [part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)]
        yield from (part if ord(part) in _LATIN else "?" for part in bare)


def _length(runs: Iterable[tuple[str, str]], size: int, cut: int) -> float:
    return sum(_font(file, size, cut).getlength(part) for file, part in runs)


@lru_cache(maxsize=256)
def _font(file: str, size: int, cut: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FONTS / file, size)
    font.set_variation_by_axes([cut])
    return font


@lru_cache(maxsize=64)
def _circle(diameter: int) -> Image.Image:
    mask = Image.new("L", (diameter * SMOOTH, diameter * SMOOTH))
    ImageDraw.Draw(mask).ellipse((0, 0, diameter * SMOOTH - 1, diameter * SMOOTH - 1), fill=255)
    return mask.reduce(SMOOTH)


@lru_cache(maxsize=32)
def _polygon(corners: tuple[tuple[float, float], ...], width: int, height: int) -> Image.Image:
    mask = Image.new("L", (width * SMOOTH, height * SMOOTH))
    ImageDraw.Draw(mask).polygon([(x * SMOOTH, y * SMOOTH) for x, y in corners], fill=255)
    return mask.reduce(SMOOTH)
