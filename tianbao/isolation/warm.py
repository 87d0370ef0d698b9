"""What each reading process needs, imported once by the server that they are forked from."""

from __future__ import annotations

import contextlib
import gc
import os


def warm() -> None:
    """Imports the readers and compiles every form's template."""
    # Each process has a processor to itself; threads of the matrix library would be in the way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import tianbao.outcomes.preparing
    import tianbao.verbs.reading  # noqa: F401
    from extractors.extract import pattern_of
    from forms.registry import forms

    for form in forms():
        # A template that can't be read fails again, and is told, where a document is read with it.
        with contextlib.suppress(Exception):
            pattern_of(form)


# Nothing of this goes again: looking for garbage among it costs time, and in the forked processes
# would write to the pages that they share.
gc.disable()
warm()
gc.freeze()
gc.enable()
