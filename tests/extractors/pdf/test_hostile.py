"""PDFs that are broken, locked or made to do harm: a reason or a result, within the limits."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

import tianbao.verbs.reading as reading
from extractors.extract import extract
from tests.documents.pdf.hostile import broken_map, xref_wrong
from tests.documents.pdfs import pdf

NAME = "s03-long-and-sparse"


def assembled(objects: list[bytes], root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects, with its cross references."""
    data = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    data += b"trailer\n<</Size %d/Root %d 0 R%s>>\n" % (size, root, trailer)
    return data + b"startxref\n%d\n%%%%EOF" % start


def one_page(page: bytes = b"/MediaBox[0 0 595 842]", *more: bytes, root: bytes = b"") -> bytes:
    """A PDF of one page; `more` are objects from number 4 on."""
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R%s>>" % page,
            *more,
        ]
    )


def stream(data: bytes, head: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>\nstream\n%s\nendstream" % (
        len(packed),
        head,
        packed,
    )


def locked(user: str) -> bytes:
    document = pymupdf.open(stream=pdf(NAME), filetype="pdf")
    return bytes(
        document.tobytes(
            encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=user, owner_pw="owner", permissions=4
        )
    )


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + at) for at in range(count))
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
            *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] * count,
        ]
    )


def huge_picture() -> bytes:
    """One of 500 megapixels, of one grey, drawn over the page."""
    width, height = 25_000, 20_000
    head = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
        % (width, height)
    )
    return one_page(
        b"/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</XObject<</I 4 0 R>>>>",
        stream(bytes(width * height), head),
        stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
    )


def nested(depth: int) -> bytes:
    return one_page(b"/MediaBox[0 0 595 842]/X " + b"[" * depth + b"]" * depth)


def forms_in_forms() -> bytes:
    """A drawing that draws itself ten times, and so on without end."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>"
    return one_page(
        b"/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</XObject<</F 4 0 R>>>>",
        stream(b"/F Do " * 10, head),
        stream(b"/F Do"),
    )


def many_lines(count: int) -> bytes:
    """A page of lines without end, each crossing all others."""
    drawn = b"".join(
        b"0 %d m 9999 %d l S %d 0 m %d 9999 l S " % (4 * n, 4 * n, 4 * n, 4 * n)
        for n in range(count)
    )
    return one_page(b"/MediaBox[0 0 9999 9999]/Contents 4 0 R", stream(drawn))


def linearised_and_cut() -> bytes:
    """A file whose first cross references are those of its end, which is gone."""
    return (
        b"%PDF-1.7\n1 0 obj\n<</Linearized 1/L 999999/H[1 2]/O 4/E 5/N 1/T 9>>\nendobj\n"
        + pdf(NAME)[9:60_000]
    )


def xref_loop() -> bytes:
    data = one_page()
    at = data.rindex(b"startxref\n") + 10
    start = int(data[at : data.index(b"\n", at)])
    return data.replace(b"trailer\n<<", b"trailer\n<</Prev %d" % start)


REASONS: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "locked with a password": (lambda: locked("secret"), {"encrypted"}),
    "cut to a tenth": (lambda: pdf(NAME)[: len(pdf(NAME)) // 10], {"damaged", "not-a-form"}),
    "only a head": (lambda: b"%PDF-1.7\n", {"damaged"}),
    "noise behind a head": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 99, {"damaged"}),
    "linearised and cut": (linearised_and_cut, {"damaged", "not-a-form"}),
    "cross references in a loop": (xref_loop, {"not-a-form", "damaged"}),
    "pages without end": (lambda: many_pages(10_000), {"too-large"}),
    "no page": (lambda: many_pages(0), {"not-a-form", "damaged"}),
    "a page as large as a town": (
        lambda: one_page(b"/MediaBox[0 0 99999999999 99999999999]"),
        {"not-a-form", "damaged"},
    ),
    "a picture of 500 megapixels": (
        huge_picture,
        {"missing-program", "out-of-memory", "not-a-form"},
    ),
    "arrays in arrays": (lambda: nested(200_000), {"not-a-form", "damaged"}),
    "drawings in drawings": (forms_in_forms, {"not-a-form", "timeout"}),
    "lines without end": (lambda: many_lines(4_000), {"not-a-form", "timeout"}),
}


def test_each_has_a_reason_within_the_limits_and_the_next_one_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The seconds are those of a machine that does nothing else.
    monkeypatch.setattr(reading, "LIMITS", reading.Limits(seconds=60.0, memory=2**30))
    paths = []
    for number, (make, _) in enumerate(REASONS.values()):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(make())
        paths.append(path)
    good = tmp_path / "good.pdf"
    good.write_bytes(pdf(NAME))
    *bad, after = reading.read_all([*paths, good], workers=1)
    for (name, (_, expected)), [result] in zip(REASONS.items(), bad, strict=True):
        assert result["form"] is None, name
        assert result["reason"]["code"] in expected, (name, result["reason"])
    assert after[0]["form"] == "jiebang2024/summary"


def test_a_file_that_anybody_may_open_is_opened() -> None:
    [result] = extract(locked(""), "a.pdf")
    assert result["form"] == "jiebang2024/summary"


def test_scripts_are_a_mark_and_never_run() -> None:
    document = pymupdf.open(stream=pdf(NAME), filetype="pdf")
    root = document.pdf_catalog()
    document.xref_set_key(root, "OpenAction", "<</S/JavaScript/JS(app.alert\\(1\\))>>")
    [result] = extract(document.tobytes(), "a.pdf")
    assert "script" in [mark["kind"] for mark in result["marks"]]


def test_files_inside_are_listed_and_not_opened() -> None:
    document = pymupdf.open(stream=pdf(NAME), filetype="pdf")
    document.embfile_add("台账.xlsx", b"not opened")
    [result] = extract(document.tobytes(), "a.pdf")
    listed = [mark for mark in result["marks"] if mark["kind"] == "embedded-file"]
    assert [mark["text"] for mark in listed] == ["台账.xlsx"]


def test_files_packed_into_a_pdf_are_named_and_refused() -> None:
    document = pymupdf.open(stream=one_page())
    document.embfile_add("附件1.pdf", b"not opened")
    document.xref_set_key(document.pdf_catalog(), "Collection", "<</View/D>>")
    [result] = extract(document.tobytes(), "a.pdf")
    assert result["reason"]["code"] == "unsupported-kind"
    assert "附件1.pdf" in result["reason"]["message"]


@pytest.mark.parametrize(
    "root",
    [
        b"/AcroForm<</XFA(x)/Fields[]>>",
        b"/NeedsRendering true/AcroForm<</XFA(x)/Fields[<</T(a)/FT/Tx>>]>>",
    ],
)
def test_a_form_of_adobe_alone_is_refused_with_the_cure(root: bytes) -> None:
    document = pymupdf.open(stream=one_page(root=root))
    [result] = extract(document.tobytes(), "a.pdf")
    assert result["reason"]["code"] == "unsupported-kind"
    assert "XFA" in result["reason"]["message"]


@pytest.mark.parametrize("at", [200, 5_000, 50_000, 120_000])
def test_a_byte_that_is_wrong_ends_nothing(at: int) -> None:
    data = bytearray(pdf(NAME))
    data[at : at + 40] = b"\xff" * 40
    [result] = extract(bytes(data), "a.pdf")
    assert result["form"] or result["reason"]["code"] in {"damaged", "not-a-form"}


def test_a_program_to_start_is_a_mark_and_is_not_started() -> None:
    document = pymupdf.open(stream=pdf(NAME), filetype="pdf")
    root = document.pdf_catalog()
    document.xref_set_key(root, "OpenAction", "<</S/Launch/F(calc.exe)>>")
    [result] = extract(document.tobytes(), "a.pdf")
    assert result["form"] == "jiebang2024/summary"
    assert "script" in [mark["kind"] for mark in result["marks"]]


def test_text_in_a_font_that_maps_to_nothing_is_no_confident_nonsense() -> None:
    [result] = extract(broken_map(), "a.pdf")
    if result["form"] is None:
        assert result["reason"]["code"] == "not-a-form"
    else:
        assert all(entry["confidence"] < 0.9 for entry in result["fields"].values())


def test_offsets_that_are_all_wrong_are_mended() -> None:
    [result] = extract(xref_wrong(), "a.pdf")
    assert result["form"] == "jiebang2024/application"
