"""Runs Optuna's samplers on the problems and keeps each best value in a JSON file, by version of Optuna.

    python bench/samplers/optuna_side.py bench/samplers/optuna.answers.json [--seconds 240] [--only tpe/sphere]

Goes on where it stopped; seed by seed, so that every function has as many. CMA-ES needs the package cmaes, GP needs
torch and scipy.
"""

import argparse
import json
import os
import time
import warnings
from itertools import product
from pathlib import Path

import numpy as np
import optuna
from problems import SEVERAL, SHORT, SINGLE

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
    "cmaes-separable": (lambda seed: samplers.CmaEsSampler(seed=seed, use_separable_cma=True), SINGLE[:-1], 30, 100),
    "cmaes-margin": (lambda seed: samplers.CmaEsSampler(seed=seed, with_margin=True), SINGLE[:-1], 30, 100),
    "cmaes-adaptive": (lambda seed: samplers.CmaEsSampler(seed=seed, lr_adapt=True), SINGLE[:-1], 30, 100),
    "nsgaii": (lambda seed: samplers.NSGAIISampler(seed=seed, population_size=20), SINGLE + SEVERAL, 30, 100),
    "nsgaiii": (lambda seed: samplers.NSGAIIISampler(seed=seed, population_size=20), SEVERAL, 30, 100),
    "gp-short": (lambda seed: samplers.GPSampler(seed=seed), SHORT, 10, 60),
    "gp": (lambda seed: samplers.GPSampler(seed=seed), SINGLE + SEVERAL[:1], 30, 100),
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


def save(known, file):
    """One key a line, so that a difference tells what came to it."""
    versions = [
        json.dumps(version) + ":{" + ",\n".join(f"{json.dumps(k)}:{json.dumps(v, separators=(',', ':'))}" for k, v in sorted(entries.items())) + "}"
        for version, entries in known.items()
    ]
    partial = file.with_suffix(".partial")
    partial.write_text("{" + ",\n".join(versions) + "}\n")
    os.replace(partial, file)


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
        for seed, problem in product(range(seeds), chosen):
            key = f"{name}/{problem.__name__}"
            if not key.startswith(args.only):
                continue
            if ours.get(key, {}).get("trials") != trials:
                ours[key] = {"trials": trials, "best": []}
            if len(ours[key]["best"]) > seed:
                continue
            if time.monotonic() - start > args.seconds:
                return
            ours[key]["best"].append(round(score(make(seed), problem, trials), 10))
            save(known, args.file)


if __name__ == "__main__":
    main()
