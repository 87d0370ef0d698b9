"""Bytes by their SHA-256: in a local folder, or wherever fsspec reaches (`s3://bucket/prefix`)."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, Protocol, cast

from tianbao.store.errors import BlobMissing

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

PIECE = 2**20  # bytes read at a time


class Blobs(Protocol):
    """Where bytes are kept. What `put` gave back is there for good when it returns."""

    def put(self, data: bytes) -> str:
        """Keeps `data` and gives its SHA-256; bytes that are there already stay as they are."""

    def put_stream(self, stream: IO[bytes]) -> tuple[str, int]:
        """The same for what `stream` gives, a piece at a time; its SHA-256 and size in bytes."""

    def get(self, sha256: str) -> bytes:
        """The bytes; raises BlobMissing."""

    def open(self, sha256: str) -> BinaryIO:
        """A stream of the bytes; raises BlobMissing."""

    def exists(self, sha256: str) -> bool: ...

    def delete(self, sha256: str) -> None:
        """Forgets the bytes; nothing happens where there are none."""

    def all(self) -> Iterator[str]:
        """The SHA-256 of everything that is kept."""


def open_blobs(url: str) -> Blobs:
    """The blobs at a folder's path or at a URL that fsspec knows."""
    if "://" in url and not url.startswith("file://"):
        return RemoteBlobs(url)
    return LocalBlobs(Path(url.removeprefix("file://")))


class LocalBlobs:
    """A folder, in it `ab/abcdef…`. A file is written beside its place, brought to the disk and
    renamed, so that a name stands for whole bytes even after the power went."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        place = self._place(sha256)
        # A name with other bytes behind it than its own (a disk that failed) is written anew.
        if not place.exists() or place.stat().st_size != len(data):
            with self._beside() as stream:
                stream.write(data)
                self._settle(stream, place)
        return sha256

    def put_stream(self, stream: IO[bytes]) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        with self._beside() as target:
            while piece := stream.read(PIECE):
                digest.update(piece)
                size += len(piece)
                target.write(piece)
            sha256 = digest.hexdigest()
            if not self.exists(sha256):
                self._settle(target, self._place(sha256))
        return sha256, size

    def get(self, sha256: str) -> bytes:
        with self.open(sha256) as stream:
            return stream.read()

    def open(self, sha256: str) -> BinaryIO:
        try:
            return open(self._place(sha256), "rb")
        except FileNotFoundError:
            raise BlobMissing(f"{sha256}: not in {self._folder}") from None

    def exists(self, sha256: str) -> bool:
        return self._place(sha256).exists()

    def delete(self, sha256: str) -> None:
        self._place(sha256).unlink(missing_ok=True)

    def all(self) -> Iterator[str]:
        for folder in sorted(self._folder.glob("??")):
            yield from sorted(entry.name for entry in folder.iterdir())

    def _place(self, sha256: str) -> Path:
        return self._folder / _relative(sha256)

    @contextmanager
    def _beside(self) -> Iterator[BinaryIO]:
        """A new file that is gone at the end, unless it was settled."""
        folder = self._folder / "part"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / secrets.token_hex(8)
        try:
            with open(path, "xb") as stream:
                yield stream
        finally:
            path.unlink(missing_ok=True)

    def _settle(self, stream: BinaryIO, place: Path) -> None:
        stream.flush()
        os.fsync(stream.fileno())
        place.parent.mkdir(exist_ok=True)
        os.replace(stream.name, place)
        _sync(place.parent)


class RemoteBlobs:
    """A place that fsspec reaches. An object there is whole or absent: it appears when its upload
    ends, under its name at once."""

    def __init__(self, url: str) -> None:
        self._url = url

    @cached_property
    def _at(self) -> tuple[AbstractFileSystem, str]:
        import fsspec

        filesystem, path = fsspec.core.url_to_fs(self._url, **_options(self._url))
        return filesystem, str(path).rstrip("/")

    def put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.exists(sha256):
            filesystem, _ = self._at
            filesystem.pipe_file(self._place(sha256), data)
        return sha256

    def put_stream(self, stream: IO[bytes]) -> tuple[str, int]:
        import tempfile

        # Its name is known only at its end.
        digest, size = hashlib.sha256(), 0
        with tempfile.NamedTemporaryFile() as whole:
            while piece := stream.read(PIECE):
                digest.update(piece)
                size += len(piece)
                whole.write(piece)
            whole.flush()
            sha256 = digest.hexdigest()
            if not self.exists(sha256):
                filesystem, _ = self._at
                filesystem.put_file(whole.name, self._place(sha256))
        return sha256, size

    def get(self, sha256: str) -> bytes:
        filesystem, _ = self._at
        try:
            return cast(bytes, filesystem.cat_file(self._place(sha256)))
        except FileNotFoundError:
            raise BlobMissing(f"{sha256}: not in {self._url}") from None

    def open(self, sha256: str) -> BinaryIO:
        filesystem, _ = self._at
        try:
            return cast(BinaryIO, filesystem.open(self._place(sha256), "rb"))
        except FileNotFoundError:
            raise BlobMissing(f"{sha256}: not in {self._url}") from None

    def exists(self, sha256: str) -> bool:
        filesystem, _ = self._at
        # Others write there too: what was listed before says nothing.
        filesystem.invalidate_cache()
        return bool(filesystem.exists(self._place(sha256)))

    def delete(self, sha256: str) -> None:
        filesystem, _ = self._at
        try:
            filesystem.rm_file(self._place(sha256))
        except FileNotFoundError:
            return

    def all(self) -> Iterator[str]:
        filesystem, root = self._at
        filesystem.invalidate_cache()
        try:
            found = filesystem.find(root)
        except FileNotFoundError:
            return
        yield from sorted(str(path).rsplit("/", 1)[-1] for path in found)

    def _place(self, sha256: str) -> str:
        return f"{self._at[1]}/{_relative(sha256)}"


def _relative(sha256: str) -> str:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise BlobMissing(f"{sha256[:80]!r} is no SHA-256")
    return f"{sha256[:2]}/{sha256}"


def _options(url: str) -> dict[str, str]:
    """What the environment says of an S3 that isn't Amazon's."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL")
    return {"endpoint_url": endpoint} if url.startswith("s3://") and endpoint else {}


def _sync(folder: Path) -> None:
    """Brings a folder's names to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
