"""Bytes in, records with evidence and problems out: the whole of reading."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from lxml import etree

from extractors.extract import extract, extract_page, pattern_of
from extractors.page import Mark, Page, Table
from forms.registry import forms
from renderers.docx import blank, render
from tests.extractors.pages import (
    FORM,
    SAMPLES,
    SUMMARY,
    codes,
    form,
    page,
    printed,
    reading,
    record,
    result,
    reworded,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMESPACES = {"w": W[1:-1]}
SOURCE = {"name": "by-hand.docx"}
UNIT = form(
    [["单位名称", "{{ applicant.name }}"]],
    [["单位地址", "{{ applicant.address }}"]],
)


def sample(name: str) -> list[dict[str, Any]]:
    path = SAMPLES / f"submissions/{name}.docx"
    return extract(path.read_bytes(), path.name)


def joined(*documents: Page) -> Page:
    return replace(documents[0], blocks=tuple(b for each in documents for b in each.blocks))


def read_all(document: Page) -> list[dict[str, Any]]:
    return extract_page(document, SOURCE, [(each, pattern_of(each)) for each in (FORM, SUMMARY)])


def reasons(outcomes: list[dict[str, Any]]) -> list[str | None]:
    return [each.get("reason", {}).get("code") for each in outcomes]


def spoken(data: bytes, place: dict[str, str]) -> str:
    """What the element at a place holds, white space left out."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        tree = etree.fromstring(package.read(place["part"]))
    found: Any = tree.xpath(f".{place['path']}", namespaces=NAMESPACES)  # from w:document down
    [element] = found
    return "".join("".join(element.itertext(f"{W}t", f"{W}sym", f"{W}noBreakHyphen")).split())


# what comes out


@pytest.mark.parametrize("name", ["a01-office", "a09-brackets-libreoffice", "s01-retyped"])
def test_reading_twice_gives_the_same(name: str) -> None:
    assert sample(name) == sample(name)


def test_the_source_is_named_with_its_digest_and_kind() -> None:
    data = render(FORM, record("a08-fashion-micro"))
    [outcome] = extract(data, "a08.docx")
    source = outcome["source"]
    assert (source["name"], source["kind"]) == ("a08.docx", "docx")
    assert source["sha256"] == hashlib.sha256(data).hexdigest()
    assert "part" not in source


@pytest.mark.parametrize("name", ["a01-retyped", "a06-values-below-libreoffice", "s01-retyped"])
def test_the_evidence_points_at_the_element_that_holds_the_raw_text(name: str) -> None:
    data = (SAMPLES / f"submissions/{name}.docx").read_bytes()
    [outcome] = extract(data, f"{name}.docx")
    assert outcome["fields"]
    for path, evidence in outcome["fields"].items():
        places = evidence["where"]
        places = places if isinstance(places, list) else [places]
        held = "".join(spoken(data, place) for place in places)
        words = [word for word in evidence["raw"].split() if not set(word) & set("□☐☑☒■√")]
        assert all(word in held for word in words), path


def test_every_value_that_was_read_has_evidence() -> None:
    outcome = reading(printed("a01-automotive-twin"))
    assert outcome["fields"]["applicant.name"]["raw"] == outcome["record"]["applicant"]["name"]
    assert all(0.0 < each["confidence"] < 1.0 for each in outcome["fields"].values())


# which form it is


def test_a_letter_that_mentions_labels_is_no_form() -> None:
    letter = page(
        *("关于报送揭榜挂帅项目的函", "单位名称：甲公司　单位地址：某路1号　成立时间：2020年1月"),
        *(
            "现报送申报书一份，其中攻关方向一、解决方案名称、计划研发经费等均已填写。",
            "联系人：张三",
        ),
    )
    assert reasons(read_all(letter)) == ["not-a-form"]


@pytest.mark.parametrize(
    ("kind", "said"), [("picture", "只有图片"), ("embedded-file", "嵌入的文件")]
)
def test_what_may_hold_the_form_instead_of_text_is_named(kind: str, said: str) -> None:
    """A scan pasted into Word, page by page; a form put in as an object."""
    pasted = replace(page("请查收"), marks=(Mark(kind, "/w:p[2]"),))
    [outcome] = read_all(pasted)
    assert outcome["reason"]["code"] == "not-a-form"
    assert said in outcome["reason"]["message"]
    letter = replace(page("通知" * 60), marks=(Mark(kind, "/w:p[2]"),))
    assert said not in read_all(letter)[0]["reason"]["message"]


def test_a_document_that_is_no_form_says_so_and_has_no_record() -> None:
    [outcome] = read_all(page("会议通知", [["序号", "姓名"], ["1", "张三"]]))
    assert (outcome["form"], outcome["record"]) == (None, None)
    assert outcome["reason"]["message"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"%PDF-1.7", b"plain text"])
def test_a_document_that_cannot_be_read_is_an_outcome_not_an_error(data: bytes) -> None:
    [outcome] = extract(data, "broken.docx")
    assert outcome["record"] is None
    assert outcome["reason"]["code"]
    assert outcome["source"]["sha256"] == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("of", forms(), ids=lambda of: of.name)
def test_a_blank_alone_is_a_form_that_nobody_filled_in(of: Any) -> None:
    [outcome] = extract(blank(of), "blank.docx")
    assert (outcome["form"], outcome["record"], outcome["fields"]) == (of.name, of.empty(), {})


def test_a_blank_inside_a_notice_is_no_form() -> None:
    notice = page(
        *(f"第{n}条　各区主管部门应当组织企业按要求申报，不得逾期。" * 2 for n in range(9))
    )
    assert reasons(read_all(joined(notice, printed("a03-untouched-blank")))) == ["not-a-form"]


def test_a_filled_form_behind_a_letter_is_read_and_the_letter_named() -> None:
    letter = page("现将我公司申报材料报上，请予审核为盼。")
    [outcome] = read_all(joined(letter, printed("a08-fashion-micro")))
    assert outcome["record"] == record("a08-fashion-micro")
    assert any("请予审核" in problem["message"] for problem in outcome["problems"])


def test_two_forms_in_one_file_are_two_records_each_with_its_part() -> None:
    outcomes = sample("x01-application-and-summary")
    assert [each["form"] for each in outcomes] == [FORM.name, SUMMARY.name]
    assert [each["source"]["part"] for each in outcomes] == [1, 2]
    assert len({each["source"]["sha256"] for each in outcomes}) == 1


def test_part_of_a_form_is_read_with_a_warning_for_the_whole() -> None:
    labels = {"单位名称": "name", "单位地址": "address", "成立时间": "established"}
    whole = form(
        [[label, f"{{{{ applicant.{path} }}}}"] for label, path in labels.items()],
        [["统一社会信用代码", "{{ applicant.credit_code }}"]],
    )
    outcome = result(whole, page([["单位名称", "甲公司"], ["单位地址", "某路"], ["成立时间", ""]]))
    assert outcome["record"]["applicant"]["name"] == "甲公司"
    assert "needs-review" in codes(outcome)
    assert reasons([result(whole, page([["单位名称", "甲公司"]]))]) == ["not-a-form"]


# nothing is dropped silently


def unread(outcome: dict[str, Any]) -> list[str]:
    return [p["message"] for p in outcome["problems"] if p["code"] == "unread-text"]


def test_text_that_no_field_took_is_named_with_its_place() -> None:
    outcome = result(UNIT, page([["单位名称", "甲公司"]], [["单位地址", "某路"]], "另附说明一份。"))
    [message] = unread(outcome)
    assert "另附说明一份。" in message
    assert "/p[3]" in message


def test_neighbours_that_no_field_took_are_one_finding() -> None:
    unit = page("甲段落文字。", "乙段落文字。", [["单位名称", "甲公司"]], [["单位地址", "某路"]])
    assert len(unread(result(UNIT, unit))) == 1


def test_a_label_of_the_form_that_stands_there_again_is_not_unread() -> None:
    unit = page([["单位名称", "甲公司"]], [["单位地址", "某路"]], "单位名称")
    assert unread(result(UNIT, unit)) == []


def test_a_text_box_is_named_and_read_into_no_field() -> None:
    document = printed("a08-fashion-micro")
    box = page(floating=["本件由某公司代填"]).floating
    outcome = reading(replace(document, floating=box))
    assert outcome["record"] == record("a08-fashion-micro")
    assert any("本件由某公司代填" in message for message in unread(outcome))


def test_blanks_and_the_forms_own_words_are_not_unread() -> None:
    for name in ("a01-automotive-twin", "a03-untouched-blank", "s02-district-full"):
        assert unread(reading(printed(name))) == []


def test_an_extra_chapter_stays_in_the_prose_and_is_named() -> None:
    document = printed("a01-automotive-twin")
    longer = joined(document, page("七、其他需要说明的事项", "我公司另有说明。"))
    outcome = reading(longer)
    assert outcome["record"]["narrative"]["attachments"].endswith("我公司另有说明。")
    assert "extra-section" in codes(outcome, "narrative.attachments")


# directions


def test_the_second_direction_empty_between_two_keeps_its_place() -> None:
    assert reading(printed("a12-second-direction-empty"))["record"] == record(
        "a12-second-direction-empty"
    )


def test_doubled_titles_are_counted_and_named() -> None:
    def doubled(text: str) -> str:
        return text.replace("攻关方向二", "攻关方向一").replace("攻关方向三", "攻关方向一")

    outcome = reading(reworded(printed("a06-central-three-directions"), doubled))
    assert outcome["record"]["tasks"] == record("a06-central-three-directions")["tasks"]
    assert "needs-review" in codes(outcome, "tasks")


def test_a_fourth_direction_is_named() -> None:
    document = printed("a06-central-three-directions")
    at = [n for n, block in enumerate(document.blocks) if isinstance(block, Table)]

    def fourth(text: str) -> str:
        return text.replace("攻关方向三", "攻关方向四")

    more = reworded(replace(document, blocks=(document.blocks[at[3]],)), fourth).blocks
    blocks = document.blocks[: at[3] + 1] + more + document.blocks[at[3] + 1 :]
    outcome = reading(replace(document, blocks=blocks))
    assert outcome["record"] == record("a06-central-three-directions")
    assert "unread-text" in codes(outcome, "tasks.3.direction")


# problems


def test_each_finding_comes_once() -> None:
    for name in ("a01-slips", "a04-unmerged"):
        [outcome] = sample(name)
        found = [(p["code"], p["path"], p["path"] or p["message"]) for p in outcome["problems"]]
        assert len(found) == len(set(found))


def test_an_answer_that_cannot_be_read_is_not_missing() -> None:
    [outcome] = sample("a01-slips")
    missing = {p["path"] for p in outcome["problems"] if p["code"] == "missing"}
    assert not missing & outcome["fields"].keys()
    assert any(p["code"] == "two-ticks" for p in outcome["problems"])


@pytest.mark.parametrize(
    "kind",
    [
        "vnd.ms-word.document.macroEnabled.main+xml",  # .docm
        "vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",  # .dotx
        "vnd.ms-word.template.macroEnabledTemplate.main+xml",  # .dotm
    ],
)
def test_documents_with_macros_and_templates_are_read_as_all_others(kind: str) -> None:
    plain = (SAMPLES / "submissions/a01-retyped.docx").read_bytes()
    main = "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    [found] = extract(changed(plain, "[Content_Types].xml", main, kind), "申报书")
    [same] = extract(plain, "申报书")
    assert found["record"] == same["record"]
    assert found["fields"] == same["fields"]


def test_two_hundred_megabytes_of_comments_have_their_reason() -> None:
    plain = render(FORM, FORM.load(record("a01-automotive-twin")))
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="all" Target="comments.xml" Type="{types}/comments"/>'
    end = "</Relationships>"
    many = BytesIO(changed(plain, "word/_rels/document.xml.rels", end, link + end))
    with (
        zipfile.ZipFile(many, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/comments.xml", "w") as member,
    ):
        member.write(f'<w:comments xmlns:w="{W[1:-1]}">'.encode())
        for _ in range(200):
            member.write(b"<w:comment/>" * (2**20 // 12))
        member.write(b"</w:comments>")
    [found] = extract(many.getvalue(), "申报书")
    assert found["reason"]["code"] == "too-large"


def changed(document: bytes, member: str, old: str, new: str) -> bytes:
    """The document with a text in one of its members changed."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(document)) as source, zipfile.ZipFile(made, "w") as target:
        for each in source.infolist():
            data = source.read(each)
            if each.filename == member:
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            target.writestr(each, data, compresslevel=1)
    return made.getvalue()
