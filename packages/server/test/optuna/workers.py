"""Workers of one study: prints the numbers of the trials that they ran.

    python workers.py STUDY WORKERS TRIALS [DATABASE URL]

Each worker is a thread with a storage of its own: the server on $STORAGE_PORT, or the database itself.
"""

import json
import os
import sys
import threading

import optuna
from optuna.storages import GrpcStorageProxy

optuna.logging.set_verbosity(optuna.logging.ERROR)
name, workers, trials = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
ran, errors = [], []


def storage():
    if len(sys.argv) > 4:
        return sys.argv[4]
    return GrpcStorageProxy(host="127.0.0.1", port=int(os.environ["STORAGE_PORT"]))


def work(seed):
    try:
        study = optuna.load_study(study_name=name, storage=storage(), sampler=optuna.samplers.RandomSampler(seed=seed))
        for _ in range(trials):
            trial = study.ask()
            x = trial.suggest_float("x", 0, 1000)
            trial.report(x, 1)
            ran.append(trial.number)
            study.tell(trial, x)
    except Exception as error:
        errors.append(repr(error))


threads = [threading.Thread(target=work, args=(i,)) for i in range(workers)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
json.dump({"ran": ran, "errors": errors}, sys.stdout)
