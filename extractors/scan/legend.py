"""What is written round a seal: its ring unrolled to a line and read as one."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extractors.scan import lines
from extractors.scan.arrays import Mask
from extractors.scan.lattice import letters, sureness
from extractors.scan.seals import Seal

RING: Final = (0.58, 0.93)  # of the radius: between the star and the rim
FIRST: Final = (
    125.0  # degrees, clockwise from the right: where the first letter may stand, lower left
)
SWEEP: Final = 290.0  # degrees that letters take
READ: Final = 0.75  # mean probability from which what was read is told


def legend(red: Mask, seal: Seal) -> str | None:
    """The words round a seal, read clockwise; None where they can't be made out."""
    x0, y0, x1, y1 = seal.rectangle
    centre = seal.middle
    across, down = (x1 - x0) / 2, (y1 - y0) / 2
    turns = np.radians(np.arange(FIRST, FIRST + SWEEP, 90 / max(across, down) / 1.6))
    shares = np.linspace(RING[1], RING[0], round((RING[1] - RING[0]) * max(across, down) * 1.6))
    xs = centre[0] + np.outer(shares * across, np.cos(turns))
    ys = centre[1] + np.outer(shares * down, np.sin(turns))
    ring = cv2.remap(255 - red, xs.astype(np.float32), ys.astype(np.float32), cv2.INTER_LINEAR)
    picture = cv2.cvtColor(cv2.GaussianBlur(ring, (0, 0), 0.8), cv2.COLOR_GRAY2BGR)
    strip = lines.read(picture, (0, 0, picture.shape[1], picture.shape[0]))
    if sureness(strip.lattice) < READ:
        return None
    return "".join(letter.text for letter in letters(strip.lattice)).strip() or None
