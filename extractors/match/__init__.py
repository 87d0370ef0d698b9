"""Laying the pattern over a page: which label of the form stands where.

Labels are found by what they say (exactly, in other words, or nearly) and aligned in order with a
Viterbi search over the few places where each may stand; where they stand and what stands beside
them decides between equals. Values are taken afterwards, by geometry (`extractors.values`).
"""

from __future__ import annotations

from extractors.match.hits import Hit, Likeness, Match
from extractors.match.matching import match

__all__ = ["Hit", "Likeness", "Match", "match"]
