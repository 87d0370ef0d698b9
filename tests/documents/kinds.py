"""Word documents as other kinds of file, written as the programs write them that save such kinds.

LibreOffice writes most of them; here is what it does not write, or not as Word does (its Word 2003
XML has neither ticks nor merged cells). `python -m tests.documents.kinds --force` writes
samples/kinds/ anew.
"""

from __future__ import annotations

import base64
import io
import re
import sys
import tempfile
import zipfile
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from extractors.docx import read
from extractors.page import Cell, Page, Paragraph, Table
from tests.renderers.office import saved_as

SAMPLES = Path(__file__).parents[2] / "samples"
KINDS = SAMPLES / "kinds"

# Suffix → the filter by which LibreOffice saves it.
FILTERS = {
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "odt": "writer8",
    "fodt": "OpenDocument Text Flat XML",
}

PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"
MAIN = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OLD = b"http://schemas.microsoft.com/office/word/2003/wordml"
AUXILIARY = b"http://schemas.microsoft.com/office/word/2003/auxHint"


def flat_opc(document: bytes) -> bytes:
    """A .docx as Word's `Word XML document`."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        types = package.read("[Content_Types].xml").decode()
        parts = [
            _part(f"/{name}", _type(types, f"/{name}"), package.read(name))
            for name in package.namelist()
            if name != "[Content_Types].xml" and not name.endswith("/")
        ]
    head = '<?xml version="1.0" standalone="yes"?><?mso-application progid="Word.Document"?>'
    return f'{head}<pkg:package xmlns:pkg="{PACKAGE}">{"".join(parts)}</pkg:package>'.encode()


def _part(name: str, type_: str, data: bytes) -> str:
    attributes = f"pkg:name={quoteattr(name)} pkg:contentType={quoteattr(type_)}"
    if type_.endswith("xml"):
        xml = re.sub(r"^\ufeff?\s*<\?xml.*?\?>\s*", "", data.decode(), count=1)
        return f"<pkg:part {attributes}><pkg:xmlData>{xml}</pkg:xmlData></pkg:part>"
    binary = base64.encodebytes(data).decode()
    return f"<pkg:part {attributes}><pkg:binaryData>{binary}</pkg:binaryData></pkg:part>"


def _type(types: str, name: str) -> str:
    declared = re.search(rf'PartName="{re.escape(name)}" ContentType="([^"]*)"', types)
    if declared:
        return declared[1]
    ending = re.escape(name.rpartition(".")[2])
    default = re.search(rf'Extension="{ending}" ContentType="([^"]*)"', types)
    return default[1] if default else "application/octet-stream"


def word_2003(document: bytes, extra: bytes = b"") -> bytes:
    """A .docx without notes and controls as Word 2003 XML; `extra` stands before its content."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        xml = package.read("word/document.xml")
        styles = package.read("word/styles.xml") if "word/styles.xml" in package.namelist() else b""
    body = xml[xml.index(b"<w:body>") + 8 : xml.rindex(b"</w:body>")]
    old = b"".join(
        (
            b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
            b'<?mso-application progid="Word.Document"?>',
            b'<w:wordDocument xmlns:w="' + OLD + b'" xmlns:wx="' + AUXILIARY + b'"',
            b' xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xml:space="preserve">',
            re.sub(rb'xmlns:\w+="[^"]*"|mc:Ignorable="[^"]*"', b"", _within(styles, b"w:styles")),
            b"<w:body><wx:sect>" + extra + body + b"</wx:sect></w:body></w:wordDocument>",
        )
    )
    for new, name in ((b"vMerge", b"vmerge"), (b"eastAsia", b"fareast"), (b"hAnsi", b"h-ansi")):
        old = old.replace(b"w:" + new, b"w:" + name)
    return old.replace(b' xml:space="preserve">', b">").replace(
        b'aml/2001/core">', b'aml/2001/core" xml:space="preserve">', 1
    )


def _within(xml: bytes, element: bytes) -> bytes:
    found = re.search(rb"<" + element + rb"\b.*</" + element + rb">", xml, re.DOTALL)
    return found[0] if found else b""


def word_html(page: Page, charset: str = "gb2312") -> bytes:
    """A page as Word and WPS save it `as web page`, in Chinese Windows' encoding."""
    blocks = "\n".join(map(_block, page.blocks))
    text = f"""<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta http-equiv=Content-Type content="text/html; charset={charset}">
<meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="申报书.files/filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {{mso-style-unhide:no; margin:0cm; font-size:12.0pt;}} --></style>
</head><body lang=ZH-CN style='tab-interval:21.0pt'><div class=WordSection1>
{blocks}
</div></body></html>"""
    return text.replace("\n", "\r\n").encode("gb18030" if charset == "gb2312" else charset)


def _block(block: Paragraph | Table) -> str:
    if isinstance(block, Paragraph):
        lines = escape(block.text).replace("\n", "<br>")
        return f"<p class=MsoNormal><span lang=EN-US>{lines}<o:p></o:p></span></p>"
    rows = [
        f"<tr style='mso-yfti-irow:{row}'>{''.join(map(_cell, _of_row(block, row)))}</tr>"
        for row in range(block.rows)
    ]
    table = "<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse'>"
    return f"{table}{''.join(rows)}</table>"


def _of_row(table: Table, row: int) -> list[Cell]:
    return [cell for cell in table.cells if cell.row == row]


def _cell(cell: Cell) -> str:
    spans = f"width={round(cell.x1 - cell.x0)}"
    spans += f" colspan={cell.column_span}" if cell.column_span > 1 else ""
    spans += f" rowspan={cell.row_span}" if cell.row_span > 1 else ""
    inner = "".join(map(_block, cell.blocks)) or "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
    return f"<td {spans} valign=top style='border:solid windowtext 1.0pt'>{inner}</td>"


def mhtml(page: bytes, pictures: dict[str, bytes] | None = None, charset: str = "gb2312") -> bytes:
    """A web page and its pictures as Word's `single file web page`."""
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content("placeholder")
    message.make_related()
    first = message.get_payload()[0]
    first.set_content(page, "text", "html", cte="quoted-printable")
    first.set_param("charset", charset)
    first["Content-Location"] = "file:///C:/申报/申报书.htm".encode().decode("ascii", "ignore")
    for name, data in (pictures or {}).items():
        message.add_related(data, "image", "png")
        message.get_payload()[-1]["Content-Location"] = f"file:///C:/{name}"
    return message.as_bytes()


def written(stem: str) -> dict[str, bytes]:
    """A submission as each kind that is written here, by the names of samples/kinds."""
    document = (SAMPLES / "submissions" / f"{stem}.docx").read_bytes()
    web = word_html(read(document))
    return {
        f"{stem}-html.doc": web,
        f"{stem}-mhtml.doc": mhtml(web),
        f"{stem}-flat-opc.xml": flat_opc(document),
        f"{stem}-word-2003.xml": word_2003(document),
    }


def saved(stems: list[str], suffix: str) -> dict[str, bytes]:
    """Submissions as LibreOffice saves them in one kind, by the names of samples/kinds."""
    documents = {stem: (SAMPLES / "submissions" / f"{stem}.docx").read_bytes() for stem in stems}
    with tempfile.TemporaryDirectory() as folder:
        made = saved_as(documents, Path(folder), suffix, FILTERS[suffix])
    return {f"{stem}.{suffix}": data for stem, data in made.items()}


def main() -> None:
    if sys.argv[1:] != ["--force"]:
        sys.exit("writes samples/kinds/ anew: say --force")
    KINDS.mkdir(exist_ok=True)
    files = written("s01-retyped")
    for suffix in FILTERS:
        files |= saved(["s01-retyped"], suffix)
    files |= saved(["a06-values-below-libreoffice"], "doc")
    for name, data in files.items():
        (KINDS / name).write_bytes(data)


if __name__ == "__main__":
    main()
