"""Finding labels again that the alignment left out: moved, renamed or misspelt ones.

What is missing is looked for only near where it belongs, and what speaks for a place is weighed
together: its wording, the answer beside it, its neighbours, its column. A wording that is exactly
the form's own but stands out of order is sure; everything else that is found here is a guess that
says so. Wordings that ask for nothing are never looked for.
"""

from extractors.repair.repairing import repair

__all__ = ["repair"]
