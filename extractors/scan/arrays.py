"""What numpy arrays stand for here. OpenCV's types forget what is in an array, so these don't tell
the type checker either."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[Any]  # uint8, height × width × 3: blue, green, red; or × none: grey
Mask = NDArray[Any]  # uint8, height × width: 255 on 0
Floats = NDArray[Any]  # float32
Array = NDArray[Any]


def inked(mask: Mask, axis: int) -> Array:
    """Which columns (axis 0) or rows (axis 1) of a mask hold ink."""
    return np.asarray(mask.any(axis=axis))


def stretches(along: Array) -> list[tuple[int, int]]:
    """The runs of what is set in a row of flags: where each begins and ends."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (along > 0).astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def in_grey(page: Pixels) -> Pixels:
    """A page of one channel or three as one of one."""
    return page if page.ndim == 2 else cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)


def in_colour(page: Pixels) -> Pixels:
    """… as one of three."""
    return page if page.ndim == 3 else cv2.merge([page] * 3)
