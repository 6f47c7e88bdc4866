"""Optuna's GrpcStorageProxy, which has no way to say who calls, with the credentials of MLflow's variables."""

import os
import urllib.parse
from typing import Any

import grpc
from optuna.storages import GrpcStorageProxy
from optuna.storages._grpc.auto_generated import api_pb2_grpc
from optuna.storages._grpc.client import GrpcClientCache

from .wire import _credentials


class _Authorize(grpc.UnaryUnaryClientInterceptor):
    def __init__(self, authorization: str) -> None:
        self._authorization = authorization

    def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
        metadata = [*(details.metadata or ()), ("authorization", self._authorization)]
        return continuation(details._replace(metadata=metadata), request)


class StudyStorage(GrpcStorageProxy):
    """Optuna's storage at a server that asks who calls.

    ``MLFLOW_TRACKING_TOKEN``, or ``MLFLOW_TRACKING_USERNAME`` and ``MLFLOW_TRACKING_PASSWORD``, say who::

        study = optuna.load_study(study_name="mlp", storage=StudyStorage(host="localhost", port=28081))

    Needs ``optuna`` with its gRPC parts. With ``tls`` the server's certificate is checked against the roots that gRPC
    knows, or that ``MLFLOW_TRACKING_SERVER_CERT_PATH`` names.
    """

    _channel: Any

    def __init__(self, *, host: str = "localhost", port: int = 28081, tls: bool = False) -> None:
        self._tls = tls
        super().__init__(host=host, port=port)

    def _setup(self) -> None:
        super()._setup()
        if self._tls:
            self._channel.close()
            self._channel = _secure_channel(self._host, self._port)
        _, authorization = _credentials(urllib.parse.urlunsplit(("http", self._host, "", "", "")))
        if authorization is not None:
            self._channel = grpc.intercept_channel(self._channel, _Authorize(authorization))
        self._stub = api_pb2_grpc.StorageServiceStub(self._channel)
        self._cache = GrpcClientCache(self._stub)


def _secure_channel(host: str, port: int) -> grpc.Channel:
    path = os.environ.get("MLFLOW_TRACKING_SERVER_CERT_PATH")
    roots = None
    if path:
        with open(path, "rb") as file:
            roots = file.read()
    credentials = grpc.ssl_channel_credentials(root_certificates=roots)
    return grpc.secure_channel(
        "%s:%d" % (host, port), credentials, options=[("grpc.max_receive_message_length", -1)]
    )
