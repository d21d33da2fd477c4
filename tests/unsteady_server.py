"""A proxy before a server that answers badly now and then, as a store far away does."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlsplit

# What becomes of a request: `unavailable` answers 503, `truncated` ends in the middle of the body,
# `lost` is carried out, but its answer is a 503.
Fault = Literal["unavailable", "truncated", "slow", "lost"] | None
# The method, path and number (from 0) of a request, to what becomes of it.
Plan = Callable[[str, str, int], Fault]


@contextmanager
def unsteady(target: str, plan: Plan) -> Iterator[str]:
    """The URL of a proxy on this machine before `target`."""
    host = urlsplit(target).netloc
    numbers = iter(range(10**9))
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *arguments: object) -> None:
            pass

        def forward(self) -> None:
            with lock:
                fault = plan(self.command, self.path, next(numbers))
            body = self.body()
            if fault == "unavailable":
                self.answer(503, {}, b"")
                return
            if fault == "slow":
                time.sleep(0.5)
            # A server that is asked again for a body that it has read already does not hang.
            headers = {
                k: v for k, v in self.headers.items() if k.lower() not in ("expect", "transfer-encoding")
            }
            connection = http.client.HTTPConnection(host)
            connection.request(self.command, self.path, body, {**headers, "Content-Length": str(len(body))})
            response = connection.getresponse()
            content = response.read()
            connection.close()
            if fault == "lost":
                self.answer(503, {}, b"")
            else:
                self.answer(response.status, dict(response.headers), content, cut=fault == "truncated")

        do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = forward  # noqa: N815

        def body(self) -> bytes:
            if self.headers.get("Expect"):
                self.send_response_only(100)
                self.end_headers()
            if self.headers.get("Transfer-Encoding") == "chunked":
                content = b""
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    content += self.rfile.read(size)
                    self.rfile.readline()
                while self.rfile.readline().strip():
                    pass
                return content
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))

        def answer(self, status: int, headers: dict[str, str], content: bytes, cut: bool = False) -> None:
            self.send_response_only(status)
            for name, value in headers.items():
                if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            length = headers.get("Content-Length") if self.command == "HEAD" else None
            self.send_header("Content-Length", length or str(len(content)))
            self.end_headers()
            if cut and len(content) > 1:
                self.wfile.write(content[: len(content) // 2])
                self.close_connection = True
            else:
                self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
