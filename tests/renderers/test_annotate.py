"""Problems as comments in the submitter's own file."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from extractors.extract import extract
from renderers.annotate import annotate
from renderers.correct import correct
from renderers.correct.refusal import Unwritable
from tests.renderers.office import saved_again

SUBMISSIONS = Path(__file__).parents[2] / "samples" / "submissions"
NEW_PARTS = {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}


def submission(name: str) -> bytes:
    return (SUBMISSIONS / f"{name}.docx").read_bytes()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def comments(data: bytes) -> list[str]:
    found = members(data)["word/comments.xml"].decode()
    return re.findall(r"<w:comment .*?</w:comment>", found, re.DOTALL)


def expected(data: bytes) -> int:
    """A comment for each problem with a place, one for all the others."""
    problems = extract(data, "")[0]["problems"]
    loose = [each for each in problems if not each["path"] and each["code"] != "unread-text"]
    return len(problems) - len(loose) + bool(loose)


def test_each_problem_is_a_comment_and_nothing_else_is_read_otherwise():
    sent = submission("a01-slips")
    written = annotate(sent, author="审核员")
    (before,), (after,) = extract(sent, ""), extract(written, "")
    assert [each["kind"] for each in after["marks"]] == ["comment"] * len(before["problems"])
    for name in ("record", "fields", "problems"):
        assert before[name] == after[name]
    said = "".join(comments(written))
    assert all(problem["message"].replace("\n", "") in said for problem in before["problems"])
    assert said.count('w:author="审核员"') == len(before["problems"])


def test_only_the_parts_that_hold_comments_differ():
    sent = submission("a01-slips")
    old, new = members(sent), members(annotate(sent))
    assert new.keys() - old.keys() == {"word/comments.xml"}
    assert {name for name in old if old[name] != new[name]} <= NEW_PARTS
    bare = re.compile(r"<w:commentRange(?:Start|End)[^>]*/>|<w:r><w:commentReference[^>]*/></w:r>")
    assert bare.sub("", new["word/document.xml"].decode()) == old["word/document.xml"].decode()


def test_comments_that_are_there_stay_and_keep_their_numbers():
    once = annotate(submission("a01-slips"), author="申报单位")
    twice = annotate(once, author="审核员")
    assert comments(twice)[: len(comments(once))] == comments(once)
    numbers = re.findall(r'<w:comment w:id="(\d+)"', members(twice)["word/comments.xml"].decode())
    assert len(numbers) == len(set(numbers)) == 2 * len(comments(once))


def test_a_corrected_file_can_be_annotated():
    sent = submission("a01-slips")
    tracked = correct(sent, {"applicant.name": "甲乙公司"}, track=True, author="审核员")
    (result,) = extract(annotate(tracked), "")
    assert result["record"]["applicant"]["name"] == "甲乙公司"
    assert "w:ins" in members(annotate(tracked))["word/document.xml"].decode()


def test_a_file_without_problems_comes_back_as_it_was():
    sent = submission("a01-retyped")
    assert annotate(sent) is sent


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7"])
def test_what_is_no_word_file_says_so(data):
    with pytest.raises(Unwritable):
        annotate(data)


def test_libreoffice_keeps_every_comment_and_the_file_is_sound(tmp_path):
    sent = {name: submission(name) for name in ("a04-unmerged", "a06-values-below-libreoffice")}
    written = {name: annotate(data) for name, data in sent.items()}
    for name, data in written.items():
        target = tmp_path / f"{name}-written.docx"
        target.write_bytes(data)
        before = tmp_path / f"{name}-sent.docx"
        before.write_bytes(sent[name])
        validator = OpenXmlValidator()
        known = [str(error) for error in validator.validate(before).errors]
        assert len(validator.validate(target).errors) <= len(known)
    for name, data in saved_again(written, tmp_path).items():
        assert len(comments(data)) == expected(sent[name])
