"""`tianbao forms`, `tianbao schema`"""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator

from forms.registry import forms
from tests.tianbao.conftest import sample


def test_each_form_is_a_line_of_name_title_and_template(run):
    result = run("forms")
    assert result.exit_code == 0
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert [name for name, _, _ in lines] == [form.name for form in forms()]
    for name, title, template in lines:
        assert title
        assert template == f"templates/{name}.docx"


def test_the_schema_is_one_of_2020_12_and_takes_the_samples(run):
    for form, names in (("application", ("a01", "a03", "a12")), ("summary", ("s01", "s04"))):
        schema = json.loads(run("schema", form).stdout)
        Draft202012Validator.check_schema(schema)
        for name in names:
            Draft202012Validator(schema).validate(sample(name))


def test_the_schema_refuses_what_loading_refuses(run):
    schema = json.loads(run("schema", "summary").stdout)
    assert not Draft202012Validator(schema).is_valid({"recommender": True})
    assert not Draft202012Validator(schema).is_valid({"unknown": None})
