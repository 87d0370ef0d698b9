"""Work on submitters' documents for a page, in child processes within limits."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache, cached_property
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar

from extractors.limits import Unreadable
from forms.errors import TianbaoError
from tianbao.errors import messages
from tianbao.isolation.children import Children, Killed, Limits

LOG = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

CHILDREN: Final = 2
LIMITS: Final = Limits(seconds=30.0, memory=3 * 2**30)
TOO_MUCH: Final = "文件处理超出限额，已停止。"
FAULT: Final = "文件处理出错，错误已记入日志。"


class NotMade(Exception):
    """Nothing was made of a document; each line says why."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class _Outcome(NamedTuple):
    """What a child gives back. Errors with arguments of their own don't cross between processes."""

    value: Any
    lines: tuple[str, ...] = ()


class Jobs:
    """Children that are started when they are first needed."""

    @cached_property
    def _children(self) -> Children:
        return Children(CHILDREN, LIMITS)

    def run(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a function of a module in a child process; raises NotMade for a document
        that it refuses, or that is too much for it."""
        try:
            outcome = self._children.submit(_attempt, job, args, kwargs).result()
        except Killed as error:
            raise NotMade(TOO_MUCH) from error
        except Exception as error:
            LOG.exception("%s failed over a document", job.__name__)
            raise NotMade(FAULT) from error
        if outcome.lines:
            raise NotMade(*outcome.lines)
        value: T = outcome.value
        return value


@cache
def the_jobs() -> Jobs:
    """The children of this process."""
    return Jobs()


def _attempt(job: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> _Outcome:
    try:
        return _Outcome(job(*args, **kwargs))
    except TianbaoError as error:
        return _Outcome(None, tuple(messages(error)) or (type(error).__name__,))
    except Unreadable as error:
        return _Outcome(None, (error.message,))
