"""The stamp that a printed document carries."""

from lxml import etree

from renderers.docx import Printer
from renderers.package import members
from renderers.stamp import Stamp, stamped
from tests.renderers.template import FORM, docx, paragraph, part, template


def test_it_names_the_form_and_the_version_of_its_template():
    data = template()
    stamp = etree.fromstring(
        part(Printer(data, FORM).print(FORM.empty()), "customXml/item1.xml").encode()
    )
    assert stamp.tag == "{urn:tianbao:form}form"
    assert dict(stamp.attrib) == {"name": "test/small", "version": Stamp.of("", data).version}


def test_another_template_is_another_version():
    assert Stamp.of("a", docx(paragraph("甲"))) != Stamp.of("a", docx(paragraph("乙")))


def test_custom_parts_that_the_template_has_stay():
    once = stamped(members(template()), Stamp("a", "1"))
    twice = stamped(once, Stamp("b", "2"))
    assert b'name="a"' in twice["customXml/item1.xml"].content()
    assert b'name="b"' in twice["customXml/item2.xml"].content()
    ids = [
        item.get("Id") for item in etree.fromstring(twice["word/_rels/document.xml.rels"].content())
    ]
    assert len(set(ids)) == len(ids) == 2
