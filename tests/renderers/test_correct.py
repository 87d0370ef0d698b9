"""Corrections in place: what is written where, on small documents and real submissions."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator

from extractors.extract import extract
from forms.errors import InvalidRecord
from forms.registry import get
from renderers.correct import Refused, Unwritable, correct
from renderers.docx import blank, render
from tests.documents.answers import BASE, boxed, form
from tests.tianbao.conftest import sample

SUBMISSIONS = Path(__file__).parents[2] / "samples" / "submissions"
MAIN = "word/document.xml"


@pytest.fixture(scope="module")
def printed() -> bytes:
    return render(get("application"), sample("a01"))


@pytest.fixture(scope="module")
def empty() -> bytes:
    return blank(get("application"))


def submission(name: str) -> bytes:
    return (SUBMISSIONS / f"{name}.docx").read_bytes()


def xml(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(MAIN).decode()


def with_xml(data: bytes, edit: Callable[[str], str], encoding: str = "utf-8") -> bytes:
    """The document with another main part."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            content = old.read(info)
            if info.filename == MAIN:
                content = edit(content.decode()).encode(encoding)
            new.writestr(info, content)
    return target.getvalue()


def record_of(data: bytes) -> Any:
    return extract(data, "")[0]["record"]


def changed_bytes(old: str, new: str) -> tuple[str, str]:
    """What differs between two texts once what both begin and end with is off."""
    first = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return old[first : len(old) - last], new[first : len(new) - last]


# --- bytes ---------------------------------------------------------------------------------------


def test_only_the_letters_of_the_answer_change(printed):
    sent, written = xml(printed), xml(correct(printed, {"applicant.name": "甲乙厂"}))
    assert changed_bytes(sent, written) == (record_of(printed)["applicant"]["name"], "甲乙厂")


def test_all_other_members_keep_their_place_and_their_packed_bytes(printed):
    written = correct(printed, {"applicant.name": "甲乙公司"})
    with (
        zipfile.ZipFile(io.BytesIO(printed)) as old,
        zipfile.ZipFile(io.BytesIO(written)) as new,
    ):
        assert new.testzip() is None
        assert old.namelist() == new.namelist()
        for a, b in zip(old.infolist(), new.infolist(), strict=True):
            if a.filename != MAIN:
                start, end = a.header_offset, a.header_offset + a.compress_size
                moved = b.header_offset
                assert printed[start:end] == written[moved : moved + end - start]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_part_in_utf_16_goes_back_into_utf_16(printed, mark):
    def to_utf_16(text: str) -> str:
        return mark + re.sub(r"encoding=.UTF-8.", 'encoding="UTF-16"', text)

    sent = with_xml(printed, to_utf_16, "utf-16-le")
    written = correct(sent, {"applicant.name": "甲乙公司"})
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert archive.read(MAIN).decode("utf-16-le").startswith(mark + "<?xml")
    assert record_of(written)["applicant"]["name"] == "甲乙公司"


def test_a_byte_order_mark_stays(printed):
    sent = with_xml(printed, lambda text: "\ufeff" + text)
    written = xml(correct(sent, {"applicant.name": "甲乙公司"}))
    assert written.startswith("\ufeff<?xml")


def test_the_prefix_of_the_document_is_used(printed):
    sent = with_xml(
        printed,
        lambda text: re.sub(r"(</?|\s|xmlns:)w:", r"\1n0:", text.replace("xmlns:w=", "xmlns:n0=")),
    )
    written = correct(sent, {"applicant.name": "甲乙公司"}, track=True)
    assert "<n0:ins n0:id=" in xml(written)
    assert record_of(written)["applicant"]["name"] == "甲乙公司"


# --- texts ---------------------------------------------------------------------------------------


def test_the_look_of_the_old_answer_is_kept(printed):
    written = xml(correct(printed, {"cover.applicant": "甲公司"}))
    assert re.search(r'<w:u w:val="single"/></w:rPr><w:t xml:space="preserve">甲公司', written)


def test_what_is_written_into_a_cell_of_tiny_letters_is_seen():
    tiny = '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>'
    filled = '<w:p><w:r><w:t xml:space="preserve">方案中心总监</w:t></w:r></w:p>'
    sent = with_xml(
        submission("a01-retyped"),
        lambda text: text.replace(filled, f"<w:p><w:pPr>{tiny}</w:pPr></w:p>"),
    )
    assert tiny in xml(sent)
    written = correct(sent, {"applicant.contact.position": "所长"})
    field = extract(written, "")[0]["fields"]["applicant.contact.position"]
    assert (field["raw"], field["confidence"] >= 0.9) == ("所长", True)
    [run] = re.findall(r"<w:r>(?:(?!<w:r>).)*所长", xml(written))
    assert "w:sz" not in run


def test_lines_of_prose_become_paragraphs_like_those_before(printed):
    written = correct(printed, {"applicant.profile": "一段\n二段\n三段"})
    assert record_of(written)["applicant"]["profile"] == "一段\n二段\n三段"
    paragraphs = re.findall(r"<w:p>(?:(?!</w:p>).)*?[一二三]段</w:t></w:r></w:p>", xml(written))
    own = {re.search(r"<w:pPr>.*?</w:pPr>", each)[0] for each in paragraphs}  # type: ignore[index]
    assert len(paragraphs) == 3
    assert len(own) == 1


def test_a_number_keeps_the_unit_that_was_written_behind_it():
    sent = submission("a02-one-table-libreoffice")
    written = correct(sent, {"tasks.0.budget": "123.45"})
    assert record_of(written)["tasks"][0]["budget"] == "123.45"
    assert "123.45万元" in xml(written)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("cover.applicant", "甲乙公司"),
        ("cover.date", "2024-05-20"),
        ("applicant.name", "甲乙公司"),
        ("applicant.ownership", "民营企业"),
        ("applicant.profile", "一段\n二段"),
        ("applicant.pledge.date", "2024-05-20"),
        ("tasks.0.direction", "数字孪生工厂解决方案"),
        ("tasks.0.period.start", "2024-06"),
        ("tasks.0.period.end", "2026-05"),
        ("tasks.0.budget", "12.5"),
        ("tasks.0.patents", 8),
        ("tasks.0.effects.0.industry", "汽车"),
        ("tasks.0.technologies", [{"name": "甲", "indicators": "乙\n丙", "developer": "自研"}] * 2),
        ("narrative.team", "一段\n二段"),
    ],
)
def test_a_blank_takes_its_first_answer(empty, path, value):
    written = correct(empty, {path: value})
    assert extract(written, "")[0]["fields"].keys() >= set()
    found = record_of(written)
    for step in path.split("."):
        found = found[int(step)] if step.isdecimal() else found[step]
    expected = value if not isinstance(value, list) else [{**row} for row in value]
    assert found == expected


@pytest.mark.parametrize("path", ["tasks.0.direction", "narrative.team", "applicant.profile"])
def test_a_cleared_answer_gives_way_to_the_printed_prompt(printed, empty, path):
    written = correct(printed, {path: None})
    assert not [each for each in extract(written, "")[0]["fields"] if each == path]
    prompts = {
        "tasks.0.direction": "如：产品数字化设计解决方案",
        "narrative.team": "项目负责人的科研水平",
        "applicant.profile": "包括发展历程",
    }
    assert prompts[path] in xml(written)


# --- ticks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("a07-row-tables", '<w:sym w:font="Wingdings 2" w:char="0052"/>'),
        ("a06-values-below-libreoffice", '<w14:checked w14:val="1"/>'),
        ("a06-blocks-alike", '<w:checked w:val="1"/>'),
        ("a09-typed-ticks", "地方国企（√）"),
        ("a09-brackets-libreoffice", "[√]地方国企"),
        ("a10-no-groups", "地方国企√"),
    ],
)
def test_a_tick_is_set_as_the_document_sets_them(name, drawn):
    sent = submission(name)
    written = correct(sent, {"applicant.ownership": "地方国企"})
    assert record_of(written)["applicant"]["ownership"] == "地方国企"
    assert drawn in re.sub(r"</w:t>(?:(?!<w:t\b).)*<w:t[^>]*>", "", xml(written)) or drawn in xml(
        written
    )
    assert extract(written, "")[0]["problems"] == extract(sent, "")[0]["problems"]


# --- lists ---------------------------------------------------------------------------------------

ROW = {"name": "甲", "indicators": "乙", "developer": "自研"}


def test_a_row_put_in_has_its_number_and_ids_of_its_own(printed):
    rows = record_of(printed)["tasks"][0]["technologies"]
    written = correct(printed, {"tasks.0.technologies": [*rows, ROW, ROW]})
    assert record_of(written)["tasks"][0]["technologies"] == [*rows, ROW, ROW]
    ids = re.findall(r'<w:id w:val="(\d+)"/>', xml(written))
    assert len(ids) == len(set(ids))


def test_a_row_taken_out_takes_its_row_of_the_table_along(printed):
    rows = record_of(printed)["tasks"][0]["technologies"]
    written = correct(printed, {"tasks.0.technologies": [rows[0], *rows[2:]]})
    assert xml(written).count("<w:tr>") == xml(printed).count("<w:tr>") - 1
    assert rows[1]["name"] not in xml(written)


# --- tracked changes -----------------------------------------------------------------------------


def test_a_tracked_change_names_its_author_and_keeps_the_old_text(printed):
    name = record_of(printed)["applicant"]["name"]
    written = xml(correct(printed, {"applicant.name": "甲乙公司"}, track=True, author="审核员"))
    assert re.search(
        rf'<w:del w:id="\d+" w:author="审核员" w:date="[^"]+Z">.*?{name}</w:delText>', written
    )
    assert re.search(r'<w:ins w:id="\d+" w:author="审核员".*?甲乙公司', written)


def test_an_answer_that_somebody_else_inserted_is_deleted_within_his_insertion(printed):
    name = record_of(printed)["applicant"]["name"]
    theirs = '<w:ins w:id="900" w:author="甲" w:date="2024-05-01T00:00:00Z">'
    sent = with_xml(
        printed,
        lambda text: re.sub(
            rf"(<w:r>(?:(?!</w:r>).)*{name}</w:t></w:r>)(?=</w:p></w:tc>)",
            rf"{theirs}\1</w:ins>",
            text,
            count=1,
        ),
    )
    written = xml(correct(sent, {"applicant.name": "甲乙公司"}, track=True, author="乙"))
    assert re.search(rf'{theirs}<w:del w:id="\d+" w:author="乙"', written)
    assert re.search(r'</w:ins><w:ins w:id="\d+" w:author="乙"[^>]*><w:r>.*?甲乙公司', written)


# --- what is refused -----------------------------------------------------------------------------


def test_values_that_the_form_refuses_are_told_all_at_once(printed):
    with pytest.raises(InvalidRecord) as refused:
        correct(printed, {"tasks.0.patents": "many", "applicant.size": "巨型", "nothing": 1})
    assert refused.value.errors.keys() == {"tasks.0.patents", "applicant.size", "nothing"}


def test_an_unknown_field_is_refused_with_its_path(printed):
    with pytest.raises((Refused, InvalidRecord)) as refused:
        correct(printed, {"applicant.nickname": "甲"})
    assert "applicant.nickname" in str(refused.value)


@pytest.mark.parametrize("changes", [{"applicant.name": "甲"}, {}])
@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04"])
def test_a_document_that_is_no_word_file_says_so(data, changes):
    with pytest.raises(Unwritable):
        correct(data, changes)


# --- soundness -----------------------------------------------------------------------------------


@pytest.mark.parametrize("track", [False, True])
def test_what_is_written_is_as_sound_as_what_came(printed, track, tmp_path):
    changes = {
        "applicant.name": "甲乙公司",
        "applicant.ownership": "地方国企",
        "applicant.profile": "一段\n二段\n三段\n四段",
        "tasks.0.technologies": [ROW] * 6,
        "narrative.team": "一段",
    }
    target = tmp_path / "written.docx"
    target.write_bytes(correct(printed, changes, track=track))
    result = OpenXmlValidator().validate(target)
    assert [str(error) for error in result.errors] == []


@pytest.mark.parametrize("rows", [6, 1])
def test_rows_without_properties_stay_sound_where_they_are_tracked(rows, tmp_path):
    target = tmp_path / "typed.docx"
    target.write_bytes(BASE.read_bytes())
    before = [str(error) for error in OpenXmlValidator().validate(target).errors]
    changes = {"tasks.0.technologies": [ROW] * rows}
    target.write_bytes(correct(BASE.read_bytes(), changes, track=True))
    assert [str(error) for error in OpenXmlValidator().validate(target).errors] == before


def test_a_text_box_is_written_into_unless_the_file_holds_it_twice():
    change = {"applicant.name": "上海新名有限公司"}
    once = correct(form(applicant__name=boxed("上海旧名有限公司")), change)
    assert extract(once, "")[0]["record"]["applicant"]["name"] == "上海新名有限公司"
    with pytest.raises(Refused, match="twice"):
        correct(form(applicant__name=boxed("上海旧名有限公司", twice=True)), change)
