"""Who may recommend: the districts and administrations, under whatever name they sign."""

from __future__ import annotations

from forms.jiebang2024.data import RECOMMENDERS
from forms.text import squeeze


def district(recommender: str) -> str | None:
    """The district or area that a recommending office belongs to: 嘉定区 for both 嘉定区经委 and
    上海市嘉定区经济委员会. None when it names none, or more than one."""
    name = squeeze(recommender)
    found = [area for area, words in RECOMMENDERS.items() if any(word in name for word in words)]
    return found[0] if len(found) == 1 else None
