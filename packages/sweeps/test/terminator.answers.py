"""What Optuna's regret bound, its EMMR and the median error of that are, kept in terminator.answers.json for terminator.test.ts.

It needs torch, which is too large to install for every run of the tests:

    pip install optuna==5.0.0 scipy torch && python terminator.answers.py > terminator.answers.json
"""

import json
import math
import random
import warnings

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution, distribution_to_json
from optuna.terminator import EMMREvaluator, MedianErrorEvaluator, RegretBoundEvaluator

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
random.seed(3)
SPACES = [
    {"x": FloatDistribution(-2, 2)},
    {"x": FloatDistribution(-2, 2), "rate": FloatDistribution(1e-4, 1, log=True), "fixed": IntDistribution(3, 3)},
    {"x": FloatDistribution(0, 1), "n": IntDistribution(1, 9), "kind": CategoricalDistribution(["a", "b", "c"])},
]
cases = []
for space, count, direction in ((0, 12, "minimize"), (0, 40, "minimize"), (1, 30, "maximize"), (2, 25, "minimize"), (2, 60, "maximize")):
    trials = []
    for _ in range(count):
        params = {"x": random.uniform(-2, 2) if space < 2 else random.random()}
        if space == 1:
            params |= {"rate": 10 ** random.uniform(-4, 0), "fixed": 3}
        if space == 2:
            params |= {"n": random.randint(1, 9), "kind": random.choice("abc")}
        value = math.sin(3 * params["x"]) + params["x"] ** 2 / 3 + math.log10(params.get("rate", 1)) / 4
        value += params.get("n", 0) / 20 + (params.get("kind") == "b") / 2 + random.gauss(0, 0.02)
        trials.append({"params": params, "value": round(value if direction == "minimize" else -value, 6)})
    study = optuna.create_study(direction=direction)
    for trial in trials:
        study.add_trial(optuna.trial.create_trial(value=trial["value"], params=trial["params"], distributions=SPACES[space]))
    bounds = [RegretBoundEvaluator(seed=seed).evaluate(study.trials, study.direction) for seed in range(3)]
    regrets = [EMMREvaluator(seed=seed).evaluate(study.trials, study.direction) for seed in range(8)]
    error = MedianErrorEvaluator(EMMREvaluator(seed=0), warm_up_trials=5, n_initial_trials=8).evaluate(study.trials, study.direction)
    cases.append({"direction": direction, "trials": trials, "bounds": [float(bound) for bound in bounds],
                  "regrets": [float(regret) for regret in regrets], "error": float(error),
                  "space": {name: json.loads(distribution_to_json(one)) for name, one in SPACES[space].items()}})
print(json.dumps(cases))
