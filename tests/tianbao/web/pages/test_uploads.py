"""Files taken in from the browser."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from tests.tianbao.web.conftest import post
from tianbao.store import ledger
from tianbao.store.models import Arrival


@pytest.fixture
def upload(client):
    reviewer = client("reviewer", "周文")
    reviewer.get("/")

    def upload(*files):
        return post(reviewer, "/upload", files=[(BytesIO(data), name) for name, data in files])

    return upload


def test_a_file_is_received_with_its_origin(upload, store, slips):
    response = upload(("申报书.docx", slips[0]))
    assert "已收下" in response.text
    with store.reading() as session:
        assert ledger.counts(session)["received"] == 1
        assert session.query(Arrival).one().source == "upload by 周文"


def test_a_file_that_came_before_changes_nothing(upload, store, slips):
    upload(("申报书.docx", slips[0]))
    assert "先前已收到" in upload(("又一份.docx", slips[0])).text
    with store.reading() as session:
        assert ledger.counts(session)["received"] == 1


def test_a_file_of_no_kind_of_ours_is_refused_and_the_others_are_taken(upload, store, slips):
    response = upload(("x.exe", b"MZ\x90\x00" + bytes(100)), ("申报书.docx", slips[0]))
    assert response.status_code == 200
    assert "未收下" in response.text
    with store.reading() as session:
        assert ledger.counts(session)["received"] == 1


def test_nothing_but_such_files_is_an_error(upload):
    assert upload(("x.exe", b"MZ\x90\x00" + bytes(100))).status_code == 415


def test_a_request_that_is_too_large_is_refused_as_a_whole(upload, app):
    app.config["MAX_CONTENT_LENGTH"] = 1000
    response = upload(("申报书.docx", bytes(2000)))
    assert response.status_code == 413
    assert "文件过大" in response.text


def test_an_archive_is_unpacked_as_intake_does(upload, store, slips):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("材料/申报书.docx", slips[0])
    assert "其中新文件1份" in upload(("材料.zip", packed.getvalue())).text
    with store.reading() as session:
        assert ledger.counts(session)["received"] == 1
        arrival = session.query(Arrival).one()
        assert arrival.name == "申报书.docx"
        assert arrival.path == ["材料.zip", "材料", "申报书.docx"]
