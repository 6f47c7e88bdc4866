"""JSON to and from one server, with the credentials and certificates of MLflow's variables."""

import base64
import json
import os
import ssl
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Dict, Optional, Tuple, Type


class TrackingError(Exception):
    """The server did not take what it was sent.

    Attributes:
        status: the HTTP status that it answered, or None for no answer.
    """

    def __init__(self, message: str, status: Optional[int] = None) -> None:
        super().__init__(message)
        self.status = status


class Refused(TrackingError):
    """The server understood the request and will not take it; sending it again is no use."""


class Denied(Refused):
    """The server does not let this program in."""


class Unreachable(TrackingError):
    """The server did not answer, or is in trouble; sending again later may help."""


class Wire:
    """Sends requests to one server.

    Args:
        uri: its address; a user in it goes before the credentials of MLflow's variables.
        timeout: seconds to wait for an answer.
    """

    def __init__(self, uri: str, timeout: float) -> None:
        uri, self._authorization = _credentials(uri)
        self.uri = uri.rstrip("/")
        self._timeout = timeout

    def send(self, method: str, path: str, body: Optional[Dict[str, Any]] = None) -> Any:
        """Sends one request and reads the JSON of its answer.

        Raises:
            Denied: for an answer that says the credentials are wrong.
            Refused: for an answer that says the request is wrong.
            Unreachable: for no answer, or one that says to come back later.
        """
        url = self.uri + path
        headers = {} if body is None else {"Content-Type": "application/json"}
        if self._authorization:
            headers["Authorization"] = self._authorization
        try:
            data = None if body is None else json.dumps(body).encode("utf-8")
            request = urllib.request.Request(url, data=data, headers=headers, method=method)
            with urllib.request.urlopen(request, timeout=self._timeout, context=_tls(url)) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            text = _message(error.read().decode("utf-8", "replace"))
            message = "%s answered %s: %s" % (url, error.code, text)
            raise _refusal(error.code)(message, error.code) from error
        except Exception as error:  # URLError, timeouts, connections that break half-way, bad URLs
            raise Unreachable("%s: %s" % (url, error)) from error


def _message(text: str) -> str:
    """What the body of an error says, without the JSON around it."""
    try:
        return str(json.loads(text)["message"])
    except (KeyError, TypeError, ValueError):
        return text[:500]


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
