"""One call of MLflow's REST API: a batch of metrics to the run that the host opened."""

import base64
import json
import os
import ssl
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Dict, List, Optional, Tuple, Type

Metric = Dict[str, Any]

MAX_METRICS = 1000
_TIMEOUT_SECONDS = 3.0


class TrackingError(Exception):
    """The tracking server did not take metrics."""


class Refused(TrackingError):
    """The server understood the batch and will not take it; sending it again is no use."""


class Denied(Refused):
    """The server does not let this program log to the run."""


class Unreachable(TrackingError):
    """The server did not answer, or is in trouble; sending again later may help."""


class RunClient:
    """Logs metrics to one run of one tracking server."""

    def __init__(self, tracking_uri: str, run_id: str) -> None:
        uri, self._authorization = _credentials(tracking_uri)
        self._url = uri.rstrip("/") + "/api/2.0/mlflow/runs/log-batch"
        self.run_id = run_id

    @classmethod
    def of(cls, tracking_uri: Optional[str] = None, run_id: Optional[str] = None) -> Optional["RunClient"]:
        """The client for these, else for ``MLFLOW_TRACKING_URI`` and ``MLFLOW_RUN_ID``; None where one is not set."""
        uri = tracking_uri or os.environ.get("MLFLOW_TRACKING_URI", "")
        run = run_id or os.environ.get("MLFLOW_RUN_ID", "")
        return cls(uri, run) if run and uri.startswith(("http://", "https://")) else None

    def log(self, metrics: List[Metric]) -> None:
        """Sends points, in as many requests as the API's limit asks for. Points that the server has change nothing.

        Raises:
            Denied: for an answer that says the credentials are wrong.
            Refused: for an answer that says the batch is wrong.
            Unreachable: for no answer, or one that says to come back later.
        """
        for start in range(0, len(metrics), MAX_METRICS):
            self._send({"run_id": self.run_id, "metrics": metrics[start : start + MAX_METRICS]})

    def _send(self, body: Dict[str, Any]) -> None:
        headers = {"Content-Type": "application/json"}
        if self._authorization:
            headers["Authorization"] = self._authorization
        try:
            data = json.dumps(body).encode("utf-8")
            request = urllib.request.Request(self._url, data=data, headers=headers, method="POST")
            with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS, context=_tls(self._url)) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            text = error.read(500).decode("utf-8", "replace")
            raise _refusal(error.code)("%s answered %s: %s" % (self._url, error.code, text)) from error
        except Exception as error:  # URLError, timeouts, connections that break half-way, bad URLs
            raise Unreachable("%s: %s" % (self._url, error)) from error


def _refusal(status: int) -> Type[TrackingError]:
    if status in (401, 403):
        return Denied
    return Unreachable if status >= 500 or status == 429 else Refused


def _credentials(uri: str) -> Tuple[str, Optional[str]]:
    """The URI without a user in it, and the header that the user, or MLflow's variables, ask for."""
    parts = urllib.parse.urlsplit(uri)
    token = os.environ.get("MLFLOW_TRACKING_TOKEN")
    user = os.environ.get("MLFLOW_TRACKING_USERNAME")
    password = os.environ.get("MLFLOW_TRACKING_PASSWORD", "")
    if parts.username is not None:
        user, password, token = urllib.parse.unquote(parts.username), urllib.parse.unquote(parts.password or ""), None
        uri = urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    if token:
        return uri, "Bearer " + token
    if not user:
        return uri, None
    return uri, "Basic " + base64.b64encode(("%s:%s" % (user, password)).encode("utf-8")).decode("ascii")


def _tls(url: str) -> Optional[ssl.SSLContext]:
    """What MLflow's variables say about the server's certificate; Python's own defaults where they say nothing."""
    if not url.startswith("https://"):
        return None
    context = ssl.create_default_context(cafile=os.environ.get("MLFLOW_TRACKING_SERVER_CERT_PATH") or None)
    if os.environ.get("MLFLOW_TRACKING_INSECURE_TLS", "").lower() in ("true", "1"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
