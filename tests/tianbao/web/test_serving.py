"""What the server refuses before the application is asked is told as the application tells it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import waitress
from waitress.server import create_server

from tianbao.web import serving

TOO_LARGE = b"Content-Length: 1000000\r\n\r\n"


@pytest.fixture
def port(app: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where `serve` serves, requests of at most 1,000 bytes."""
    made: dict[str, Any] = {}

    def begin(app: Any, **how: Any) -> None:
        made["server"] = create_server(app, **{**how, "port": 0})

    app.config["MAX_CONTENT_LENGTH"] = 1_000
    monkeypatch.setattr(waitress, "serve", begin)
    monkeypatch.setattr(serving.signal, "signal", lambda *_: None)
    serving.serve(app, "127.0.0.1", 0)
    server = made["server"]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    server.close()
    thread.join(5)


def asked(port: int, request: bytes) -> tuple[str, dict[str, str], bytes]:
    """Status line, headers and body of the answer to raw bytes."""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(request)
        head, _, body = b"".join(iter(lambda: connection.recv(65536), b"")).partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    return status, dict(line.split(": ", 1) for line in lines), body


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST /api/documents/ HTTP/1.1\r\nHost: a\r\n" + TOO_LARGE, 413),
        (b"GET /api/records/ HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST /api/check HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: odd\r\n\r\n", 501),
    ],
)
def test_below_api_it_has_the_one_shape_of_errors(port, request_, status):
    line, headers, body = asked(port, request_)
    told = json.loads(body)
    assert line.split()[1] == str(status) == str(told["status"])
    assert told.keys() == {"status", "code", "message"}
    assert headers["Content-Type"] == "application/json"


def test_elsewhere_it_is_a_page_with_the_policy_of_all_pages(port):
    line, headers, body = asked(port, b"POST /upload HTTP/1.1\r\nHost: a\r\n" + TOO_LARGE)
    assert line.split()[1] == "413"
    assert "文件过大" in body.decode()
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
