"""Fields named by the paths of the record give their answers without the page."""

import pymupdf

from extractors.decode import Decoded
from extractors.page import FormField, Spot
from extractors.pdf_form import answers, are_of, decode, fields_of, prefer
from forms.registry import get

FORM = get("application")
SPOT = Spot(2, (10.0, 20.0, 110.0, 40.0))


def field(name, text=""):
    return FormField(name, text, SPOT)


def decoded(*fields):
    return decode(FORM, answers(fields))


def test_a_text_goes_through_the_codec_of_its_path():
    found = decoded(field("cover.date", "2024年5月20日"), field("tasks.0.budget", "1,200.50"))
    assert found.values == {"cover.date": "2024-05-20", "tasks.0.budget": "1200.50"}


def test_the_evidence_says_the_field_its_place_and_its_way():
    found = decoded(field("applicant.name", "甲公司"))
    assert found.fields["applicant.name"] == {
        "raw": "甲公司",
        "confidence": 0.998,
        "where": {"page": 2, "box": [10.0, 20.0, 110.0, 40.0]},
        "by": "pdf-field",
    }


def test_ticked_options_of_a_list_are_one_answer():
    found = decoded(
        field("tasks.0.industries=高端装备", "高端装备"),
        field("tasks.0.industries=汽车", "汽车"),
        field("tasks.0.industries=电子信息"),
    )
    assert found.values == {"tasks.0.industries": ["汽车", "高端装备"]}
    assert len(found.fields["tasks.0.industries"]["where"]) == 2


def test_two_ticks_where_one_is_allowed_are_no_value_but_a_problem():
    found = decoded(field("applicant.size", "大型企业"), field("applicant.size", "小型企业"))
    assert found.values == {}
    assert [problem.code for problem in found.problems] == ["two-ticks"]
    assert found.fields["applicant.size"]["alternatives"] == ["大型企业", "小型企业"]


def test_what_does_not_parse_stays_raw_with_a_problem():
    found = decoded(field("tasks.0.patents", "若干"))
    assert found.values == {}
    assert [problem.code for problem in found.problems] == ["bad-number"]
    assert found.fields["tasks.0.patents"]["raw"] == "若干"


def test_a_field_that_shows_something_else_is_doubted():
    found = decoded(field("applicant.name", "甲公司")._replace(doubted=True))
    assert found.values == {"applicant.name": "甲公司"}
    assert found.fields["applicant.name"]["confidence"] == 0.5
    assert [problem.code for problem in found.problems] == ["needs-review"]


def test_an_empty_field_and_a_label_not_renamed_say_nothing():
    found = decoded(
        field("applicant.name"), field("tasks.0.effects.0.others.0.name", "其他成效指标 1")
    )
    assert (found.values, found.fields, found.problems) == ({}, {}, [])


def test_fields_of_somebody_else_are_none_of_ours():
    assert are_of(FORM, [field("applicant.name"), field("tasks.1.industries=汽车")])
    assert not are_of(FORM, [field("Text1"), field("Text2"), field("applicant.name")])
    assert not are_of(FORM, [])


def test_a_field_counts_for_more_than_what_was_read_at_its_place():
    page = Decoded(
        {"applicant.name": "乙", "applicant.address": "某路1号", "applicant.contact.name": "丙"},
        {
            "applicant.name": {"raw": "乙", "by": "pdf-field"},
            "applicant.address": {"raw": "某路1号", "by": "pdf-text"},
            "applicant.contact.name": {"raw": "丙", "by": "pdf-field"},
        },
    )
    fields = [
        field("applicant.name", "甲"),
        field("applicant.address"),
        field("applicant.contact.name"),
    ]
    prefer(FORM, fields, page)
    # Typed over the empty field of the address; the name of the contact is another field's text.
    assert page.values == {"applicant.name": "甲", "applicant.address": "某路1号"}


def test_what_is_written_on_the_page_beside_a_field_is_told():
    page = Decoded(
        {"applicant.name": "甲乙"}, {"applicant.name": {"raw": "甲乙", "by": "pdf-field"}}
    )
    prefer(FORM, [field("applicant.name", "甲")], page)
    assert page.values == {"applicant.name": "甲"}
    assert [problem.code for problem in page.problems] == ["unread-text"]


def with_field(kind, name, value):
    """A document with a field of that kind, and the number of its object."""
    document = pymupdf.open()
    page = document.new_page()
    made = pymupdf.Widget()
    made.field_type, made.field_name, made.field_value = kind, name, value
    made.rect = pymupdf.Rect(100, 100, 200, 112)
    page.add_widget(made)
    [number] = [widget.xref for widget in page.widgets()]
    return document, number


def test_a_box_that_is_ticked_and_shown_empty_is_ticked_and_doubted():
    name = "tasks.0.industries=汽车"
    document, number = with_field(pymupdf.PDF_WIDGET_TYPE_CHECKBOX, name, True)
    document.xref_set_key(number, "AS", "/Off")
    [field] = fields_of(document)
    assert (field.text, field.doubted) == ("汽车", True)


def test_a_value_in_the_bytes_of_an_old_chinese_program_is_read_and_doubted():
    document, number = with_field(pymupdf.PDF_WIDGET_TYPE_TEXT, "applicant.name", "A")
    document.xref_set_key(number, "V", f"<{'宁采薇'.encode('gb2312').hex()}>")
    document.xref_set_key(number, "AP", "null")
    [field] = fields_of(document)
    assert (field.text, field.doubted) == ("宁采薇", True)
