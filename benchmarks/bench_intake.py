"""Taking 100,000 small mails of one mbox in: cost for each mail and memory as they become more, and
how many times as long it takes as `mailbox` and `email` take to part and decode the same mails,
which store nothing. `CPU` is the processor time of a mail in milliseconds, of the process that
stores alone, without the child that unpacks."""

from __future__ import annotations

import gc
import mailbox
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import psutil

from tianbao.intake.taking import take_in
from tianbao.store import open_store

SIZES = (1_000, 10_000, 100_000)
SHARED = 50  # mails with the same attachment, as a form's blank is sent again and again

MAIL = """From office@district.example Sat Jun  1 10:00:00 2024
From: =?gb2312?B?1cXI/Q==?= <zhang{number}@applicant.example>
To: office@district.example
Subject: =?gb2312?B?yeqxqLLEwc8=?= {number}
Message-ID: <{number}@applicant.example>
Date: Sat, 1 Jun 2024 10:00:00 +0800
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: text/plain; charset=utf-8

138000000{phone:02}
--x
Content-Type: application/octet-stream
Content-Disposition: attachment; filename*=gb2312''%C9%EA%B1%A8%CA%E9.docx

{attachment}
--x--

"""


def write(path: Path, mails: int) -> None:
    with open(path, "w", encoding="ascii") as box:
        for number in range(mails):
            attachment = f"form {number // SHARED} " + "x" * 500
            box.write(MAIL.format(number=number, phone=number % 100, attachment=attachment))


def bare(path: Path) -> int:
    """Parts and decodes the mails by the standard library alone."""
    found = 0
    box = mailbox.mbox(path)
    for message in box:
        for part in message.walk():
            if part.get_filename():
                found += len(part.get_payload(decode=True)) > 0
    box.close()
    return found


def main(sizes: tuple[int, ...] = SIZES) -> None:
    print(f"{'mails':>8} {'mails/s':>9} {'CPU':>6} {'MiB':>6} {'bare mails/s':>13} {'ratio':>6}")
    with TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.mbox"
            write(path, size)
            start = perf_counter()
            assert bare(path) == size
            floor = perf_counter() - start
            gc.collect()
            store = open_store(Path(folder) / f"store-{size}")
            start, busy = perf_counter(), process_time()
            assert take_in(store, [str(path)]).mails == size
            took, busy = perf_counter() - start, process_time() - busy
            store.close()
            memory = psutil.Process(os.getpid()).memory_info().rss / 2**20
            row = f"{size:8} {size / took:9.0f} {busy / size * 1000:6.2f} {memory:6.0f}"
            row = f"{row} {size / floor:13.0f}"
            print(f"{row} {took / floor:6.1f}", flush=True)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
