"""From values to records: nothing that a record can't hold is lost silently, evidence follows."""

from __future__ import annotations

from extractors.assemble import assemble
from extractors.decode import Decoded
from forms.registry import get

FORM = get("jiebang2024/application")


def decoded(values: dict[str, object]) -> Decoded:
    fields = {path: {"raw": str(value), "confidence": 0.9} for path, value in values.items()}
    return Decoded(dict(values), fields)


def test_a_fourth_direction_is_named_and_the_others_stay() -> None:
    found = decoded({f"tasks.{index}.solution": f"方案{index}" for index in range(4)})
    record = assemble(FORM, found)
    assert [task["solution"] for task in record["tasks"]] == ["方案0", "方案1", "方案2"]
    assert [problem.path for problem in found.problems] == ["tasks.3.solution"]
    assert found.problems[0].code == "unread-text"
    assert "tasks.3.solution" not in found.fields


def test_evidence_moves_up_with_its_row() -> None:
    found = decoded(
        {"tasks.0.technologies.0.name": None, "tasks.0.technologies.1.name": "时序数据压缩"}
    )
    record = assemble(FORM, found)
    assert [row["name"] for row in record["tasks"][0]["technologies"]] == ["时序数据压缩"]
    assert found.fields["tasks.0.technologies.0.name"]["raw"] == "时序数据压缩"


def test_an_empty_direction_keeps_its_place() -> None:
    record = assemble(FORM, decoded({"tasks.1.solution": "方案"}))
    assert [task["solution"] for task in record["tasks"]] == [None, "方案"]
