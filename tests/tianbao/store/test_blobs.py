"""Bytes by their SHA-256, in a folder and in an S3."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest

from tests.tianbao.store.helpers import sha256
from tianbao.store.blobs import PIECE, Blobs, LocalBlobs, open_blobs
from tianbao.store.errors import BlobMissing, StoreUnusable

DATA = "揭榜单位\n".encode()


@pytest.fixture(params=["folder", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    if request.param == "s3":
        return open_blobs(f"{request.getfixturevalue('bucket')}/blobs")
    return open_blobs(str(tmp_path / "blobs"))


def test_what_is_put_is_there_under_its_sha256(blobs: Blobs) -> None:
    key = blobs.put(DATA)

    assert key == sha256(DATA)
    assert blobs.exists(key)
    assert blobs.get(key) == DATA
    with blobs.open(key) as stream:
        assert stream.read() == DATA
    assert list(blobs.all()) == [key]


def test_the_same_bytes_twice_are_kept_once(blobs: Blobs) -> None:
    assert blobs.put(DATA) == blobs.put_stream(io.BytesIO(DATA))[0]
    assert len(list(blobs.all())) == 1


def test_a_stream_of_many_pieces(blobs: Blobs) -> None:
    data = os.urandom(2 * PIECE + 17)

    key, size = blobs.put_stream(io.BytesIO(data))

    assert (key, size) == (sha256(data), len(data))
    assert blobs.get(key) == data


def test_what_was_never_put_is_missing(blobs: Blobs) -> None:
    assert not blobs.exists(sha256(DATA))
    with pytest.raises(BlobMissing):
        blobs.get(sha256(DATA))
    with pytest.raises(BlobMissing):
        blobs.open(sha256(DATA)).read()
    assert list(blobs.all()) == []


def test_what_is_deleted_is_gone_and_deleting_it_again_is_nothing(blobs: Blobs) -> None:
    key = blobs.put(DATA)

    blobs.delete(key)
    blobs.delete(key)

    assert not blobs.exists(key)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63])
def test_a_name_that_is_no_sha256_leads_nowhere(blobs: Blobs, name: str) -> None:
    with pytest.raises(BlobMissing):
        blobs.get(name)


def test_bytes_that_a_failing_disk_cut_short_are_written_anew(tmp_path: Path) -> None:
    blobs = LocalBlobs(tmp_path)
    key = blobs.put(DATA)
    (tmp_path / key[:2] / key).write_bytes(DATA[:3])

    blobs.put(DATA)

    assert blobs.get(key) == DATA


def test_a_full_disk_leaves_neither_a_name_nor_a_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    blobs = LocalBlobs(tmp_path)

    with pytest.raises(StoreUnusable, match="No space left"):
        blobs.put(DATA)
    with pytest.raises(StoreUnusable, match="No space left"):
        blobs.put_stream(io.BytesIO(DATA))

    assert not blobs.exists(sha256(DATA))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_s3_that_can_not_be_reached_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    blobs = open_blobs("s3://nowhere/blobs")

    with pytest.raises(StoreUnusable, match="s3://nowhere"):
        blobs.put(DATA)
