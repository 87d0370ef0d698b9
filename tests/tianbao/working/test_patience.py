"""What is asked again while a store can't be worked with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.exc import DataError

from tianbao.store import BlobMissing, StoreUnusable
from tianbao.working.patience import patiently


def failing(times: int, error: Exception) -> Callable[[], str]:
    left = [error] * times

    def step() -> str:
        if left:
            raise left.pop()
        return "done"

    return step


@pytest.mark.parametrize("error", [StoreUnusable("gone"), OSError("no space left on device")])
def test_it_is_tried_until_it_is_done_and_each_failure_is_told(error, caplog) -> None:
    failures: list[int] = []
    assert patiently(failing(2, error), lambda: failures.append(1), 10.0) == "done"
    assert failures == [1, 1]
    (told,) = caplog.messages
    assert str(error) in told


def test_without_patience_the_first_failure_is_the_last() -> None:
    with pytest.raises(StoreUnusable, match="no space"):
        patiently(failing(1, OSError("no space left on device")), lambda: None, 0.0)


def test_bytes_that_are_missing_do_not_come_by_waiting() -> None:
    with pytest.raises(BlobMissing):
        patiently(failing(1, BlobMissing("abc")), lambda: None, 10.0)


@pytest.mark.parametrize(
    "error", [KeyError("form"), DataError("insert", {}, ValueError("a text it can't hold"))]
)
def test_a_fault_of_ours_is_not_tried_again(error) -> None:
    with pytest.raises(type(error)):
        patiently(failing(1, error), lambda: None, 10.0)
