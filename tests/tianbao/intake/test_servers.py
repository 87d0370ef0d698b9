"""Mails from an IMAP server, a real one of ours that is as strict as NetEase's."""

from __future__ import annotations

import ssl
import subprocess
from threading import Event

import pytest
from sqlalchemy import select

from tests.servers.imap import Folder, imap
from tests.tianbao.intake.helpers import WORD, mail
from tianbao.errors import WrongCall
from tianbao.intake import limits, servers, sources
from tianbao.intake.servers import Unreachable, address
from tianbao.intake.taking import take_in
from tianbao.store import StoreUnusable
from tianbao.store.models import Message, Refusal


@pytest.fixture
def office():
    mails = {uid: mail(uid, ("甲.docx", WORD)).as_bytes() for uid in (3, 5, 9)}
    folders = {"INBOX": Folder(77, mails), "&dTNipQ-": Folder(78, {1: mails[3]})}
    with imap(folders) as running:
        yield running


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A self-signed certificate of 127.0.0.1, and its key, in one file."""
    file = tmp_path_factory.mktemp("tls") / "own.pem"
    own = ("-subj", "/CN=office", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2")
    made = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", file, "-out", "cert.pem")
    subprocess.run(["openssl", *made, *own], cwd=file.parent, check=True, capture_output=True)
    file.write_bytes((file.parent / "cert.pem").read_bytes() + file.read_bytes())
    return file


@pytest.fixture
def secure_office(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    mails = {3: mail(3, ("甲.docx", WORD)).as_bytes()}
    with imap({"INBOX": Folder(77, mails)}, context) as running:
        yield running


def take(store, office, folder="INBOX", scheme="imap", host="127.0.0.1", **options):
    url = f"{scheme}://office@{host}:{office.port}/{folder}"
    return take_in(store, [url], password=lambda where: office.password, **options)


def keys(store):
    with store.reading() as session:
        return list(session.scalars(select(Message.key).order_by(Message.id)))


def test_mails_are_taken_under_the_servers_keys(store, office):
    summary = take(store, office)
    assert (summary.mails, summary.attachments, summary.new) == (3, 3, 1)
    assert keys(store) == [f"office@127.0.0.1/INBOX/77/{uid}" for uid in (3, 5, 9)]


def test_the_client_says_who_it_is_between_login_and_the_folder(store, office):
    take(store, office)
    verbs = [command.split(" ")[0] for command in office.commands]
    assert verbs.index("LOGIN") < verbs.index("ID") < verbs.index("EXAMINE")
    assert '"tianbao"' in office.commands[verbs.index("ID")]


def test_nothing_is_changed_on_the_server(store, office):
    take(store, office)
    changing = ("STORE", "EXPUNGE", "DELETE", "COPY", "MOVE", "APPEND", "SELECT", "BODY[]")
    assert not [each for each in office.commands if any(word in each for word in changing)]


def test_mails_are_marked_once_stored_and_only_if_told(store, office):
    take(store, office, mark_seen=True)
    assert office.folders["INBOX"].flags == {uid: {"\\Seen"} for uid in (3, 5, 9)}


def test_only_what_is_not_in_the_store_is_fetched(store, office):
    take(store, office)
    office.commands.clear()
    office.folders["INBOX"].mails[4] = mail(4, ("乙.docx", b"x")).as_bytes()  # a gap
    office.folders["INBOX"].mails[12] = mail(12, ("丙.docx", b"y")).as_bytes()
    assert take(store, office).new == 2
    fetched = [each for each in office.commands if "BODY.PEEK" in each]
    assert [each.split()[2] for each in fetched] == ["4", "12"]


def test_nothing_is_marked_that_the_store_could_not_take(store, office, monkeypatch):
    monkeypatch.setattr(store.blobs, "put_all", full)
    with pytest.raises(StoreUnusable):
        take(store, office, mark_seen=True)
    assert office.folders["INBOX"].flags == {}


def full(datas):
    raise StoreUnusable("No space left on device")


def test_a_mail_that_the_server_does_not_give_is_told_and_asked_for_again(store, office):
    office.refused["UID FETCH 5 (BODY.PEEK[])"] = "NO [SERVERBUG] message is damaged"
    summary = take(store, office)
    assert (summary.mails, summary.refused) == (3, {"unreadable": 1})
    assert "office@127.0.0.1/INBOX/77/5" not in keys(store)
    with store.reading() as session:
        assert "message is damaged" in session.scalars(select(Refusal.message)).one()

    office.refused.clear()
    assert take(store, office).refused == {}
    assert "office@127.0.0.1/INBOX/77/5" in keys(store)


def test_sizes_that_are_refused_together_are_asked_for_one_by_one(store, office):
    office.refused["UID FETCH 3,5,9 (UID RFC822.SIZE)"] = "NO some are no longer there"
    office.sizes[9] = limits.LARGEST + 1
    assert take(store, office).refused == {"too-large": 1}


@pytest.mark.parametrize("answer", ["NO [SERVERBUG] index 3 is damaged", "BAD unknown command"])
def test_a_server_that_can_not_list_its_mails_has_not_none(store, office, answer):
    office.refused["UID SEARCH ALL"] = answer
    with pytest.raises(Unreachable, match=answer.partition(" ")[2].replace("[", r"\[")):
        take(store, office)


def test_a_server_that_is_away_for_a_while_is_followed_all_the_same(
    store, office, monkeypatch, caplog
):
    monkeypatch.setattr(servers, "PAUSE", 0.01)
    monkeypatch.setattr(servers, "POLL", 0.0)
    monkeypatch.setattr(sources, "POLL", 0.0)
    stopped, looks = Event(), []
    items = servers.Mailbox.items

    def looked_at(box):
        looks.append(None)
        if len(looks) == 2:
            raise servers.Away("the server is away")
        if len(looks) == 3:
            office.folders["INBOX"].mails[12] = mail(12, ("丙.docx", b"y")).as_bytes()
        yield from items(box)
        if len(looks) == 4:
            stopped.set()

    monkeypatch.setattr(servers.Mailbox, "items", looked_at)
    summary = take(store, office, follow=True, stopped=stopped)
    assert (summary.mails, summary.new) == (4, 2)
    assert "the server is away" in caplog.text


def test_a_server_that_never_answered_ends_it(store, monkeypatch):
    monkeypatch.setattr(servers, "PAUSE", 0.01)
    with pytest.raises(Unreachable):
        take_in(store, ["imap://office@127.0.0.1:1/INBOX"], follow=True)


def test_a_folder_that_was_made_anew_is_read_anew(store, office):
    take(store, office)
    office.folders["INBOX"].uidvalidity = 99
    summary = take(store, office)
    assert (summary.mails, summary.new) == (3, 0)
    assert len(keys(store)) == 6


def test_a_folders_name_may_be_chinese(store, office):
    assert take(store, office, "申报").mails == 1
    assert keys(store) == ["office@127.0.0.1/申报/78/3".replace("/3", "/1")]


def test_a_dropped_connection_is_made_anew(store, office, monkeypatch):
    monkeypatch.setattr(servers, "PAUSE", 0.01)
    office.drop_after = 1
    assert take(store, office).mails == 3
    assert sum(each.startswith("LOGIN") for each in office.commands) == 2


def test_a_mail_that_is_too_large_is_not_fetched(store, office):
    office.sizes[5] = limits.LARGEST + 1
    summary = take(store, office)
    assert summary.refused == {"too-large": 1}
    assert summary.mails == 3
    assert not [each for each in office.commands if each.startswith("UID FETCH 5 (BODY")]


def test_a_wrong_password_is_told_without_it(store, office):
    office.password = "another"
    with pytest.raises(Unreachable, match="refused the login") as told:
        take_in(
            store,
            [f"imap://office@127.0.0.1:{office.port}/INBOX"],
            password=lambda where: "secret",
        )
    assert "secret" not in str(told.value)


def test_a_folder_that_is_not_there_is_told_with_those_that_are(store, office):
    with pytest.raises(Unreachable, match="INBOX, 申报"):
        take(store, office, "Nowhere")


def test_a_server_that_is_not_there_is_told(store, monkeypatch):
    monkeypatch.setattr(servers, "PAUSE", 0.01)
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1"):
        take_in(store, ["imap://office@127.0.0.1:1/INBOX"])


def test_mails_come_by_tls(store, secure_office, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    summary = take(store, secure_office, scheme="imaps")
    assert (summary.mails, summary.new) == (1, 1)


def test_a_certificate_that_nobody_knows_is_refused_before_the_password_is_sent(
    store, secure_office
):
    with pytest.raises(Unreachable, match=r"self.signed certificate.*SSL_CERT_FILE"):
        take(store, secure_office, scheme="imaps")
    assert not secure_office.commands


def test_a_certificate_of_another_host_is_refused(store, secure_office, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(Unreachable, match="Hostname mismatch"):
        take(store, secure_office, scheme="imaps", host="localhost")
    assert not secure_office.commands


def test_a_server_that_speaks_no_tls_is_told(store, office, monkeypatch):
    monkeypatch.setattr(servers, "PAUSE", 0.01)
    with pytest.raises(Unreachable, match="SSL"):
        take(store, office, scheme="imaps")


@pytest.mark.parametrize("url", ["imaps://host/INBOX", "imaps://u@/x", "imaps://u@h:abc/x"])
def test_a_url_that_is_none_is_refused(url):
    with pytest.raises(WrongCall, match="imaps://user@host/folder"):
        address(url)


def test_a_password_in_a_url_is_refused_and_not_shown():
    with pytest.raises(WrongCall, match="TIANBAO_IMAP_PASSWORD") as told:
        address("imaps://office:hunter2@mail.example/INBOX")
    assert "hunter2" not in str(told.value)
