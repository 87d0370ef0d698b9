"""The fields of a placed blank filled with a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pymupdf

from forms.codecs import Codec
from forms.registry import Form, Record
from renderers.fillable import appearances
from renderers.fillable.appearances import add_appearance
from renderers.fillable.objects import pdf_text

_MULTILINE = 1 << 12


@dataclass(frozen=True, slots=True)
class _Widget:
    number: int  # of its object
    group: int  # of the object that has its value: itself, or the radio group above it
    state: str  # of a box when it is ticked
    wide: float
    high: float
    align: int
    wraps: bool
    most: int  # characters; 0 for any number
