"""The files that a person takes away."""

from __future__ import annotations

import email
import zipfile
from email.policy import default
from io import BytesIO
from urllib.parse import quote

import pytest

import tianbao
from tests.tianbao.web.conftest import post, take_in
from tianbao.store import ledger


@pytest.fixture
def mailed(store, slips):
    """A submission that came by mail."""
    with store.session() as session:
        sender = {"sender": "赵敏 <zhaomin@qilan-dm.example>", "subject": "申报材料"}
        message, _ = ledger.add_message(session, "m1", source="mails", **sender)
    return take_in(store, slips[0], "a01-slips.docx", slips[1], message)


def name_of(response):
    return response.headers["Content-Disposition"]


def test_a_correction_is_written_into_the_submitter_s_own_file(reviewer, record, slips):
    sent = {"path": "applicant.ownership", "value": "民营企业", "version": 1}
    post(reviewer, f"/records/{record}/correct", **sent)
    response = reviewer.get(f"/records/{record}/corrected.docx")
    (result,) = tianbao.extract(response.data)
    assert result["record"]["applicant"]["ownership"] == "民营企业"
    assert f"filename*=UTF-8''{quote('上海启岚数字制造技术有限公司-更正.docx')}" in name_of(
        response
    )
    tracked = reviewer.get(f"/records/{record}/tracked.docx").data
    with zipfile.ZipFile(BytesIO(tracked)) as package:
        assert "周文" in package.read("word/document.xml").decode()


def test_without_corrections_the_file_is_the_one_that_came(reviewer, record, slips):
    assert reviewer.get(f"/records/{record}/corrected.docx").data == slips[0]
    assert reviewer.get(f"/records/{record}/original").data == slips[0]


def test_a_reprint_is_the_official_form_with_the_record_as_it_is(reviewer, record):
    post(reviewer, f"/records/{record}/correct", path="applicant.name", value="甲", version=1)
    (result,) = tianbao.extract(reviewer.get(f"/records/{record}/reprint.docx").data)
    assert result["record"]["applicant"]["name"] == "甲"


def test_the_notice_lists_what_counts_and_no_overruled_finding(reviewer, record):
    finding = {"code": "two-ticks", "about": "applicant.ownership"}
    post(reviewer, f"/records/{record}/rule", **finding, reason="已核实", version=1)
    (result,) = tianbao.extract(reviewer.get(f"/records/{record}/notice.docx").data)
    fields = [item["field"] for item in result["record"]["items"]]
    assert "攻关方向一·计划研发经费" in fields
    assert "单位性质" not in fields


def test_the_annotated_file_has_what_counts_and_no_overruled_finding(reviewer, record):
    def comments():
        data = reviewer.get(f"/records/{record}/annotated.docx").data
        with zipfile.ZipFile(BytesIO(data)) as package:
            return package.read("word/comments.xml").decode()

    before = comments()
    finding = {"code": "two-ticks", "about": "applicant.ownership"}
    post(reviewer, f"/records/{record}/rule", **finding, reason="已核实", version=1)
    after = comments()
    assert after.count("<w:comment ") == before.count("<w:comment ") - 1


def test_the_mail_draft_goes_to_the_sender_with_both_files(reviewer, mailed):
    response = reviewer.get(f"/records/{mailed}/notice.eml")
    mail = email.message_from_bytes(response.data, policy=default)
    assert mail["To"] == "zhaomin@qilan-dm.example"
    assert mail["X-Unsent"] == "1"
    names = [part.get_filename() for part in mail.iter_attachments()]
    assert [name.rpartition("-")[2] for name in names] == ["补正通知书.docx", "批注.docx"]
    assert "计划研发经费" in mail.get_body().get_content()


def test_a_submission_on_paper_says_why_there_is_no_word_file(reviewer, pdf_record):
    response = reviewer.get(f"/records/{pdf_record}/corrected.docx")
    assert response.headers["Location"] == f"/records/{pdf_record}"
    assert "不是Word文件" in reviewer.get(f"/records/{pdf_record}").text


def test_a_name_that_leads_elsewhere_is_a_plain_name(reviewer, store, slips):
    number = take_in(store, slips[0], "../../etc/x\r\nSet-Cookie: a=b\u202e.docx", slips[1])
    response = reviewer.get(f"/records/{number}/original")
    assert "/" not in name_of(response).partition("''")[0]
    assert not [cookie for cookie in response.headers.getlist("Set-Cookie") if "a=b" in cookie]
    assert response.headers["Content-Type"] == "application/octet-stream"


@pytest.fixture
def mail_of(store):
    """The number of a mail of those bytes."""

    def mail_of(raw):
        with store.session() as session:
            values = {"source": "mails", "sha256": store.blobs.put(raw)}
            return ledger.add_message(session, "m2", **values)[0]

    return mail_of


def test_the_html_of_a_mail_is_shown_as_text(reviewer, mail_of):
    raw = (
        b"From: a@b.example\r\nSubject: x\r\nContent-Type: text/html; charset=gb2312\r\n\r\n"
        + "<p>申报</p><script>alert(1)</script><img src=http://b.example/x>".encode("gb18030")
    )
    response = reviewer.get(f"/messages/{mail_of(raw)}")
    assert response.mimetype == "text/plain"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "申报" in response.text
    assert "<" not in response.text


def test_a_mail_that_can_not_be_shown_says_why(reviewer, mail_of):
    response = reviewer.get(f"/messages/{mail_of(bytes.fromhex('d0cf11e0a1b11ae1') + bytes(600))}")
    assert (response.status_code, response.mimetype) == (422, "text/plain")
    assert "邮件已损坏" in response.text
