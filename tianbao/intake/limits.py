"""What one mail, archive or file may cost to unpack."""

from __future__ import annotations

from typing import Final

from tianbao.isolation.children import Limits

MEBIBYTE: Final = 2**20

# The standard library holds a mail about four times while it parses it.
CHILD: Final = Limits(seconds=30.0, memory=1536 * MEBIBYTE)

LARGEST: Final = 200 * MEBIBYTE  # bytes of a mail, an archive or a file
DEEPEST: Final = 8  # mails and archives within one another
MOST_PARTS: Final = 2_000  # parts of one mail, members of all archives in it
MOST_BYTES: Final = 1024 * MEBIBYTE  # of everything that one mail or archive holds
RATIO: Final = 400  # unpacked to packed bytes, of members larger than RATIO_FROM
RATIO_FROM: Final = 16 * MEBIBYTE
DEEPEST_PARTS: Final = 100  # multiparts within multiparts

INLINE: Final = 64 * 1024  # bytes that come back from a child by themselves; more through a file
SIGNATURE: Final = 100 * 1024  # bytes of a picture that the body shows, and that is no document
