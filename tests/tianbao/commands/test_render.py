"""`tianbao render FORM RECORD.json -o FILE.docx`, and of many records into a folder."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

import tianbao
from renderers.office import Unconvertible, pool


def write(name: str, *records: object) -> str:
    Path(name).write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return name


# --- one record ----------------------------------------------------------------------------------


def test_a_record_is_printed_to_the_file(run, summary):
    result = run("render", "summary", write("r.json", summary), "-o", "filled.docx")
    assert (result.exit_code, result.output) == (0, "")
    assert Path("filled.docx").read_bytes() == tianbao.render("summary", summary)


def test_a_dash_is_standard_input_and_a_line_of_extract_is_a_record(run, summary, summary_docx):
    Path("came.docx").write_bytes(summary_docx)
    line = run("extract", "came.docx").stdout
    assert run("render", "summary", "-", "-o", "again.docx", stdin=line).exit_code == 0
    assert Path("again.docx").read_bytes() == summary_docx


def test_every_error_is_told_at_once_and_no_file_is_written(run):
    faulty = {"recommender": 7, "rows": [{"name": True}, {"nmae": "x"}], "unknown": 1}
    result = run("render", "summary", write("r.json", faulty), "-o", "filled.docx")
    assert result.exit_code == 2
    for path in ("recommender", "rows.0.name", "rows.1.nmae", "unknown"):
        assert f"{path}: " in result.stderr
    assert os.listdir() == ["r.json"]


def test_ten_thousand_errors_are_ten_thousand_lines(run):
    faulty = {"rows": [{f"k{n}": n for n in range(10)} for _ in range(1000)]}
    result = run("render", "summary", write("r.json", faulty), "-o", "filled.docx")
    assert result.exit_code == 2
    assert result.stderr.count("\n") >= 10_000
    assert not Path("filled.docx").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"rows": NaN}', '{"a": 1, "a": 2}'])
def test_what_is_no_record_is_a_wrong_call(run, text):
    result = run("render", "summary", "-", "-o", "filled.docx", stdin=text)
    assert result.exit_code == 2
    assert not Path("filled.docx").exists()


def test_a_line_of_another_form_is_a_wrong_call(run, application):
    line = json.dumps({"form": "jiebang2024/application", "record": application})
    result = run("render", "summary", "-", "-o", "filled.docx", stdin=line)
    assert result.exit_code == 2
    assert "jiebang2024/application" in result.stderr


def test_a_file_that_is_not_there_is_a_wrong_call(run):
    assert run("render", "summary", "absent.json", "-o", "filled.docx").exit_code == 2


def test_a_file_that_is_there_is_kept_without_force(run, summary):
    Path("filled.docx").write_bytes(b"mine")
    assert run("render", "summary", write("r.json", summary), "-o", "filled.docx").exit_code == 2
    assert Path("filled.docx").read_bytes() == b"mine"


def test_the_suffix_chooses_pdf(run, summary):
    result = run("render", "summary", write("r.json", summary), "-o", "filled.pdf")
    assert (result.exit_code, result.output) == (0, "")
    assert Path("filled.pdf").read_bytes() == tianbao.render("summary", summary, "pdf")


# --- many records --------------------------------------------------------------------------------


def test_each_line_is_printed_to_a_file_named_by_its_values(run, summary):
    other = {**summary, "recommender": "上海市甲区科学技术委员会"}
    lines = write("r.jsonl", summary, other, other)
    result = run("render", "summary", lines, "-o", "out", "--name", "汇总-{recommender}")
    assert (result.exit_code, result.output) == (0, "")
    assert sorted(os.listdir("out")) == sorted(
        [
            f"汇总-{summary['recommender']}.docx",
            "汇总-上海市甲区科学技术委员会.docx",
            "汇总-上海市甲区科学技术委员会-2.docx",
        ]
    )
    printed = Path("out/汇总-上海市甲区科学技术委员会-2.docx").read_bytes()
    assert printed == tianbao.render("summary", other)


def test_a_record_that_stands_in_many_lines_is_printed_into_the_folder_too(run, summary):
    Path("r.json").write_text(json.dumps(summary, indent=1), encoding="utf-8")
    result = run("render", "summary", "r.json", "-o", "out", "--name", "{recommender}")
    assert (result.exit_code, result.output) == (0, "")
    assert os.listdir("out") == [f"{summary['recommender']}.docx"]


def test_lines_in_a_json_are_many_records(run, summary):
    result = run(
        "render",
        "summary",
        write("r.json", summary, summary),
        "-o",
        "out",
        "--name",
        "{recommender}",
    )
    assert (result.exit_code, len(os.listdir("out"))) == (0, 2)


def test_many_records_without_a_name_are_told_what_to_do(run, summary):
    result = run("render", "summary", write("r.jsonl", summary, summary), "-o", "filled.docx")
    assert result.exit_code == 2
    assert "--name" in result.stderr
    assert os.listdir() == ["r.jsonl"]


def test_a_name_that_ends_in_pdf_asks_for_pdf(run, summary):
    records = [{**summary, "recommender": name} for name in ("甲", "乙", "甲")]
    result = run(
        "render", "summary", write("r.jsonl", *records), "-o", "out", "--name", "{recommender}.pdf"
    )
    assert (result.exit_code, result.output) == (0, "")
    assert sorted(os.listdir("out")) == sorted(["甲.pdf", "乙.pdf", "甲-2.pdf"])
    assert Path("out/乙.pdf").read_bytes() == tianbao.render("summary", records[1], "pdf")


def test_what_libreoffice_fails_at_is_told_and_the_others_are_printed(run, summary, monkeypatch):
    convert = pool.Office.convert

    def failing(self, data, *arguments, **named):
        if zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").count("坏".encode()):
            raise Unconvertible("timeout", "LibreOffice took too long over it")
        return convert(self, data, *arguments, **named)

    monkeypatch.setattr(pool.Office, "convert", failing)
    lines = write("r.jsonl", {**summary, "recommender": "坏"}, {**summary, "recommender": "好"})
    result = run("render", "summary", lines, "-o", "out", "--name", "{recommender}.pdf")
    assert result.exit_code == 3
    assert "r.jsonl:1: LibreOffice took too long" in result.stderr
    assert os.listdir("out") == ["好.pdf"]


def test_no_value_leads_out_of_the_folder(run):
    records = [{"recommender": name} for name in ("../../up", "/etc/passwd", "..", None)]
    result = run(
        "render", "summary", write("r.jsonl", *records), "-o", "out", "--name", "{recommender}"
    )
    assert result.exit_code == 0
    assert sorted(os.listdir()) == ["out", "r.jsonl"]
    assert sorted(os.listdir("out")) == sorted(
        ["_.._up.docx", "_etc_passwd.docx", "未命名.docx", "未命名-2.docx"]
    )


def test_a_bad_line_is_reported_with_its_number_and_the_others_are_printed(run, summary):
    Path("r.jsonl").write_text(
        "\n".join([json.dumps(summary), "{", '{"recommender": 1, "x": 2}', json.dumps(summary)])
    )
    result = run("render", "summary", "r.jsonl", "-o", "out", "--name", "{rows[0][name]}")
    assert result.exit_code == 3
    assert "r.jsonl:2: no JSON" in result.stderr
    assert "r.jsonl:3: recommender: " in result.stderr
    assert "r.jsonl:3: x: " in result.stderr
    assert len(os.listdir("out")) == 2


@pytest.mark.parametrize("name", ["jiebang2025/summary", "application", 5, []])
def test_a_line_of_another_form_is_bad_and_the_others_are_printed(run, summary, name):
    lines = write("r.jsonl", {"form": name, "record": {}}, {"form": "summary", "record": summary})
    result = run("render", "summary", lines, "-o", "out", "--name", "{recommender}")
    assert result.exit_code == 3
    assert "r.jsonl:1: " in result.stderr
    assert len(os.listdir("out")) == 1


def test_files_that_are_there_are_kept_and_told(run, summary):
    lines = write("r.jsonl", summary)
    assert run("render", "summary", lines, "-o", "out", "--name", "{recommender}").exit_code == 0
    again = run("render", "summary", lines, "-o", "out", "--name", "{recommender}")
    assert again.exit_code == 2
    assert "r.jsonl:1: " in again.stderr
    assert "--force" in again.stderr
    forced = run("render", "summary", lines, "-o", "out", "--name", "{recommender}", "--force")
    assert forced.exit_code == 0


@pytest.mark.parametrize("name", ["{recommender.__class__}", "{x}", "fixed", "{rows[0][name]!r}"])
def test_a_name_of_anything_but_values_is_a_wrong_call_before_anything_is_written(
    run, summary, name
):
    lines = write("r.jsonl", summary)
    assert run("render", "summary", lines, "-o", "out", "--name", name).exit_code == 2
    assert not Path("out").exists()


def test_a_folder_without_a_name_and_a_name_without_a_folder_are_wrong_calls(run, summary):
    lines = write("r.jsonl", summary)
    Path("out").mkdir()
    assert "--name" in run("render", "summary", lines, "-o", "out").stderr
    assert run("render", "summary", lines, "-o", "x.docx", "--name", "{recommender}").exit_code == 2
