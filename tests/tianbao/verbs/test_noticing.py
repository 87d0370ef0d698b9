"""补正通知书 from problems."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import tianbao
from forms.messages import MESSAGES, parted
from forms.problems import OFFICE_ONLY
from tests.documents.answers import form
from tests.tianbao.conftest import sample
from tianbao.verbs.noticing import is_asked

SUBMISSIONS = Path(__file__).parents[3] / "samples" / "submissions"

DAY = datetime.date(2024, 5, 20)
SLIPS = SUBMISSIONS / "a01-slips.docx"


def notice(what, **options) -> dict:
    """The notice about a document or record, read back from what is printed of it."""
    (result,) = tianbao.extract(tianbao.notice(what, issuer="浦东新区科经委", date=DAY, **options))
    assert result["problems"] == []
    record: dict = result["record"]
    return record


def test_it_says_to_whom_about_what_and_by_when():
    letter = notice(SLIPS)
    (source,) = tianbao.extract(SLIPS)
    assert letter["recipient"] == source["record"]["applicant"]["name"]
    assert letter["material"] == "《上海市智能制造系统解决方案揭榜挂帅项目申报书》"
    assert letter["file"] == SLIPS.name
    assert source["source"]["sha256"].startswith(letter["code"])
    assert (letter["date"], letter["deadline"]) == ("2024-05-20", "2024-05-30")
    assert letter["issuer"] == "浦东新区科经委"


def test_the_date_by_which_may_be_given():
    assert notice(SLIPS, by=datetime.date(2024, 5, 27))["deadline"] == "2024-05-27"


def test_an_item_has_the_label_what_was_read_what_is_wrong_and_what_to_do():
    items = {item["field"]: item for item in notice(SLIPS)["items"]}
    assert items["攻关方向一·计划研发经费"] == {
        "no": items["攻关方向一·计划研发经费"]["no"],
        "field": "攻关方向一·计划研发经费",
        "found": "0.236亿元",
        "wrong": "“0.236亿元”的单位不是表中印制的“万元”，疑为“2360万元”。",
        "cure": "请按“万元”换算后填写数字。",
    }


def test_every_error_of_a_bad_application_is_asked_about_once():
    record = sample("a04")
    (report,) = tianbao.check(record)
    asked = [problem for problem in report["problems"] if problem["severity"] == "error"]
    items = notice(record)["items"]
    assert len({problem["path"] for problem in asked}) <= len(items) + sum(
        item["field"].count("、") for item in items
    )
    assert all(item["wrong"] and item["cure"] for item in items)
    (code,) = (item for item in items if item["field"] == "统一社会信用代码")
    assert code["found"] == record["applicant"]["credit_code"]
    assert code["wrong"] == "校验位不符（GB 32100-2015）。"


def test_answers_missing_side_by_side_are_one_item(application):
    record = {**application, "applicant": {**application["applicant"], "representative": {}}}
    (item,) = notice(record)["items"]
    assert item["field"] == "法人代表/负责人：姓名、职务、邮箱、电话"
    assert (item["found"], item["wrong"], item["cure"]) == (None, "均未填写。", "请补填。")


def test_two_problems_of_one_answer_are_one_item(application):
    record = {**application, "cover": {**application["cover"], "date": "2034-06-02"}}
    record["applicant"] = {**application["applicant"], "established": "2035-01-01"}
    fields = [item["field"] for item in notice(record)["items"]]
    assert len(fields) == len(set(fields))


def test_items_stand_in_the_order_of_the_form_whoever_found_them():
    # The unit is found in reading, and told before what the rules find.
    document = form(applicant__contact__email="", tasks__0__budget="0.236亿元")
    fields = [item["field"] for item in notice(document)["items"]]
    assert fields == ["项目联系人·邮箱", "攻关方向一·计划研发经费"]


def test_what_the_office_settles_by_itself_is_not_asked_unless_told():
    document = SUBMISSIONS / "a09-foreign-rows.docx"
    (result,) = tianbao.extract(document)
    own = {problem["code"] for problem in result["problems"]} & OFFICE_ONLY
    assert own
    without = tianbao.notice(document)
    assert without is None or notice(document) != notice(document, include=own)
    assert notice(document, include=own)["items"]


def test_nothing_to_put_right_is_no_notice(application):
    assert tianbao.notice(application) is None


def test_of_a_summary_the_recommender_is_told(summary):
    record = {**summary, "rows": [{**summary["rows"][0], "mobile": "138"}]}
    letter = notice(record)
    assert letter["recipient"] == summary["recommender"]
    assert letter["items"][0]["field"] == "推荐项目第1行·手机"


def test_a_document_that_gives_no_record_raises():
    with pytest.raises(tianbao.errors.Unread):
        tianbao.notice(b"")


@pytest.mark.parametrize("code", ["normalised", "converted"])
def test_what_is_only_said_asks_nothing(code):
    assert not is_asked({"code": code, "severity": "info"}, {code})


@pytest.mark.parametrize("key", MESSAGES)
def test_every_message_says_what_is_wrong_and_then_what_to_do(key):
    wrong, cure = parted(MESSAGES[key])
    assert wrong != MESSAGES[key]
    assert cure.startswith(("请", "建议"))
    assert wrong[:-1] + MESSAGES[key][len(wrong) - 1] + cure == MESSAGES[key]
