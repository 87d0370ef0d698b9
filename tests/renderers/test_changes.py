"""A corrected record printed with its changes marked."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from extractors.extract import extract
from forms.registry import get
from renderers import docx
from renderers.changes import render, stretches
from renderers.marks import COLOUR, TINT
from renderers.word import W, parse
from tests.forms.sample import changed, sample
from tests.renderers.template import part
from tests.strategies import records
from tianbao.cli import cli

FORM = get("application")
SUMMARY = get("summary")
OLD = sample("a01-automotive-twin")


def corrected() -> dict:
    """The sample with a change of every sort."""
    record = changed(
        OLD,
        cover__date="2024-05-20",
        applicant__ownership="地方国企",
        applicant__contact__fax=None,
        applicant__profile=OLD["applicant"]["profile"] + "\n新增一段。",
        applicant__accident={"occurred": True, "name": "某事故"},
        tasks__0__budget="1.5",
        tasks__0__industries=["电子信息", "汽车"],
        tasks__0__patents=0,
        narrative__team=None,
    )
    task = record["tasks"][0]
    task["technologies"].insert(1, {"name": "新技术", "indicators": "甲\n乙", "developer": "自研"})
    del task["software"][0]
    task["standards"][0]["selected"] = not task["standards"][0]["selected"]
    return record


def marked_words(document: bytes) -> list[str]:
    """What is printed in the colour of changes, run by run."""
    runs = parse(part(document).encode()).iter(W + "r")
    coloured = (run for run in runs if run.find(f"{W}rPr/{W}color") is not None)
    return ["".join(text.text or "" for text in run.iter(W + "t")) for run in coloured]


def test_what_changed_is_marked_and_nothing_else():
    document, _ = render(FORM, corrected(), OLD)
    words = marked_words(document)
    for expected in ("2024年5月20日", "新增一段。", "某事故", "1.5", "0", "新技术", "甲", "乙"):
        assert any(expected in word for word in words)
    assert OLD["applicant"]["name"] not in "".join(words)
    assert OLD["tasks"][0]["summary"] not in "".join(words)
    assert sum(word in ("☑", "☐") for word in words) == 2 + 2 + 2 + 1


def test_it_reads_back_as_the_record_printed_without_marks():
    document, _ = render(FORM, corrected(), OLD)
    (result,) = extract(document, "")
    assert result["record"] == FORM.load(corrected())


def test_the_file_is_sound(tmp_path):
    document, _ = render(FORM, corrected(), OLD)
    (tmp_path / "c.docx").write_bytes(document)
    assert OpenXmlValidator().validate(tmp_path / "c.docx").errors == []


def test_without_a_change_nothing_is_marked():
    document, gone = render(FORM, OLD, OLD)
    xml = part(document)
    assert (COLOUR in xml, TINT in xml, gone) == (False, False, [])
    assert COLOUR not in part(docx.render(FORM, corrected()))


def test_an_answer_that_is_gone_has_a_tint_where_it_was():
    record = changed(OLD, applicant__contact__fax=None)
    document, _ = render(FORM, record, OLD)
    assert marked_words(document) == []
    assert part(document).count(TINT) == 1


def test_rows_that_are_gone_are_named():
    record = copy.deepcopy(OLD)
    del record["tasks"][0]["software"][0]
    _, gone = render(FORM, record, OLD)
    assert gone == ["tasks.0.software.0"]


def test_a_row_put_first_marks_none_of_the_others():
    record = sample("s01-pudong-two")
    new = {"name": "上海新来科技有限公司", "solutions": ["甲方案", "乙方案"]}
    document, gone = render(SUMMARY, {**record, "rows": [new, *record["rows"]]}, record)
    assert marked_words(document) == ["上海新来科技有限公司", "甲方案", "乙方案"]
    assert gone == []


@pytest.mark.parametrize(
    ("old", "new", "marks"),
    [
        ("甲公司", "乙公司", ["乙公司"]),
        ("", "新填", ["新填"]),
        ("甲", "乙    ", ["乙"]),
        ("字" * 50 + "旧词" + "文" * 50, "字" * 50 + "新语" + "文" * 50, ["新语"]),
        ("字" * 50 + "文" * 50, "字" * 50 + "（插入）" + "文" * 50, ["（插入）"]),
        ("字" * 50 + "（删去）" + "文" * 50, "字" * 50 + "文" * 50, []),
        ("字" * 50 + "一二三四", "字" * 50 + "甲二乙四", ["甲二乙"]),
    ],
)
def test_words_that_changed(old, new, marks):
    pieces = stretches(old, new)
    assert "".join(text for text, _ in pieces) == new
    assert [text for text, is_changed in pieces if is_changed] == marks


@given(data=st.data())
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_whatever_changed_reads_back_the_same(data: st.DataObject):
    record, old = data.draw(records(FORM.name)), data.draw(records(FORM.name))
    document, _ = render(FORM, record, old)
    (result,) = extract(document, "")
    assert result["record"] == record


def test_the_command_marks_and_names_what_is_gone(tmp_path, monkeypatch):
    from click.testing import CliRunner

    monkeypatch.chdir(tmp_path)
    Path("old.json").write_text(json.dumps(OLD), encoding="utf-8")
    Path("new.json").write_text(json.dumps(corrected()), encoding="utf-8")
    call = ["render", "application", "new.json", "-o", "c.docx", "--changes", "old.json"]
    result = CliRunner().invoke(cli, call)
    assert result.exit_code == 0
    assert re.search(r"攻关方向一·核心工业软件第1行.*tasks\.0\.software\.0", result.stderr)
    assert "新技术" in marked_words(Path("c.docx").read_bytes())
    many = ["render", "application", "new.json", "-o", "x", "--name", "{cover[date]}"]
    assert CliRunner().invoke(cli, [*many, "--changes", "old.json"]).exit_code == 2
