"""The pattern: a template read as a page, its tags turned into labels and holes.

`compile_pattern` walks the template once and gives the states that the matcher aligns with a page:
every printed wording with the holes that hang on it, in reading order. What the form prints several
times with small differences (the directions) is folded into one loop, because copies tie.
"""

from extractors.pattern.compiling import compile_pattern
from extractors.pattern.model import Field, Head, Hole, Loop, Pattern, State

__all__ = ["Field", "Head", "Hole", "Loop", "Pattern", "State", "compile_pattern"]
