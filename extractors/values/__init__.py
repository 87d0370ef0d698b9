"""Taking the answers by geometry, once the labels are known.

An answer stands in the rest of its label's own cell, else in the nearest cell to the right, else in
the cell below; a list's rows run from its head row to the next label; prose runs from its heading
to the next one. What is taken is remembered, so that what nobody took can be named.
"""

from extractors.values.harvest import Harvest, Taken, fill
from extractors.values.taking import take

__all__ = ["Harvest", "Taken", "fill", "take"]
