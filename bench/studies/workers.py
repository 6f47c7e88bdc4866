"""Workers of one study over gRPC, for so many seconds: prints the trials that they finished.

    python workers.py PORT STUDY PROCESSES THREADS SECONDS

Each thread is a worker with a connection of its own: it asks, suggests two floats and a category, reports two values and
tells. Parameters are drawn at random, so that the storage is what counts.
"""

import json
import multiprocessing
import sys
import threading
import time

import optuna
from optuna.storages import GrpcStorageProxy

optuna.logging.set_verbosity(optuna.logging.ERROR)


def work(port, name, seed, until, counts):
    storage = GrpcStorageProxy(host="127.0.0.1", port=port)
    study = optuna.load_study(storage=storage, study_name=name, sampler=optuna.samplers.RandomSampler(seed=seed))
    while time.time() < until:
        trial = study.ask()
        x = trial.suggest_float("x", -5, 5)
        y = trial.suggest_float("y", 1e-4, 1, log=True)
        trial.suggest_categorical("kind", ["a", "b", "c"])
        trial.report(x * x + 1, 0)
        trial.report(x * x, 1)
        study.tell(trial, x * x + y)
        if time.time() < until:
            counts.append(1)


def process(port, name, first, threads, ready, seconds, queue):
    counts = []
    ready.wait()
    until = time.time() + seconds
    running = [
        threading.Thread(target=work, args=(port, name, first + i, until, counts)) for i in range(threads)
    ]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    queue.put(len(counts))


def main():
    port, name, processes, threads, seconds = sys.argv[1:]
    port, processes, threads, seconds = int(port), int(processes), int(threads), float(seconds)
    optuna.create_study(storage=GrpcStorageProxy(host="127.0.0.1", port=port), study_name=name)
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    ready = context.Barrier(processes)
    children = [
        context.Process(target=process, args=(port, name, i * threads, threads, ready, seconds, queue))
        for i in range(processes)
    ]
    for child in children:
        child.start()
    done = sum(queue.get() for _ in children)
    for child in children:
        child.join()
    trials = optuna.load_study(storage=GrpcStorageProxy(host="127.0.0.1", port=port), study_name=name).trials
    assert [t.number for t in trials] == list(range(len(trials))), "numbers have gaps"
    json.dump({"done": done, "trials": len(trials), "seconds": seconds}, sys.stdout)


if __name__ == "__main__":
    main()
