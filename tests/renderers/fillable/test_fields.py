"""The kinds of fields, and what viewers show of them."""

import pymupdf
import pytest

from forms.registry import get


@pytest.fixture(scope="module")
def fields(blanks):
    """The kind, flags and other traits of the application's fields by name."""
    found = {}
    with pymupdf.open(stream=blanks["application"]) as document:
        for page in document:
            for widget in page.widgets():
                found[widget.field_name] = {
                    "kind": widget.field_type_string,
                    "flags": widget.field_flags,
                    "choices": widget.choice_values,
                    "most": widget.text_maxlen,
                    "label": widget.field_label,
                    "size": widget.text_fontsize,
                    "value": widget.field_value,
                }
    return found


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("applicant.name", "Text"),
        ("applicant.ownership", "RadioButton"),
        ("applicant.size", "RadioButton"),
        ("applicant.accident.occurred", "RadioButton"),
        ("tasks.0.industries=汽车", "CheckBox"),
        ("tasks.0.standards.0.selected", "CheckBox"),
        ("tasks.0.standards.0.stages=立项", "CheckBox"),
        ("tasks.0.direction", "ComboBox"),
        ("tasks.0.scene.segment", "ComboBox"),
        ("tasks.0.scene.name", "ComboBox"),
        ("tasks.0.effects.0.industry", "ComboBox"),
    ],
)
def test_each_answer_has_the_kind_of_field_that_it_asks_for(fields, name, kind):
    assert fields[name]["kind"] == kind


def test_a_list_to_choose_from_has_the_vocabulary_and_takes_other_words(fields):
    field = fields["tasks.0.direction"]
    assert tuple(field["choices"]) == get("application").codec("tasks.0.direction").options
    assert field["flags"] & 1 << 18


@pytest.mark.parametrize(
    ("name", "size"),
    [("tasks.0.direction", 10), ("tasks.0.scene.segment", 8.5), ("applicant.name", 0)],
)
def test_a_lists_text_is_as_large_as_what_is_printed_and_fits(fields, name, size):
    assert fields[name]["size"] == size  # 0: as the viewer finds it to fit


def test_prose_has_several_lines_and_a_number_one(fields):
    assert fields["narrative.team"]["flags"] & 1 << 12
    assert not fields["applicant.finances.0.revenue"]["flags"] & 1 << 12


def test_a_printed_limit_never_cuts_a_legal_answer(fields):
    # 500 字 may be 500 words of Latin letters.
    assert fields["applicant.profile"]["most"] == 5000
    assert fields["applicant.credit_code"]["most"] == 18
    assert fields["narrative.attachments"]["most"] == 0


def test_a_tip_says_the_printed_label_and_how_to_write_the_answer(fields):
    assert fields["cover.date"]["label"] == "申报日期，如：2024年5月20日"
    assert fields["tasks.0.technologies.1.name"]["label"].endswith("技术名称")
    assert fields["tasks.0.industries=汽车"]["label"].endswith("重点服务产业·汽车")


def test_a_label_that_may_be_renamed_stands_in_its_field(fields):
    assert fields["tasks.0.effects.0.others.0.name"]["value"] == "其他成效指标 1"


def test_the_names_are_a_tree_and_no_step_has_a_full_stop(blanks):
    with pymupdf.open(stream=blanks["application"]) as document:
        roots = document.xref_get_key(document.pdf_catalog(), "AcroForm/Fields")[1]
        numbers = [int(part) for part in roots.strip("[]").replace("0 R", "").split()]
        names = [document.xref_get_key(number, "T")[1] for number in numbers]
    assert names == ["cover", "applicant", "tasks", "narrative"]


def test_there_is_no_script_in_it(blanks):
    for pdf in blanks.values():
        with pymupdf.open(stream=pdf) as document:
            objects = range(1, document.xref_length())
            assert not any("/JavaScript" in document.xref_object(number) for number in objects)
