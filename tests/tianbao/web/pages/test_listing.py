"""收件: filters, search, pages of results, what is masked."""

from __future__ import annotations

import re

import pytest

from tests.tianbao.web.conftest import take_in
from tianbao.store import ledger
from tianbao.web.pages import listing


@pytest.fixture
def viewer(client):
    return client("viewer")


@pytest.fixture
def several(store, slips):
    """Five submissions of which each has a name of its own."""
    return [
        take_in(store, slips[0] + bytes([n]), f"13800000{n:03}.docx", slips[1]) for n in range(5)
    ]


def shown(page):
    return [int(number) for number in re.findall(r'href="/records/(\d+)"', page)]


def test_an_empty_list_says_so(viewer):
    assert "没有符合条件的材料" in viewer.get("/").text


@pytest.mark.parametrize(
    ("query", "there"),
    [
        *(("state=checked", True), ("state=reviewed", False), ("district=浦东新区", True)),
        *(("district=嘉定区", False), ("code=two-ticks", True), ("code=seal-missing", False)),
        *(("search=启岚", True), ("search=91310115MA1K2X7Q3X", True), ("search=没有", False)),
        ("form=jiebang2024/summary", False),
    ],
)
def test_each_filter_lets_through_what_it_says(viewer, record, query, there):
    assert (record in shown(viewer.get(f"/?{query}").text)) is there


def test_pages_follow_one_another_and_miss_none(viewer, several, monkeypatch):
    monkeypatch.setattr(listing, "LIMIT", 2)
    seen, address = [], "/"
    while address:
        page = viewer.get(address).text
        seen += shown(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following and following[1].replace("&amp;", "&")
    assert sorted(seen) == several


def test_phone_numbers_in_names_are_masked(viewer, several):
    page = viewer.get("/").text
    assert "138****0000" in page
    assert "13800000000" not in page


def test_what_no_page_gave_is_not_found(viewer):
    assert viewer.get("/?after=nonsense").status_code == 404


def test_what_could_not_be_read_is_listed_with_the_reason(viewer, store):
    with store.session() as session:
        ledger.add_document(session, store.blobs.put(b"x"), 1, "说明.txt")
        ledger.refuse(session, source="m", path=["a.zip"], code="encrypted", message="已加密。")
    with store.session() as session:
        (claim,) = ledger.claim(session, 1, "test")
        ledger.fail(session, claim, "unsupported-kind", "不是申报文件。")
    page = viewer.get("/unread").text
    assert "不是申报文件。" in page
    assert "已加密。" in page


def test_what_is_no_document_says_who_sent_it_and_leads_to_the_mail(viewer, store):
    with store.session() as session:
        values = {"sender": "张三 <13800000011@applicant.example>", "sha256": store.blobs.put(b"x")}
        mail, _ = ledger.add_message(session, "m1", source="mails", subject="申报材料", **values)
        refused = {"code": "archive-encrypted", "message": "设有密码。", "message_id": mail}
        ledger.refuse(session, source="m1", path=["a.zip"], **refused)
        ledger.refuse(session, source="m1", path=[], **refused | {"code": "no-document"})
    page = viewer.get("/unread").text
    assert "张三" in page
    assert "13800000011" not in page
    assert f'href="/messages/{mail}"' in page
    assert "邮件 “申报材料”" in page


def test_everything_that_is_no_document_is_on_some_page(viewer, store, monkeypatch):
    monkeypatch.setattr(listing, "LIMIT", 2)
    with store.session() as session:
        for number in range(5):
            ledger.add_document(session, f"{number:064x}", 1, f"文件{number}.txt")
            refused = {"code": "damaged", "message": f"第{number}个已损坏。"}
            ledger.refuse(session, source="m", path=[f"{number}.zip"], **refused)
    pages, addresses = [], ["/unread"]
    while addresses:
        pages.append(viewer.get(addresses.pop()).text)
        addresses += re.findall(r'rel="next" href="([^"]+)"', pages[-1])
    shown = "".join(pages)
    assert sorted(re.findall(r"第(\d)个", shown)) == list("01234")
    assert sorted(re.findall(r"文件(\d)", shown)) == list("01234")


@pytest.mark.parametrize("number", ["x", "0", "-1", "9" * 30, "9" * 5000])
def test_a_page_of_it_that_no_page_named_is_the_first(viewer, number):
    assert viewer.get(f"/unread?after={number}&refused={number}").status_code == 200
