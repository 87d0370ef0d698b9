"""Records invented from a form."""

from __future__ import annotations

import pytest

from forms.registry import forms
from tianbao.verbs.linting.inventing import MAKERS, invented, records


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.name)
class TestEveryForm:
    def test_each_codec_has_a_maker(self, form):
        assert {form.codec(path).name for path in form.leaves()} <= {*MAKERS, "year"}

    def test_records_are_canonical_and_the_same_each_time(self, form):
        made = list(records(form, 5))
        assert made == list(records(form, 5))
        assert [form.load(record) for record in made] == made

    def test_a_full_one_answers_every_leaf(self, form):
        record = invented(form, seed=1, filled=1.0)
        for path in form.leaves():
            assert list(values(record, path.split("."))), path
            assert all(value is not None for value in values(record, path.split(".")))

    def test_texts_differ(self, form):
        record = invented(form, seed=2, filled=1.0)
        texts = [
            value
            for path in form.leaves()
            if form.codec(path).name in ("text", "prose", "phone", "email")
            for value in values(record, path.split("."))
        ]
        assert len(set(texts)) == len(texts)

    def test_the_codes_and_addresses_have_nothing_to_object_to(self, form):
        codes = {problem.code for problem in form.check(invented(form, seed=3, filled=1.0))}
        assert not codes & {"credit-code-checksum", "credit-code-format", "bad-phone", "bad-email"}


def values(value, steps):
    if not steps:
        yield value
    elif steps[0] == "*":
        for row in value:
            yield from values(row, steps[1:])
    else:
        yield from values(value[steps[0]], steps[1:])
