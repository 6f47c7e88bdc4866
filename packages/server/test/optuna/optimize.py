"""A study as users run one, through GrpcStorageProxy of the Optuna that is installed; prints what came of it."""

import json
import os
import sys

import optuna
from optuna.storages import GrpcStorageProxy

optuna.logging.set_verbosity(optuna.logging.ERROR)
storage = GrpcStorageProxy(host="localhost", port=int(os.environ["STORAGE_PORT"]))
name = f"client {optuna.__version__}"
study = optuna.create_study(
    storage=storage, study_name=name, sampler=optuna.samplers.TPESampler(seed=1, n_startup_trials=5),
    pruner=optuna.pruners.MedianPruner(n_startup_trials=3),
)
study.set_user_attr("note", {"values": [1.0, None, "ü"]})
study.enqueue_trial({"x": 0.25, "kind": "b"})


def objective(trial):
    x = trial.suggest_float("x", -1, 1)
    n = trial.suggest_int("n", 1, 64, log=True)
    kind = trial.suggest_categorical("kind", ["a", "b", None])
    trial.set_user_attr("number", trial.number)
    for step in range(3):
        trial.report(x * x + step / 10, step)
        if trial.should_prune():
            raise optuna.TrialPruned()
    if trial.number == 4:
        raise ValueError("on purpose")
    return x * x + (0 if kind == "b" else 1) + n / 1000


study.optimize(objective, n_trials=20, catch=(ValueError,))
again = optuna.load_study(storage=GrpcStorageProxy(host="localhost", port=int(os.environ["STORAGE_PORT"])), study_name=name)
json.dump(
    {
        "version": optuna.__version__,
        "states": [t.state.name for t in again.trials],
        "first": again.trials[0].params,
        "best": again.best_value,
        "same": [t.params for t in again.trials] == [t.params for t in study.trials],
        "note": again.user_attrs["note"],
        "study_id": again._study_id,
    },
    sys.stdout,
)
