"""Bytes by their SHA-256: in a local folder, or wherever fsspec reaches (`s3://bucket/prefix`)."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, Protocol, cast

from tianbao.store.errors import BlobMissing, StoreUnusable

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

PIECE = 2**20  # bytes read at a time
TOGETHER = 100  # files that are open at once
PARTS = "part"  # the folder of files that are not whole yet


class Blobs(Protocol):
    """Where bytes are kept. What `put` gave back is there for good when it returns."""

    def put(self, data: bytes) -> str:
        """Keeps `data` and gives its SHA-256; bytes that are there already stay as they are."""

    def put_all(self, datas: Sequence[bytes]) -> list[str]:
        """The same for several, none of them there for good before it returns."""

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
        self.folder = folder

    def put(self, data: bytes) -> str:
        return self.put_all([data])[0]

    def put_all(self, datas: Sequence[bytes]) -> list[str]:
        found = [(hashlib.sha256(data).hexdigest(), data) for data in datas]
        missing = [
            (self._place(sha256), data)
            for sha256, data in dict(found).items()
            if not _holds(self._place(sha256), len(data))
        ]
        for start in range(0, len(missing), TOGETHER):
            self._write(missing[start : start + TOGETHER])
        return [sha256 for sha256, _ in found]

    def put_stream(self, stream: IO[bytes]) -> tuple[str, int]:
        with self._beside() as target:
            sha256, size = _copy(stream, target, str(self.folder))
            place = self._place(sha256)
            with _reaching(str(self.folder)):
                if not _holds(place, size):
                    _settle([(target, place)])
        return sha256, size

    def get(self, sha256: str) -> bytes:
        with self.open(sha256) as stream:
            return stream.read()

    def open(self, sha256: str) -> BinaryIO:
        with _reaching(str(self.folder), sha256):
            return open(self._place(sha256), "rb")

    def exists(self, sha256: str) -> bool:
        return self._place(sha256).exists()

    def delete(self, sha256: str) -> None:
        with _reaching(str(self.folder)):
            self._place(sha256).unlink(missing_ok=True)

    def all(self) -> Iterator[str]:
        for folder in sorted(self.folder.glob("??")):
            yield from sorted(entry.name for entry in folder.iterdir())

    def _place(self, sha256: str) -> Path:
        return self.folder / _relative(sha256)

    def _write(self, files: Sequence[tuple[Path, bytes]]) -> None:
        with ExitStack() as stack:
            streams = [(stack.enter_context(self._beside()), place) for place, _ in files]
            with _reaching(str(self.folder)):
                for (stream, _), (_, data) in zip(streams, files, strict=True):
                    stream.write(data)
                _settle(streams)

    @contextmanager
    def _beside(self) -> Iterator[BinaryIO]:
        """A new file that is gone at the end, unless it was settled."""
        folder = self.folder / PARTS
        path = folder / secrets.token_hex(8)
        with _reaching(str(self.folder)):
            folder.mkdir(parents=True, exist_ok=True)
            stream = open(path, "xb")  # noqa: SIM115  # closed by the next block
        try:
            with stream:
                yield stream
        finally:
            path.unlink(missing_ok=True)


def _settle(files: Sequence[tuple[BinaryIO, Path]]) -> None:
    """Brings files to the disk and gives them their names: all of one step before the next, as
    what the first brings to the disk takes most of the others along."""
    for stream, _ in files:
        stream.flush()
    for stream, _ in files:
        os.fsync(stream.fileno())
    for stream, place in files:
        place.parent.mkdir(exist_ok=True)
        os.replace(stream.name, place)
    for folder in {place.parent for _, place in files}:
        _sync(folder)


def _holds(place: Path, size: int) -> bool:
    """Whether there are so many bytes; a name with others behind it than its own (a disk that
    failed) is written anew."""
    try:
        return place.stat().st_size == size
    except FileNotFoundError:
        return False


class RemoteBlobs:
    """A place that fsspec reaches. An object there is whole or absent: it appears when its upload
    ends, under its name at once."""

    def __init__(self, url: str) -> None:
        self._url = url

    @cached_property
    def _filesystem(self) -> AbstractFileSystem:
        import fsspec

        # What was listed before says nothing: others write there too.
        return fsspec.core.url_to_fs(self._url, use_listings_cache=False)[0]

    @cached_property
    def _root(self) -> str:
        return str(self._filesystem._strip_protocol(self._url)).rstrip("/")

    def put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        with _reaching(self._url):
            if not self._filesystem.exists(self._place(sha256)):
                self._filesystem.pipe_file(self._place(sha256), data)
        return sha256

    def put_all(self, datas: Sequence[bytes]) -> list[str]:
        return [self.put(data) for data in datas]

    def put_stream(self, stream: IO[bytes]) -> tuple[str, int]:
        # Its name is known only at its end.
        with tempfile.TemporaryFile() as whole:
            sha256, size = _copy(stream, whole, tempfile.gettempdir())
            whole.seek(0)
            if not self.exists(sha256):
                with _reaching(self._url), self._filesystem.open(self._place(sha256), "wb") as to:
                    shutil.copyfileobj(whole, to, PIECE)
        return sha256, size

    def get(self, sha256: str) -> bytes:
        with _reaching(self._url, sha256):
            return cast(bytes, self._filesystem.cat_file(self._place(sha256)))

    def open(self, sha256: str) -> BinaryIO:
        with _reaching(self._url, sha256):
            return cast(BinaryIO, self._filesystem.open(self._place(sha256), "rb"))

    def exists(self, sha256: str) -> bool:
        with _reaching(self._url):
            return bool(self._filesystem.exists(self._place(sha256)))

    def delete(self, sha256: str) -> None:
        with _reaching(self._url), suppress(FileNotFoundError):
            self._filesystem.rm_file(self._place(sha256))

    def all(self) -> Iterator[str]:
        with _reaching(self._url):
            found = self._filesystem.find(self._root)
        yield from sorted(str(path).rsplit("/", 1)[-1] for path in found)

    def _place(self, sha256: str) -> str:
        return f"{self._root}/{_relative(sha256)}"


@contextmanager
def _reaching(place: str, sha256: str | None = None) -> Iterator[None]:
    """What goes wrong with a place as our errors; `sha256` is what is looked for there."""
    try:
        yield
    except StoreUnusable:
        raise
    except FileNotFoundError as error:
        if sha256 is None:
            raise StoreUnusable(f"{place}: {error.strerror or error}") from error
        raise BlobMissing(f"{sha256}: not in {place}") from None
    except Exception as error:  # what an fsspec raises is its library's: BotoCoreError, OSError …
        raise StoreUnusable(f"{place}: {error}") from error


def _copy(source: IO[bytes], target: IO[bytes], place: str) -> tuple[str, int]:
    """Copies a stream a piece at a time; its SHA-256 and size. What is wrong with the source (a
    broken archive) is no fault of the place."""
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        size += len(piece)
        with _reaching(place):
            target.write(piece)
    return digest.hexdigest(), size


def _relative(sha256: str) -> str:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise BlobMissing(f"{sha256[:80]!r} is no SHA-256")
    return f"{sha256[:2]}/{sha256}"


def _sync(folder: Path) -> None:
    """Brings a folder's names to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
