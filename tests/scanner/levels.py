"""The scanners of the tests: what each does to a clean page, drawn from a seeded generator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.scanner import damage

Pixels = NDArray[np.uint8]
Step = Callable[[Pixels, np.random.Generator], Pixels]


def degrade(page: Pixels, level: str, seed: int) -> Pixels:
    """What a scanner of that level makes of a page (height × width × 3: blue, green, red)."""
    draw = np.random.default_rng(seed)
    for step in _drawn(draw) if level == "drawn" else LEVELS[level]:
        page = step(page, draw)
    return page


def _by(function: Callable[..., Pixels], *arguments: Any) -> Step:
    return lambda page, draw: function(page, draw, *arguments)


# Level → steps. Angles in degrees, blur in pixels, noise as a deviation of 255.
LEVELS: dict[str, tuple[Step, ...]] = {
    "clean": (),
    "colour": (_by(damage.skewed, 0.5), _by(damage.noisy, 4.0), _by(damage.jpeg, 75)),
    "scan": (
        _by(damage.skewed, 0.8),
        _by(damage.blurred, 0.7),
        damage.grey,
        _by(damage.noisy, 7.0),
        _by(damage.jpeg, 60),
    ),
    "bad": (
        _by(damage.skewed, 1.7),
        _by(damage.blurred, 1.0),
        damage.grey,
        _by(damage.faded, 0.6),
        _by(damage.noisy, 16.0),
        _by(damage.jpeg, 35),
    ),
    "fax": (
        _by(damage.skewed, 0.8),
        _by(damage.blurred, 0.8),
        damage.grey,
        _by(damage.noisy, 20.0),
        damage.two_tone,
    ),
    "photo": (
        _by(damage.photographed, 0.04),
        _by(damage.shaded, 0.35),
        _by(damage.blurred, 0.6),
        _by(damage.noisy, 5.0),
        _by(damage.jpeg, 80),
    ),
    "office": (  # what happens to paper before it is scanned
        damage.punched,
        damage.stapled,
        damage.folded,
        _by(damage.shone_through, 0.08),
        _by(damage.curled, 3.0),
        _by(damage.skewed, 0.8),
        _by(damage.noisy, 7.0),
        _by(damage.jpeg, 60),
    ),
    "faxed": (damage.streaked, _by(damage.skewed, 0.5), damage.two_tone),
}


def _drawn(draw: np.random.Generator) -> list[Step]:
    """Damage of any strength, each sort half the time: no level that anything was tuned on."""
    steps = (
        _by(damage.shone_through, draw.uniform(0.02, 0.12)),
        damage.folded,
        _by(damage.curled, draw.uniform(1.0, 4.0)),
        _by(damage.skewed, draw.uniform(0.2, 2.2)),
        _by(damage.shaded, draw.uniform(0.1, 0.4)),
        _by(damage.blurred, draw.uniform(0.4, 1.1)),
        _by(damage.faded, draw.uniform(0.5, 0.9)),
        _by(damage.noisy, draw.uniform(2.0, 14.0)),
    )
    chosen = [step for step in steps if draw.random() < 0.5]
    return [*chosen, _by(damage.jpeg, int(draw.integers(40, 90)))]
