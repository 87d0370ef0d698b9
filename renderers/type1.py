"""The serial numbers of Type 1 fonts.

LibreOffice 7 makes Type 1 fonts of the OpenType ones that it embeds, and numbers them through the
life of its process, in the clear and in the encrypted part: the same document has other bytes each
time. (Adobe Type 1 Font Format, 1990: chapter 7.2 for the encryption.)
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

KEY, FACTOR, OFFSET, MODULUS = 55665, 52845, 22719, 1 << 16
PERIOD = 1 << 14  # of the powers of an odd number modulo 2¹⁶

_NUMBER = re.compile(rb"(?<=/UniqueID )\d+(?= def)")


def renumbered(font: bytes, clear: int, encrypted: int, number: int) -> bytes:
    """The font under the number, which has as many digits as its own; unchanged if it has none.

    `clear` and `encrypted` are the lengths of its first two parts: `Length1`, `Length2` in a PDF.
    """
    head, body, tail = font[:clear], font[clear : clear + encrypted], font[clear + encrypted :]
    if not _NUMBER.search(head):
        return font
    digits = str(number).encode()
    renewed = encrypt(_NUMBER.sub(digits, decrypt(body)))
    return _NUMBER.sub(digits, head) + renewed + tail


def encrypt(plain: bytes) -> bytes:
    """A byte is hidden by the upper half of its key; the next key is made of both."""
    key = KEY
    cipher = bytearray()
    for byte in plain:
        hidden = byte ^ key >> 8
        cipher.append(hidden)
        key = (hidden + key) * FACTOR + OFFSET & 0xFFFF
    return bytes(cipher)


def decrypt(cipher: bytes) -> bytes:
    """The inverse. Divided by FACTOR to the power of its place, a key is a running sum, so that
    all are found at once."""
    hidden = np.frombuffer(cipher, np.uint8).astype(np.uint64)
    up, down = powers(FACTOR, len(cipher)), powers(pow(FACTOR, -1, MODULUS), len(cipher) + 1)
    added = (hidden * FACTOR + OFFSET) * down[1:] % MODULUS
    sums = np.cumsum(np.concatenate((np.array([KEY], np.uint64), added[:-1])))
    keys = sums % MODULUS * up % MODULUS
    return (hidden ^ (keys >> np.uint64(8))).astype(np.uint8).tobytes()


def powers(base: int, count: int) -> NDArray[np.uint64]:
    """The first powers of an odd number modulo 2¹⁶, from the zeroth."""
    cycle = [1]
    for _ in range(min(count, PERIOD) - 1):
        cycle.append(cycle[-1] * base % MODULUS)
    return np.resize(np.array(cycle, np.uint64), count)
