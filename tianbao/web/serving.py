"""The application served by waitress, until it is interrupted."""

from __future__ import annotations

import ipaddress
import signal
from types import FrameType
from typing import Final, NoReturn

from flask import Flask

from tianbao.web.unasked import refusal

THREADS: Final = 8
LOCAL: Final = "127.0.0.1"


def serve(app: Flask, host: str, port: int) -> signal.Signals:
    """Serves on `host` and `port` until it is stopped; returns the signal that stopped it.

    What a proxy on this machine says about who asks and by HTTPS is believed, nobody else's word.
    """
    import waitress  # type: ignore[import-untyped]
    from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
    from waitress.task import ErrorTask  # type: ignore[import-untyped]

    class Refusing(ErrorTask):  # type: ignore[misc]
        """Answers what no application is asked about as the application would."""

        def execute(self) -> None:
            path, error = str(self.request.path or ""), self.request.error
            self.status, headers, body = refusal(path, error.code, error.reason, error.body)
            self.response_headers.extend(headers)
            self.set_close_on_finish()
            self.content_length = len(body)
            self.write(body)

    HTTPChannel.error_task_class = Refusing
    stopped_by = signal.SIGTERM

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        nonlocal stopped_by
        stopped_by = signal.Signals(number)
        raise KeyboardInterrupt

    # As a service is stopped: waitress ends as by Ctrl-C, and what it stands in is tidied up.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    waitress.serve(
        app,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
        trusted_proxy=LOCAL,
        trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"},
        clear_untrusted_proxy_headers=True,
    )
    return stopped_by


def is_local(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
