"""The networks say the same on every runtime and processor."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.scan import engine
from extractors.scan.lines import HEIGHT

WIDTH = 96


def test_the_runtimes_calculate_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openvino")
    picture = np.random.default_rng(0).uniform(-1, 1, (1, 3, HEIGHT, WIDTH)).astype(np.float32)
    said = []
    for runtime in ("openvino", "onnxruntime"):
        monkeypatch.setattr(engine, "backend", lambda name=runtime: name)
        said.append(engine.network.__wrapped__("text")(picture))
    assert np.abs(said[0] - said[1]).max() < 1e-3
