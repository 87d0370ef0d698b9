"""Names of firms and offices of which a seal hides the last letters: they end in closed words."""

from __future__ import annotations

import re
from typing import Final

LABEL: Final = re.compile(r"单位(?:名称)?$")  # what the label of such a name ends with

# What no name ends with, since letters of it are lost or were read for others → what it is.
# `管委会`, `（有限合伙）` and `有限责任公司` are whole.
BROKEN: Final = (
    (re.compile(r"有限(?:公[^司]?|[^公]?司|[^公合责])?$"), "有限公司"),
    (re.compile(r"(?<!有)限公司$"), "有限公司"),
    (re.compile(r"委员[^会]?$|委[^员]会$"), "委员会"),
)


def mended(name: str) -> str:
    """The name with its last word whole."""
    for broken, word in BROKEN:
        name = broken.sub(word, name)
    return name
