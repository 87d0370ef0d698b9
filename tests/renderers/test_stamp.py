"""The stamp that a printed document carries."""

import dataclasses

from lxml import etree

from renderers.docx import Printer
from renderers.lint import lint
from renderers.package import Frame, members
from renderers.stamp import Stamp, stamp_of, stamped
from tests.renderers.template import FORM, docx, paragraph, template


def test_a_print_names_the_form_and_the_version_of_its_template():
    stamp = stamp_of(members(Printer(template(), FORM).print(FORM.empty())))
    assert stamp is not None
    assert stamp.form == "test/small"
    assert len(stamp.version) == 16


def test_another_template_is_another_version():
    one, other = docx(paragraph("甲")), docx(paragraph("乙"))
    assert stamp_of(stamped(members(one), "a", one)) != stamp_of(
        stamped(members(other), "a", other)
    )


def test_a_template_s_own_stamp_stays():
    own = stamped(members(template()), "test/small", b"")
    assert stamped(own, "test/small", b"1") == own
    data = Frame(own.values()).filled({})
    assert stamp_of(members(Printer(data, FORM).print(FORM.empty()))) == stamp_of(own)


def test_a_template_of_another_form_is_refused():
    data = Frame(stamped(members(template()), "test/small", b"").values()).filled({})
    assert lint(data, FORM) == []
    other = dataclasses.replace(FORM, name="test/other")
    assert [fault.code for fault in lint(data, other)] == ["other-form"]


def test_custom_parts_of_other_programs_stay():
    package = members(template())
    foreign = {"customXml/item1.xml": dataclasses.replace(package["docProps/core.xml"])}
    found = stamped(package | foreign, "a", b"")
    assert found["customXml/item1.xml"] == foreign["customXml/item1.xml"]
    assert stamp_of(found) == Stamp("a", "e3b0c44298fc1c14")  # SHA-256 of nothing
    relationships = etree.fromstring(found["word/_rels/document.xml.rels"].content())
    assert [item.get("Target") for item in relationships] == ["/customXml/item2.xml"]
