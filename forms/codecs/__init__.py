"""Codecs: for each kind of value a pair of functions that print it and read it."""

from forms.codecs.base import Codec, ItemsError, Reading
from forms.codecs.choices import Choice, Tick, Ticks, YesNo
from forms.codecs.codes import CreditCode, Mail, Phone
from forms.codecs.dates import Date, Month, Period
from forms.codecs.names import IndicatorName, Industry, industry_name
from forms.codecs.numbers import Count, Number, Year, money, percent
from forms.codecs.text import Prose, Text
from forms.codecs.vocabulary import Joined, Lines, Vocabulary, WrittenChoice, clean_name

__all__ = [
    "Choice",
    "Codec",
    "Count",
    "CreditCode",
    "Date",
    "IndicatorName",
    "Industry",
    "ItemsError",
    "Joined",
    "Lines",
    "Mail",
    "Month",
    "Number",
    "Period",
    "Phone",
    "Prose",
    "Reading",
    "Text",
    "Tick",
    "Ticks",
    "Vocabulary",
    "WrittenChoice",
    "Year",
    "YesNo",
    "clean_name",
    "industry_name",
    "money",
    "percent",
]
