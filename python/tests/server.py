"""A stand-in for a tracking server that can misbehave."""

import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List, Optional


class FakeServer:
    """Records batches; `status` is what it answers, 0 to break the connection, -1 to take the batch and break it;
    with `fail_from` it is in trouble once it has so many batches.

    Args:
        certificate: PEM file of a certificate and its key, to speak https.
    """

    def __init__(self, certificate: Optional[str] = None) -> None:
        self.requests = 0
        self.fail_from: Optional[int] = None
        self.batches: List[Dict[str, Any]] = []
        self.headers: List[Dict[str, str]] = []
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.requests += 1
                outer.headers.append(dict(self.headers))
                full = outer.fail_from is not None and len(outer.batches) >= outer.fail_from
                status = 503 if full else outer.status
                if status in (200, -1):
                    outer.batches.append(body)
                if status <= 0:
                    self.connection.close()
                    return
                self.send_response(status)
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = "%s://127.0.0.1:%d" % ("https" if certificate else "http", self._server.server_port)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def points(self) -> List[Dict[str, Any]]:
        return [point for batch in self.batches for point in batch["metrics"]]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
