"""Flat OPC: a package in one XML file."""

from __future__ import annotations

import pytest

from extractors import docx
from extractors.docx.flat_opc import read
from extractors.limits import Unreadable
from extractors.sniff import sniff
from renderers.docx import render
from tests.documents.kinds import flat_opc
from tests.extractors.docx.builder import docx as made
from tests.extractors.docx.builder import p
from tests.renderers.test_forms import RECORDS, form_of


@pytest.mark.parametrize("name", ["a01-automotive-twin", "s01-pudong-two"])
def test_it_reads_as_the_package_that_it_holds(name):
    document = render(form_of(RECORDS[name]), RECORDS[name])
    flat = flat_opc(document)
    assert sniff(flat, "").key == "flat-opc"
    assert read(flat) == docx.read(document)


def test_pictures_stand_in_it_as_text():
    document = made(p("甲"), extra={"word/media/image1.bin": "\\x00picture"})
    assert read(flat_opc(document)).blocks == docx.read(document).blocks


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((b"</pkg:package>", b""), "damaged"),
        ((b"<pkg:package", b"<!DOCTYPE x><pkg:package"), "damaged"),
        ((b"officeDocument", b"nothing"), "damaged"),
    ],
)
def test_what_is_not_whole_has_its_reason(change, code):
    with pytest.raises(Unreadable) as refusal:
        read(flat_opc(made(p("甲"))).replace(*change))
    assert refusal.value.code == code
