"""Form controls of OpenDocument texts."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from extractors.odf_forms import controls_as_text, flat_controls_as_text

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0"'
)


def odt(forms: str, body: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:body><office:text>"
            f"<office:forms><form:form>{forms}</form:form></office:forms>{body}"
            "</office:text></office:body></office:document-content>",
        )
        archive.writestr("styles.xml", "<styles/>")
    return made.getvalue()


def shown(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(controls_as_text(data))) as archive:
        assert archive.namelist()[0] == "mimetype"
        root = etree.fromstring(archive.read("content.xml"))
    return ["".join(map(str, p.itertext())) for p in root.iter("{*}p")]


def test_controls_are_the_text_that_they_show():
    forms = (
        '<form:checkbox form:id="a" form:label="民营企业" form:current-state="checked"/>'
        '<form:checkbox xml:id="b" form:label="三资企业"/>'
        '<form:radio form:id="c" form:label="是" form:selected="true"'
        ' form:current-selected="false"/>'
        '<form:text form:id="d" form:value="初" form:current-value="顾清和"/>'
        '<form:button form:id="e" form:label="提交"/>'
    )
    body = "".join(
        f'<text:p>前<draw:control draw:control="{id_}"/>后</text:p>'
        for id_ in ("a", "b", "c", "d", "e")
    )
    assert shown(odt(forms, body)) == [
        *("前☑民营企业后", "前☐三资企业后", "前☐是后", "前顾清和后", "前后"),
    ]


def test_an_input_field_is_its_text():
    body = (
        '<text:p>前<text:text-input text:description="公司">甲公司A座</text:text-input>后</text:p>'
    )
    assert shown(odt("", body)) == ["前甲公司A座后"]


def test_a_document_without_controls_stays_as_it_is():
    data = odt("", "<text:p>单位名称</text:p>")
    assert controls_as_text(data) is data


def test_controls_of_a_document_that_is_one_file():
    box = '<form:checkbox form:id="a" form:label="民营企业" form:current-state="checked"/>'
    text = '<text:p><draw:control draw:control="a"/></text:p>'
    flat = f"<office:document {SPACES}>{box}{text}</office:document>"
    root = etree.fromstring(flat_controls_as_text(flat.encode()))
    assert ["".join(map(str, p.itertext())) for p in root.iter("{*}p")] == ["☑民营企业"]
