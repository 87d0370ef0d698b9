"""ZIP packages: what comes out is what zipfile reads, the unchanged members untouched."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderers.package import Frame, deflate, members

names = st.text(st.characters(codec="utf-8", exclude_characters="/\\\x00"), min_size=1, max_size=20)
contents = st.dictionaries(names, st.binary(max_size=200), max_size=5)


def archive(files, method=zipfile.ZIP_DEFLATED):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return buffer.getvalue()


def read(data):
    with zipfile.ZipFile(BytesIO(data)) as source:
        assert source.testzip() is None
        return {name: source.read(name) for name in source.namelist()}


@given(contents, contents)
def test_a_package_holds_what_was_put_in(unchanged, changed):
    unchanged = {name: content for name, content in unchanged.items() if name not in changed}
    frame = Frame(members(archive(unchanged)).values())
    assert read(frame.filled(changed)) == unchanged | changed
    assert list(read(frame.filled(changed))) == [*unchanged, *changed]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_members_are_read_however_they_are_packed(method):
    files = {"a": b"a" * 1000, "文.xml": b"b"}
    found = members(archive(files, method))
    assert {name: member.content() for name, member in found.items()} == files


def test_nothing_depends_on_the_clock():
    frame = Frame([deflate("a", b"1")])
    with zipfile.ZipFile(BytesIO(frame.filled({"b": b"2"}))) as source:
        assert {info.date_time for info in source.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_no_zip():
    with pytest.raises(zipfile.BadZipFile):
        members(b"hello")
