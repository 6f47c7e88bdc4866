"""Optuna's own gRPC proxy over an SQLite file:  python proxy.py PORT FILE"""

import sys

import optuna
from optuna.storages import get_storage, run_grpc_proxy_server

optuna.logging.set_verbosity(optuna.logging.ERROR)
run_grpc_proxy_server(get_storage(f"sqlite:///{sys.argv[2]}"), host="127.0.0.1", port=int(sys.argv[1]))
