"""Header lines as Chinese mailers write them."""

from __future__ import annotations

import pytest

from tianbao.intake.headers import line, parameter, when

GBK = "申报书.docx".encode("gb18030").decode("ascii", "surrogateescape")
UTF8 = "申报书.docx".encode().decode("ascii", "surrogateescape")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?gb2312?B?yeqxqMrp?=", "申报书"),
        ("=?GB2312?B?6UY=?=", "镕"),  # in GB 18030, not in GB 2312
        ("=?gb2312?Q?=C9=EA=B1=A8?=", "申报"),
        ("=?utf-8?B?55Sz5oql5Lmm?= =?utf-8?B?LmRvY3g=?=", "申报书.docx"),
        # One character's bytes parted between two words.
        ("=?utf-8?B?55Sz5g==?=\r\n =?utf-8?B?iqU=?=", "申报"),
        ("=?utf-8?B?55Sz5oql?= (2)", "申报 (2)"),
        ("Re: =?gbk?b?yeqxqA?=", "Re: 申报"),  # no padding
        ("=?x-unknown?B?55Sz5oql?=", "申报"),
        (GBK, "申报书.docx"),
        (UTF8, "申报书.docx"),
        ("plain", "plain"),
    ],
)
def test_a_line_is_read_whatever_it_is_written_in(written, read):
    assert line(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "attachment; filename*=gb2312''%C9%EA%B1%A8%CA%E9.docx",
        "attachment; filename*=UTF-8''%E7%94%B3%E6%8A%A5%E4%B9%A6.docx",
        "attachment; filename*0*=gb2312''%C9%EA%B1;\r\n filename*1*=%A8%CA%E9.docx",
        "attachment; filename*1=.docx; filename*0*=gb2312''%C9%EA%B1%A8%CA%E9",
        'attachment; filename="=?gb2312?B?yeqxqMrpLmRvY3g=?="',
        "attachment; filename==?gb2312?B?yeqxqMrpLmRvY3g=?=",
        'attachment; filename="=?utf-8?B?55Sz5oql5Lmm?=\r\n =?utf-8?B?LmRvY3g=?="',
        f'attachment; filename="{GBK}"',
        f"attachment; filename={GBK}",
        f'attachment; filename="{UTF8}"',
    ],
)
def test_the_name_of_an_attachment_is_read_however_it_is_written(written):
    assert parameter(written, "filename") == "申报书.docx"


def test_a_name_keeps_its_quotes_semicolons_and_backslashes():
    assert parameter(r'a; filename="a;\"b\".docx"; size=1', "filename") == 'a;"b".docx'


def test_a_parameter_that_is_not_there_is_none():
    assert parameter("attachment; size=3", "filename") is None


@pytest.mark.parametrize(
    "written", ["", "yesterday", "Mon, 99 Foo 2024 10:00:00", "1 Jan 1900 00:00:00 +0800"]
)
def test_a_date_that_is_none_is_no_date(written):
    assert when(written) is None


def test_a_line_of_ten_megabytes_is_cut():
    assert len(line("=?utf-8?B?55Sz?=" * 700_000)) < 100_000
