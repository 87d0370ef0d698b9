"""Mails in one file."""

from __future__ import annotations

import io
import mailbox

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tianbao.intake.helpers import WORD, mail
from tianbao.intake.mboxes import mails

TEXT = b"From here on\nFrom there: to here\n\nFrom here on the text goes on.\n"


def written(tmp_path, *messages: bytes) -> bytes:
    path = tmp_path / "box"
    box = mailbox.mbox(path)
    for message in messages:
        box.add(message)
    box.flush()
    return path.read_bytes()


def test_mails_come_out_as_they_went_in(tmp_path):
    messages = [mail(number, ("甲.docx", WORD)).as_bytes() for number in range(3)]
    box = written(tmp_path, *messages)
    assert [each.rstrip() for each in mails(io.BytesIO(box))] == [
        each.rstrip() for each in messages
    ]


def test_a_line_of_the_text_that_begins_with_from_ends_no_mail(tmp_path):
    message = b"From: a@b.example\n\n" + TEXT
    plain = b"From a@b.example Sat Jun  1 10:00:00 2024\n" + message + b"\n"
    assert list(mails(io.BytesIO(plain * 2))) == [message, message]


def test_quoted_lines_are_as_they_were(tmp_path):
    message = b"From: a@b.example\n\n" + TEXT
    (read,) = mails(io.BytesIO(written(tmp_path, message)))
    assert read.rstrip() == message.rstrip()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("From :\n>ab\r", max_size=60), max_size=4))
def test_no_byte_of_a_text_is_lost(bodies):
    messages = [b"From: a@b.example\n\nx" + body.encode() for body in bodies]
    box = b"".join(b"From x\n" + message + b"\n\n" for message in messages)
    read = b"".join(mails(io.BytesIO(box)))
    wanted = b"".join(messages)
    assert sum(read.count(each) for each in (b"a", b"b")) >= sum(
        wanted.count(each) for each in (b"a", b"b")
    )
