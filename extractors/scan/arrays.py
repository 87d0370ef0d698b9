"""What numpy arrays stand for here. OpenCV's types forget what is in an array, so these don't tell
the type checker either."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[Any]  # uint8, height × width × 3: blue, green, red
Mask = NDArray[Any]  # uint8, height × width: 255 on 0
Floats = NDArray[Any]  # float32
Array = NDArray[Any]


def inked(mask: Mask, axis: int) -> Array:
    """Which columns (axis 0) or rows (axis 1) of a mask hold ink."""
    return np.asarray(mask.any(axis=axis))
