"""LibreOffice kept warm: what it converts, and what becomes of what fails."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psutil
import pymupdf
import pytest

from forms.registry import get
from renderers import programs
from renderers.docx import blank
from renderers.office import Limits, Office, OfficeMissing, Unconvertible, process

ROOT = Path(__file__).parents[2]
MEBIBYTE = 2**20


@pytest.fixture(scope="module")
def word() -> bytes:
    return blank(get("summary"))


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with Office(workers=2) as office:
        yield office


def text(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as document:
        return "".join(page.get_text() for page in document)


def reason(office: Office, document: bytes, **how: object) -> str:
    with pytest.raises(Unconvertible) as caught:
        office.convert(document, "pdf", **how)
    return caught.value.code


def started_by(parent: int) -> list[psutil.Process]:
    """Every LibreOffice below a process."""
    below = psutil.Process(parent).children(recursive=True)
    return [each for each in below if each.name() == "soffice.bin" and not ended(each)]


def ended(each: psutil.Process) -> bool:
    return not each.is_running() or each.status() == psutil.STATUS_ZOMBIE


def behind(office: Office) -> psutil.Process:
    """The LibreOffice that an office has idle."""
    (idle,) = office._idle
    return next(each for each in idle._watched if each.name() == "soffice.bin")


def until(true: Callable[[], object], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(true())


# --- what it converts ----------------------------------------------------------------------------


def test_a_word_file_becomes_a_pdf_with_its_words(office, word):
    assert "推荐汇总表" in text(office.convert(word, "pdf"))


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("rtf", rb"{\rtf1\ansi\ansicpg936 \u25581?\u27036?\par}"),
        ("html", "<meta charset=utf-8><p>揭榜</p>".encode()),
        (
            "wordml",
            '<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word'
            '/2003/wordml"><w:body><w:p><w:r><w:t>揭榜</w:t></w:r></w:p></w:body></w:wordDocument>'.encode(),
        ),
    ],
)
def test_other_kinds_become_word_files(office, kind, document):
    with zipfile.ZipFile(io.BytesIO(office.convert(document, "docx", kind=kind))) as package:
        assert "揭榜" in package.read("word/document.xml").decode()


def test_threads_share_the_processes(word):
    others = {process.pid for process in started_by(os.getpid())}
    with Office(workers=2) as two, ThreadPoolExecutor(4) as threads:
        printed = list(threads.map(lambda _: two.convert(word, "pdf"), range(6)))
        own = {process.pid for process in started_by(os.getpid())} - others
    assert {text(each) for each in printed} == {text(printed[0])}
    assert len(own) == 2


# --- documents that are no good ------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [b"garbage" * 1000, b"PK\x03\x04" + bytes(1000), b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0" * 200],
)
def test_what_is_no_word_file_is_damaged_and_costs_no_process(office, word, document):
    office.convert(word, "pdf")
    before = started_by(os.getpid())
    assert reason(office, document) == "damaged"
    assert office.convert(word, "pdf")
    assert started_by(os.getpid()) == before


def test_an_empty_file_says_so(office):
    assert reason(office, b"") == "empty-file"


def test_a_truncated_word_file_is_damaged(office, word):
    assert reason(office, word[: len(word) // 2]) == "damaged"


def test_a_bomb_is_stopped_by_its_memory_and_nothing_of_it_is_left(word):
    paragraph = b"<w:p><w:r><w:t>" + b"a" * 100 + b"</w:t></w:r></w:p>"
    with Office(limits=Limits(seconds=120, memory=280 * MEBIBYTE)) as office:
        office.convert(word, "pdf")
        one = behind(office)
        folder = Path(one.environ()["TMPDIR"])
        sockets = office._idle[0]._sockets
        assert sockets
        assert all(each.exists() for each in (folder, *sockets))
        assert reason(office, with_body(word, paragraph * 200_000)) == "out-of-memory"
        assert until(lambda: ended(one))
        assert not any(each.exists() for each in (folder, *sockets))


def with_body(word: bytes, body: bytes, relation: bytes = b"") -> bytes:
    """The Word file with another body, and a relation to something outside it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                head, _, _ = data.partition(b"<w:body>")
                data = head + b"<w:body>" + body + b"</w:body></w:document>"
            if name == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", relation + b"</Relationships>")
            new.writestr(name, data)
    return made.getvalue()


# --- processes that fail -------------------------------------------------------------------------


def test_one_that_hangs_is_killed_and_the_next_document_has_a_fresh_one(word):
    with Office() as office:
        office.convert(word, "pdf")
        hanging = behind(office)
        hanging.suspend()
        office._idle[0]._limits = Limits(seconds=0.5)
        assert reason(office, word) == "timeout"
        assert until(lambda: ended(hanging))
        assert office.convert(word, "pdf")


def test_one_that_dies_at_work_costs_the_document_a_second_try(office, word):
    office.convert(word, "pdf")
    for each in started_by(os.getpid()):
        each.suspend()
    with ThreadPoolExecutor(1) as thread:
        printed = thread.submit(office.convert, word, "pdf")
        time.sleep(0.2)
        for each in started_by(os.getpid()):
            each.kill()
        assert "推荐汇总表" in text(printed.result())


FAKE = """
import json, pathlib, sys
print(json.dumps({"error": None}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    CASE
    print(json.dumps({"error": None}), flush=True)
"""


@pytest.fixture
def fake(tmp_path, monkeypatch) -> Callable[[str], Office]:
    """An office whose script does what a test says instead of asking LibreOffice."""

    def fake(case: str, limits: Limits | None = None) -> Office:
        script = tmp_path / "bridge.py"
        script.write_text(FAKE.replace("CASE", case), encoding="utf-8")
        monkeypatch.setattr(process, "BRIDGE", script)
        monkeypatch.setattr(process, "found", lambda: ("true", sys.executable))
        return Office(limits=limits)

    return fake


def test_a_document_that_kills_two_processes_is_the_culprit(fake, tmp_path):
    tries = tmp_path / "tries"
    with fake(f"open({str(tries)!r}, 'a').write('x'); sys.exit(1)") as office:
        assert reason(office, b"x") == "damaged"
    assert tries.read_text() == "xx"


def test_success_without_a_file_is_no_success(fake):
    with fake("pass") as office:
        assert reason(office, b"x") == "damaged"


def test_the_file_of_the_document_before_is_not_taken_for_this_ones(fake):
    case = "source = open(request['source'], 'rb').read()\n    "
    case += "if source == b'good': open(request['target'], 'wb').write(source)"
    with fake(case) as office:
        assert office.convert(b"good", "pdf") == b"good"
        assert reason(office, b"bad") == "damaged"


def test_a_process_is_replaced_after_its_share_of_documents(fake):
    case = "import os; open(request['target'], 'w').write(str(os.getpid()))"
    with fake(case, Limits(documents=2)) as office:
        served = [office.convert(b"x", "pdf") for _ in range(5)]
    assert served[0] == served[1] != served[2] == served[3] != served[4]


def test_one_that_grew_is_replaced(fake, monkeypatch):
    case = "import os; open(request['target'], 'w').write(str(os.getpid()))"
    monkeypatch.setattr(process.Process, "_memory", lambda self: 10)
    with fake(case, Limits(grown=5)) as office:
        assert office.convert(b"x", "pdf") != office.convert(b"x", "pdf")


def test_closing_gives_up_what_is_at_work(fake):
    office = fake("import time; time.sleep(60)")
    with ThreadPoolExecutor(1) as thread:
        given_up = thread.submit(office.convert, b"x", "pdf")
        until(lambda: office._busy)
        office.close()
        assert isinstance(given_up.exception(), process.Died)


# --- nothing is left behind ----------------------------------------------------------------------


def sockets_of(pid: int) -> list[str]:
    """The named sockets that LibreOffice has in /tmp."""
    rows = Path(f"/proc/{pid}/net/unix").read_text(encoding="utf-8").split("\n")
    names = {row.split()[-1] for row in rows if "/OSL_PIPE_" in row}
    assert names
    return sorted(names)


USER = """
import sys, time, tianbao
tianbao.blank("summary", "pdf")
print("ready", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_no_office_outlives_the_program_however_it_ends(ending):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", USER],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as program:
        assert program.stdout
        assert program.stdout.readline()
        offices = started_by(program.pid)
        left = [Path(each.environ()["TMPDIR"]) for each in offices]
        left += [path for each in offices for path in map(Path, sockets_of(each.pid))]
        assert all(each.exists() for each in left)
        program.send_signal(ending)
    assert offices
    assert until(lambda: all(ended(each) for each in offices))
    assert until(lambda: not any(each.exists() for each in left))


# --- what documents may not do -------------------------------------------------------------------


class Listener:
    """Counts who connects to a port of this machine."""

    def __init__(self) -> None:
        self.callers = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.callers += 1
            caller.close()

    def close(self) -> None:
        self._socket.close()


LINKED = (
    b'<w:p><w:r><w:t>text</w:t><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/'
    b'drawingml/2006/wordprocessingDrawing"><wp:extent cx="914400" cy="914400"/><wp:docPr id="7" '
    b'name="x"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    b'<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic '
    b'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr '
    b'id="1" name="y"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="rId900"/>'
    b"</pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    b"</w:r></w:p>"
)
RELATION = (
    '<Relationship Id="rId900" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/image" Target="http://127.0.0.1:{}/a.png" TargetMode="External"/>'
)


def test_a_picture_that_is_only_linked_is_not_fetched(office, word):
    with closing(Listener()) as listener:
        page = f'<p>text<img src="http://127.0.0.1:{listener.port}/a.png" width=9 height=9></p>'
        relation = RELATION.format(listener.port).encode()
        document = with_body(word, LINKED, relation)
        assert "text" in text(office.convert(page.encode(), "pdf", kind="html"))
        assert "text" in text(office.convert(document, "pdf"))
        assert listener.callers == 0


# --- what is missing -----------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["writer", "python_with_uno"])
def test_what_is_missing_is_named_with_what_for_and_how_to_have_it(monkeypatch, missing):
    monkeypatch.setattr(programs, "writer", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(programs, "python_with_uno", lambda: "/usr/bin/python3")
    monkeypatch.setattr(programs, missing, lambda: None)
    with Office() as office, pytest.raises(OfficeMissing) as caught:
        office.convert(b"x", "pdf")
    assert caught.value.exit_code == 4
    name = "LibreOffice Writer is" if missing == "writer" else "python3-uno is"
    for words in (name, "PDF", "sudo apt-get install libreoffice-writer-nogui python3-uno"):
        assert words in str(caught.value)
