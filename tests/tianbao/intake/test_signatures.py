"""Mails that are signed or encrypted by S/MIME, as OpenSSL makes them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.tianbao.intake.helpers import HEAD, WORD, bytes_of, codes, found, mail, paths
from tests.tianbao.intake.test_outlook import file, msg
from tianbao.intake.signatures import signed_content

CONTENT = mail(1, ("申报书.docx", WORD)).as_bytes()


def openssl(folder: Path, *arguments: str) -> bytes:
    done = subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
    return done.stdout


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key, its certificate, and a content to sign."""
    folder = tmp_path_factory.mktemp("keys")
    made = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2")
    openssl(folder, *made, "-keyout", "key", "-out", "own", "-subj", "/CN=zhang@applicant.example")
    (folder / "content").write_bytes(CONTENT)
    return folder


def signed(keys: Path, *how: str) -> bytes:
    own = ("-signer", "own", "-inkey", "key", "-nodetach", "-binary")
    return openssl(keys, "cms", "-sign", "-in", "content", *own, *how)


def encrypted(keys: Path) -> bytes:
    return openssl(keys, "cms", "-encrypt", "-in", "content", "-aes256", "own")


def test_what_is_encrypted_is_named_whatever_its_own_name(keys, tmp_path):
    secret = openssl(keys, "cms", "-encrypt", "-in", "content", "-outform", "DER", "own")
    finds = found(msg(file("申报书.p7s", secret)), tmp_path, "邮件.msg")
    assert (codes(finds), finds.left_out) == (["mail-encrypted"], 0)


@pytest.mark.parametrize("how", [(), ("-stream",)], ids=["whole", "in pieces"])
def test_what_is_signed_is_taken_out(keys, tmp_path, how):
    finds = found(HEAD + signed(keys, *how), tmp_path)
    assert paths(finds) == ["申报书.docx"]
    assert bytes_of(finds) == [WORD]
    assert not finds.refusals


def test_what_is_encrypted_is_named(keys, tmp_path):
    (refusal,) = found(HEAD + encrypted(keys), tmp_path).refusals
    assert refusal.code == "mail-encrypted"
    assert "加密" in refusal.message


def test_a_signature_beside_the_mail_is_no_document(keys, tmp_path):
    own = ("-signer", "own", "-inkey", "key", "-binary")
    data = openssl(keys, "cms", "-sign", "-in", "content", *own)
    finds = found(HEAD + data, tmp_path)
    assert (paths(finds), finds.left_out, finds.refusals) == (["申报书.docx"], 1, [])


def test_a_signed_mail_or_file_that_is_attached_is_opened(keys, tmp_path):
    (keys / "form").write_bytes(WORD)
    own = ("-signer", "own", "-inkey", "key", "-nodetach", "-binary", "-outform", "DER")
    form = openssl(keys, "cms", "-sign", "-in", "form", *own)
    attached = ("smime.p7m", signed(keys, "-outform", "DER")), ("乙.docx.p7m", form)
    finds = found(mail(2, *attached).as_bytes(), tmp_path)
    assert paths(finds) == ["smime.p7m/申报书.docx", "乙.docx.p7m/乙.docx"]
    assert bytes_of(finds) == [WORD, WORD]


def test_an_encrypted_mail_or_a_signature_that_is_attached_is_no_document(keys, tmp_path):
    signature = openssl(keys, "cms", "-sign", "-in", "content", "-signer", "own", *DETACHED)
    secret = openssl(keys, "cms", "-encrypt", "-in", "content", "-outform", "DER", "own")
    attached = ("smime.p7s", signature), ("smime.p7m", secret), ("甲.docx", WORD)
    finds = found(mail(2, *attached).as_bytes(), tmp_path)
    assert (paths(finds), codes(finds), finds.left_out) == (["甲.docx"], ["mail-encrypted"], 1)


DETACHED = ("-inkey", "key", "-binary", "-outform", "DER")


def test_a_signed_mail_that_outlook_saved_is_opened(keys, tmp_path):
    own = ("-signer", "own", "-inkey", "key", "-binary")
    entity = openssl(keys, "cms", "-sign", "-in", "content", *own)
    entity = entity[entity.index(b"Content-Type: multipart/signed") :]
    finds = found(msg(file("smime.p7m", entity)), tmp_path, "邮件.msg")
    assert paths(finds) == ["smime.p7m/申报书.docx"]


@pytest.mark.parametrize("how", [(), ("-stream",)], ids=["whole", "in pieces"])
def test_signed_data_cut_off_anywhere_hold_nothing(keys, how):
    data = signed(keys, "-outform", "DER", *how)
    assert signed_content(data) == CONTENT
    assert {signed_content(data[:length]) for length in range(0, len(data), 97)} == {None}


@pytest.mark.parametrize(
    "data",
    [b"", b"0", b"\x30\x80" * 50_000, b"\x30\x84\xff\xff\xff\xff", b"\x30\x02\x05\x00", b"x" * 99],
)
def test_what_is_no_signed_data_holds_nothing(data):
    assert signed_content(data) is None


def test_a_signature_that_is_damaged_is_told(keys, tmp_path):
    data = HEAD + signed(keys)
    assert codes(found(data[: len(data) // 2], tmp_path)) == ["mail-encrypted"]
