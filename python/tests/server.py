"""A stand-in for a tracking server that can misbehave."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List


class FakeServer:
    """Records batches; `status` is what it answers, 0 to break the connection."""

    def __init__(self) -> None:
        self.batches: List[Dict[str, Any]] = []
        self.headers: List[Dict[str, str]] = []
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.headers.append(dict(self.headers))
                if outer.status == 0:
                    self.connection.close()
                    return
                if outer.status == 200:
                    outer.batches.append(body)
                self.send_response(outer.status)
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = "http://127.0.0.1:%d" % self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def points(self) -> List[Dict[str, Any]]:
        return [point for batch in self.batches for point in batch["metrics"]]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
