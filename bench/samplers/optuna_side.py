"""Runs Optuna's samplers on the problems and keeps each best value in a JSON file, by version of Optuna.

    python bench/samplers/optuna_side.py bench/samplers/optuna.answers.json [--seconds 240] [--only tpe/sphere]

Goes on where it stopped. CMA-ES needs the package cmaes, GP needs torch and scipy.
"""

import argparse
import json
import time
import warnings
from pathlib import Path

import numpy as np
import optuna
from problems import GP, SEVERAL, SINGLE

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
samplers = optuna.samplers

# Sampler: how it is made, its problems, seeds, trials.
PLAN = {
    "random": (lambda seed: samplers.RandomSampler(seed=seed), SINGLE + SEVERAL, 30, 100),
    "sobol": (lambda seed: samplers.QMCSampler(seed=seed, scramble=True), SINGLE[:-1], 30, 100),
    "halton": (lambda seed: samplers.QMCSampler(seed=seed, scramble=True, qmc_type="halton"), SINGLE[:-1], 30, 100),
    "tpe": (lambda seed: samplers.TPESampler(seed=seed), SINGLE + SEVERAL, 30, 100),
    "tpe-univariate": (lambda seed: samplers.TPESampler(seed=seed, multivariate=False), SINGLE, 30, 100),
    "tpe-group": (lambda seed: samplers.TPESampler(seed=seed, group=True), SINGLE[-1:], 30, 100),
    "cmaes": (lambda seed: samplers.CmaEsSampler(seed=seed), SINGLE[:-1], 30, 100),
    "nsgaii": (lambda seed: samplers.NSGAIISampler(seed=seed, population_size=20), SINGLE + SEVERAL, 30, 100),
    "nsgaiii": (lambda seed: samplers.NSGAIIISampler(seed=seed, population_size=20), SEVERAL, 30, 100),
    "gp": (lambda seed: samplers.GPSampler(seed=seed), GP, 10, 60),
}
REFERENCE = (1.1, 11.0)


def score(sampler, problem, trials):
    directions = ["minimize"] * (2 if problem in SEVERAL else 1)
    study = optuna.create_study(directions=directions, sampler=sampler)
    study.optimize(problem, n_trials=trials)
    if problem not in SEVERAL:
        return study.best_value
    points = np.array([t.values for t in study.best_trials])
    return -optuna._hypervolume.compute_hypervolume(np.minimum(points, REFERENCE), np.array(REFERENCE))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    start = time.monotonic()
    known = json.loads(args.file.read_text()) if args.file.exists() else {}
    ours = known.setdefault(optuna.__version__, {})
    for name, (make, chosen, seeds, trials) in PLAN.items():
        for problem in chosen:
            key = f"{name}/{problem.__name__}"
            if not key.startswith(args.only):
                continue
            entry = ours.setdefault(key, {"trials": trials, "best": []})
            while len(entry["best"]) < seeds:
                if time.monotonic() - start > args.seconds:
                    args.file.write_text(json.dumps(known, indent=1) + "\n")
                    return
                entry["best"].append(score(make(len(entry["best"])), problem, trials))
                if name == "gp" or len(entry["best"]) == seeds:
                    args.file.write_text(json.dumps(known, indent=1) + "\n")


if __name__ == "__main__":
    main()
