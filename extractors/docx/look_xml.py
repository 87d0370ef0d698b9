"""Run properties, as far as they change what is read: hidden, raised, set off, in a symbol font."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from extractors.docx.names import W_VAL, children, full, is_on, whole
from extractors.docx.symbols import symbol_font
from extractors.page import UNSEEN

W_VANISH: Final = full("w:vanish")
W_VERT_ALIGN: Final = full("w:vertAlign")
W_POSITION: Final = full("w:position")
W_SZ: Final = full("w:sz")
RAISED: Final = 3  # part of its size by which text is a mark, and not set a little higher
W_R_FONTS: Final = full("w:rFonts")
W_R_STYLE: Final = full("w:rStyle")
W_ASCII: Final = full("w:ascii")
W_H_ANSI: Final = full("w:hAnsi")
W_SHD: Final = full("w:shd")
W_COLOR: Final = full("w:color")
HINT_ALONE: Final = [full("w:hint")]  # what Chinese input methods leave on every run


# What sets words off from others beside them, and the letter that the page model has for it.
SET_OFF: Final = {
    full("w:u"): "u",
    full("w:strike"): "s",
    full("w:dstrike"): "s",
    full("w:b"): "b",
    W_COLOR: "c",
    full("w:highlight"): "h",
    W_SHD: "h",
    full("w:bdr"): "x",
    full("w:em"): "e",
}
GROUND: Final = "h"  # of SET_OFF, what gives a ground of its own, on which white is seen
W_FILL: Final = full("w:fill")
WHITE: Final = re.compile("(?:f[8-f]){3}", re.IGNORECASE)  # or so near to it that nobody sees it
SMALLEST: Final = 4  # half-points: smaller letters are a line or a grain
# Values of these properties that set nothing off: none of it, or what paper and ink are.
USUAL: Final = frozenset({"none", "nil", "auto", "0", "false", "off", "000000", "FFFFFF", "clear"})


@dataclass(frozen=True, slots=True)
class Look:
    """What run properties say, None where they say nothing.

    `font` is a symbol font, or "" for a font of letters; `style` the id of the character style;
    `set_off` has a letter of SET_OFF for each way in which the run by itself is set off, and
    UNSEEN for a run that can't be seen on white paper.
    """

    hidden: bool | None = None
    raised: bool | None = None
    font: str | None = None
    style: str | None = None
    set_off: str = ""


PLAIN: Final = Look()


def read_look(properties: etree._Element | None) -> Look:
    """The look that a `w:rPr` gives by itself."""
    if properties is None:
        return PLAIN
    hidden = raised = font = style = None
    set_off = ""
    up = 0
    small = False
    colour = ground = ""
    for child in children(properties):
        tag = child.tag
        if tag == W_R_FONTS:
            if child.keys() != HINT_ALONE:
                name = child.get(W_ASCII) or child.get(W_H_ANSI)
                if name is not None:
                    font = symbol_font(name)
        elif tag == W_R_STYLE:
            style = child.get(W_VAL)
        elif tag == W_VANISH:
            hidden = is_on(child.get(W_VAL))
        elif tag == W_VERT_ALIGN:
            raised = child.get(W_VAL) == "superscript"
        elif tag == W_POSITION:
            up = whole(child.get(W_VAL))
        elif tag == W_SZ:
            small = 0 < whole(child.get(W_VAL)) <= SMALLEST
        elif tag in SET_OFF:
            value = child.get(W_FILL) or child.get(W_VAL) or "on"
            if tag == W_COLOR:
                colour = value
            if value not in USUAL:
                set_off += SET_OFF[tag]
                ground = value if SET_OFF[tag] == GROUND else ground
    if small or (colour and (colour == ground or (not ground and WHITE.fullmatch(colour)))):
        set_off += UNSEEN
    if up > 0 and raised is None:  # LibreOffice writes the <sup> of a web page so
        size = properties.find(W_SZ)
        raised = size is not None and RAISED * up >= whole(size.get(W_VAL)) > 0
    if hidden is None and raised is None and style is None and not font and not set_off:
        return PLAIN if font is None else LETTERS
    return Look(hidden, raised, font, style, set_off)


LETTERS: Final = Look(font="")


def laid_over(upper: Look, lower: Look) -> Look:
    """`upper` where it speaks, else `lower`: the way from a style's base to the style (17.7.2)."""
    if lower is PLAIN:
        return upper
    return Look(
        lower.hidden if upper.hidden is None else upper.hidden,
        lower.raised if upper.raised is None else upper.raised,
        lower.font if upper.font is None else upper.font,
        upper.style,
        upper.set_off,
    )


def effective(look: Look) -> Look:
    """The look, or PLAIN itself when it changes nothing."""
    return look if look.hidden or look.raised or look.font or look.set_off else PLAIN


def toggled(paragraph: Look, character: Look) -> Look:
    """The look of a run from its paragraph's style and its character style.

    Hidden is a toggle property: set by both, the two cancel out (17.7.3).
    """
    hidden = bool(paragraph.hidden) != bool(character.hidden)
    both = laid_over(character, paragraph)
    return Look(hidden, both.raised, both.font)
