"""A PDF file from its objects: numbered, with a cross-reference table (ISO 32000-1, 7.5)."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field


@dataclass(slots=True)
class Objects:
    """The objects of one file, from 1 on; an object is what stands between `obj` and `endobj`."""

    bodies: list[bytes] = field(default_factory=list)

    def reserve(self) -> int:
        """The number of an object that is written later."""
        self.bodies.append(b"null")
        return len(self.bodies)

    def put(self, number: int, body: str | bytes) -> None:
        self.bodies[number - 1] = body.encode() if isinstance(body, str) else body

    def add(self, body: str | bytes) -> int:
        number = self.reserve()
        self.put(number, body)
        return number

    def stream(self, data: bytes, entries: str = "", packed: bool = True) -> int:
        """Adds a stream, deflated unless told otherwise."""
        if packed:
            data = zlib.compress(data)
            entries += " /Filter /FlateDecode"
        head = f"<< {entries} /Length {len(data)} >>\nstream\n".encode()
        return self.add(head + data + b"\nendstream")

    def file(self, root: int, info: int) -> bytes:
        """The whole file."""
        parts, places, at = [b"%PDF-1.7\n%\xb5\xb5\xb5\xb5\n"], [], 0
        at = len(parts[0])
        for number, body in enumerate(self.bodies, start=1):
            places.append(at)
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
            at += len(parts[-1])
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        size = len(self.bodies) + 1
        name = hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest()
        trailer = (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n"
            f"<< /Size {size} /Root {root} 0 R /Info {info} 0 R /ID [<{name}> <{name}>] >>\n"
            f"startxref\n{at}\n%%EOF\n"
        )
        return b"".join(parts) + trailer.encode()


def text_string(text: str) -> str:
    """A text string object in UTF-16."""
    return f"<feff{text.encode('utf-16-be').hex()}>"
