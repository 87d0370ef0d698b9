"""What every test of the suite stands on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis.internal.cache import LRUCache
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants


@pytest.fixture(autouse=True, scope="session")
def no_constants_of_loaded_modules() -> Iterator[None]:
    """Hypothesis 6.131 and newer draws constants out of whatever modules are loaded, so that a run
    with other tests would draw other records, and a red run no longer mean a change."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(providers, "_get_local_constants", Constants)
        patch.setattr(providers, "CONSTANTS_CACHE", LRUCache(1024))
        yield
