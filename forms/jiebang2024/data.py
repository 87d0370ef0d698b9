"""The programme's data files: vocabularies of 附件3 and 附件4, prompts, labels, settings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from forms.codecs import Vocabulary

_HERE = Path(__file__).parent


def _read(name: str) -> Any:
    return json.loads((_HERE / name).read_text(encoding="utf-8"))


def _names(file: str) -> tuple[str, ...]:
    return tuple(entry["name"] for entry in _read(f"vocabulary/{file}"))


INDUSTRIES: tuple[str, ...] = tuple(_read("vocabulary/industries.json"))
OWNERSHIP = _names("ownership.json")
ENTERPRISES = tuple(
    entry["name"] for entry in _read("vocabulary/ownership.json") if entry["enterprise"]
)
SIZES = _names("sizes.json")
# The revenue in 万元 below which a size is impossible (note 1 of the form); None for no bound.
LEAST_REVENUE: dict[str, str | None] = {
    entry["name"]: entry["least_revenue"] for entry in _read("vocabulary/sizes.json")
}
SEGMENT_OF_SCENE: dict[str, str] = {
    entry["name"]: entry["segment"] for entry in _read("vocabulary/scenes.json")
}

INDUSTRY = Vocabulary("附件3所列的6个重点产业", INDUSTRIES)
DIRECTION = Vocabulary(
    "附件3所列的21个攻关方向",
    _names("directions.json"),
    endings=("系统解决方案", "解决方案", "方案"),
    words=("攻关方向", "方向"),
)
SEGMENT = Vocabulary(
    "附件4所列的16个环节", _names("segments.json"), endings=("环节",), words=("环节",)
)
SCENE = Vocabulary("附件4所列的45个场景", _names("scenes.json"), endings=("场景",), words=("场景",))

PROMPTS: dict[str, list[str]] = _read("prompts.json")
LABELS: dict[str, dict[str, list[str]]] = _read("labels.json")
SETTINGS: dict[str, Any] = _read("settings.json")
RECOMMENDERS: dict[str, list[str]] = SETTINGS["recommenders"]


def prompts(*paths: str) -> tuple[str, ...]:
    """The prompts printed at any of the paths; blocks are copied from one direction to the next, so
    an answer loses the prompt of any of them."""
    return tuple(dict.fromkeys(prompt for path in paths for prompt in PROMPTS[path]))
