"""Forms by name."""

from __future__ import annotations

import subprocess
import sys

import pytest

from forms import registry
from forms.errors import UnknownForm


def test_forms_by_name_and_by_unique_ending() -> None:
    application, summary, notice = registry.forms()
    assert (application.name, summary.name, notice.name) == registry.names()
    assert registry.get("application") is application
    assert registry.get("jiebang2024/summary") is summary
    assert application.template == "jiebang2024/application.docx"


@pytest.mark.parametrize("name", ["", "nothing", "jiebang2024/", "Application"])
def test_unknown_forms(name: str) -> None:
    with pytest.raises(UnknownForm, match="jiebang2024/application") as caught:
        registry.get(name)
    assert caught.value.exit_code == 2


def test_an_ending_of_several_names_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._MODULES, "jiebang2025/summary", "forms.jiebang2024.summary")
    with pytest.raises(UnknownForm):
        registry.get("summary")


def test_importing_the_registry_imports_no_schema() -> None:
    script = "import sys, forms.registry; sys.exit('marshmallow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_reading_our_own_print_needs_no_slow_import() -> None:
    """rapidfuzz and cn2an take 30 to 90 ms each; exact answers do without them."""
    script = (
        "import sys\n"
        "from forms import registry\n"
        "form = registry.get('application')\n"
        "form.codec('tasks.0.direction').parse('数字孪生工厂解决方案')\n"
        "form.codec('cover.date').parse('2024年5月20日')\n"
        "form.codec('tasks.0.patents').parse('8个')\n"
        "sys.exit(bool({'rapidfuzz', 'cn2an'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("form", registry.forms(), ids=lambda form: form.name)
def test_every_leaf_has_a_codec_and_a_label(form: registry.Form) -> None:
    for leaf in form.leaves():
        path = leaf.replace("*", "0")
        assert form.codec(leaf) is form.codec(path)
        assert form.label(path)


def test_leaves_stand_in_the_order_of_the_form() -> None:
    leaves = registry.get("application").leaves()
    assert leaves[:4] == ("cover.applicant", "cover.recommender", "cover.date", "applicant.name")
    assert leaves[-1] == "narrative.attachments"
    assert "tasks.*.effects.*.others.*.name" in leaves
    assert registry.get("summary").leaves()[:2] == ("recommender", "rows.*.no")


@pytest.mark.parametrize("path", ["", "tasks", "tasks.0", "tasks.0.nothing", "cover.applicant.x"])
def test_what_is_no_leaf_has_no_codec(path: str) -> None:
    with pytest.raises(KeyError):
        registry.get("application").codec(path)


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("applicant.contact.mobile", "项目联系人·手机"),
        ("applicant.finances.2.revenue", "近三年发展情况·2023年·主营业务收入(万元)"),
        ("tasks.1.technologies.0.indicators", "攻关方向二·关键技术第1行·关键指标"),
        ("tasks.0.standards.1.stages", "攻关方向一·预期标准成果·国家标准·标准阶段"),
        ("tasks.0.effects.1", "攻关方向一·预期应用成效·重点行业二"),
        ("narrative.tasks.0.industries.1.results", "揭榜任务攻关内容·攻关方向一·产业 2·预期成效"),
        ("tasks.*.budget", "揭榜任务基本信息·计划研发经费"),
    ],
)
def test_labels_as_printed(path: str, label: str) -> None:
    assert registry.get("application").label(path) == label


def test_a_record_as_long_as_the_form_prints_it() -> None:
    form = registry.get("application")
    empty = form.empty()
    printed = form.printed(empty)
    assert empty == form.empty()  # the record itself is left alone
    assert len(printed["tasks"]) == len(printed["narrative"]["tasks"]) == 3
    assert [len(effect["others"]) for effect in printed["tasks"][2]["effects"]] == [5, 5]
    assert form.load(printed) == empty
