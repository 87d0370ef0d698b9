"""The notes of 附件1 are Word's own; a mark that the notice repeats refers to the same note."""

import re
from collections import Counter

from lxml import etree

from tests.templates.notice import notes
from tests.templates.word import W, part, value, words

APPLICATION = "application.docx"


def references() -> list[tuple[str, str]]:
    """The bookmark and the printed result of each NOTEREF field, in order."""
    found = []
    bookmark, result, shown = "", "", False
    for element in part(APPLICATION).iter(W + "instrText", W + "fldChar", W + "t"):
        if element.tag == W + "instrText":
            match = re.fullmatch(r" NOTEREF (\w+) \\f \\h ", element.text or "")
            bookmark = match[1] if match else ""
        elif element.tag == W + "t":
            result += element.text or "" if shown else ""
        else:
            shown = value(element, "fldCharType") == "separate"
            if value(element, "fldCharType") == "end":
                found.append((bookmark, result))
                result = ""
    return found


def is_raised(run: etree._Element) -> bool:
    return value(run.find(f"{W}rPr/{W}rStyle")) == "FootnoteReference"


def test_the_nine_notes_are_the_notice_s() -> None:
    texts = {
        value(note, "id"): words(note).strip()
        for note in part(APPLICATION, "word/footnotes.xml").iter(W + "footnote")
    }
    assert [texts[str(number)] for number in range(1, 10)] == notes()


def test_the_notes_have_their_separators() -> None:
    kinds = {
        value(note, "id"): value(note, "type") for note in part(APPLICATION, "word/footnotes.xml")
    }
    assert kinds["-1"] == "separator"
    assert kinds["0"] == "continuationSeparator"
    declared = part(APPLICATION, "word/settings.xml").iterfind(f"{W}footnotePr/{W}footnote")
    assert [value(note, "id") for note in declared] == ["-1", "0"]


def test_word_numbers_the_notes_as_the_notice_does() -> None:
    marks = [value(mark, "id") for mark in part(APPLICATION).iter(W + "footnoteReference")]
    assert marks == [str(number) for number in range(1, 10)]


def test_the_23_repeated_marks_refer_to_their_notes() -> None:
    found = references()
    assert len(found) == 23
    assert Counter(found) == {
        ("_RefNote3", "3"): 2,
        ("_RefNote4", "4"): 2,
        ("_RefNote5", "5"): 2,
        ("_RefNote6", "6"): 5,  # the notice marks 研制单位 of 网络与计算设备 with 6, not 7
        ("_RefNote7", "7"): 8,
        ("_RefNote8", "8"): 2,
        ("_RefNote9", "9"): 2,
    }


def test_each_bookmark_holds_the_mark_of_its_note() -> None:
    starts = list(part(APPLICATION).iter(W + "bookmarkStart"))
    assert len({value(start, "name") for start in starts}) == len(starts) == 9
    for start in starts:
        run, end = start.itersiblings().__next__(), None
        end = run.getnext()
        mark = run.find(W + "footnoteReference")
        assert f"_RefNote{value(mark, 'id')}" == value(start, "name")
        assert end is not None
        assert end.tag == W + "bookmarkEnd"
        assert value(end, "id") == value(start, "id")


def test_every_mark_is_raised() -> None:
    for paragraph in part(APPLICATION).iter(W + "p"):
        inside = False
        for run in paragraph.iter(W + "r"):
            kind = value(run.find(W + "fldChar"), "fldCharType")
            inside = kind == "begin" or (inside and kind != "end")
            if inside or run.find(W + "footnoteReference") is not None:
                assert is_raised(run)
    styles = part(APPLICATION, "word/styles.xml")
    (style,) = (
        it for it in styles.iter(W + "style") if value(it, "styleId") == "FootnoteReference"
    )
    assert value(style.find(f"{W}rPr/{W}vertAlign")) == "superscript"


def test_the_summary_has_its_notes_as_paragraphs() -> None:
    assert part("summary.docx").find(f".//{W}footnoteReference") is None
