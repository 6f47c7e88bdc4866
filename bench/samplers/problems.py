"""The problems of problems.ts, for Optuna. A test holds the two against each other."""

import math

import numpy as np


def floats(trial, count, low, high):
    return np.array([trial.suggest_float(f"x{i}", low, high) for i in range(count)])


def sphere(trial):
    return float(np.sum((floats(trial, 5, -5, 5) - 1.3) ** 2))


def rosenbrock(trial):
    x = floats(trial, 3, -2, 2)
    return float(np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2))


def branin(trial):
    x, y = trial.suggest_float("x0", -5, 10), trial.suggest_float("x1", 0, 15)
    bend = y - 5.1 / (4 * math.pi**2) * x**2 + 5 / math.pi * x - 6
    return bend**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


HARTMANN_A = np.array(
    [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
)
HARTMANN_P = 1e-4 * np.array(
    [
        [1312, 1696, 5569, 124, 8283, 5886],
        [2329, 4135, 8307, 3736, 1004, 9991],
        [2348, 1451, 3522, 2883, 3047, 6650],
        [4047, 8828, 8732, 5743, 1091, 381],
    ]
)


def hartmann6(trial):
    x = floats(trial, 6, 0, 1)
    return float(-np.array([1, 1.2, 3, 3.2]) @ np.exp(-np.sum(HARTMANN_A * (x - HARTMANN_P) ** 2, axis=1)))


def ackley(trial):
    x = floats(trial, 5, -10, 10) - 1.3
    near = -20 * np.exp(-0.2 * np.sqrt(np.mean(x**2)))
    return float(near - np.exp(np.mean(np.cos(2 * np.pi * x))) + 20 + math.e)


def rastrigin(trial):
    x = floats(trial, 4, -5.12, 5.12) - 0.7
    return float(np.sum(x**2 - 10 * np.cos(2 * np.pi * x) + 10))


def griewank(trial):
    x = floats(trial, 4, -50, 50) - 7
    return float(np.sum(x**2) / 4000 - np.prod(np.cos(x / np.sqrt(np.arange(1, 5)))) + 1)


def levy(trial):
    w = 1 + (floats(trial, 4, -10, 10) - 1) / 4
    middle = (w[:-1] - 1) ** 2 * (1 + 10 * np.sin(np.pi * w[:-1] + 1) ** 2)
    last = (w[-1] - 1) ** 2 * (1 + np.sin(2 * np.pi * w[-1]) ** 2)
    return float(np.sin(np.pi * w[0]) ** 2 + np.sum(middle) + last)


def styblinski(trial):
    x = floats(trial, 4, -5, 5)
    return float(np.sum(x**4 - 16 * x**2 + 5 * x) / 2)


def camel(trial):
    x, y = trial.suggest_float("x0", -3, 3), trial.suggest_float("x1", -2, 2)
    return (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2


def mixed(trial):
    """Like tuning a network: a rate, a width, a depth, a fraction, and an activation."""
    rate = math.log10(trial.suggest_float("rate", 1e-5, 1, log=True))
    width = math.log2(trial.suggest_int("width", 8, 1024, log=True))
    depth = trial.suggest_int("depth", 1, 8)
    drop = trial.suggest_float("drop", 0, 0.8, step=0.05)
    kind = trial.suggest_categorical("kind", ["relu", "tanh", "gelu", "sine"])
    best = {"relu": -2.5, "tanh": -3.2, "gelu": -2.8, "sine": -4}[kind]
    bonus = {"relu": 0.1, "tanh": 0.4, "gelu": 0, "sine": 0.8}[kind]
    fit = (rate - best) ** 2 + 0.1 * (width - 7 - 0.3 * depth) ** 2 + 0.05 * (depth - 4) ** 2
    return fit + 4 * (drop - 0.3) ** 2 + bonus


def conditional(trial):
    """A tree: which parameters there are depends on the kind of model."""
    kind = trial.suggest_categorical("kind", ["svm", "forest", "net"])
    if kind == "svm":
        c, gamma = trial.suggest_float("c", 1e-3, 1e3, log=True), trial.suggest_float("gamma", 1e-4, 10, log=True)
        return 0.3 + 0.05 * (math.log10(c) - 1) ** 2 + 0.05 * (math.log10(gamma) + 2) ** 2
    if kind == "forest":
        trees, depth = trial.suggest_int("trees", 10, 500), trial.suggest_int("depth", 1, 30)
        return 0.35 + 20 / trees / 10 + 0.002 * (depth - 14) ** 2
    layers = trial.suggest_int("layers", 1, 3)
    rate = trial.suggest_float("rate", 1e-5, 1, log=True)
    units = [trial.suggest_int(f"units{i}", 4, 128) for i in range(layers)]
    return 0.1 + 0.1 * (math.log10(rate) + 2.5) ** 2 + 0.05 * (3 - layers) + sum(((u - 64) / 100) ** 2 for u in units)


def zdt(trial, second):
    x = floats(trial, 6, 0, 1)
    g = 1 + 9 * float(np.mean(x[1:]))
    return float(x[0]), g * second(float(x[0]) / g, float(x[0]))


def zdt1(trial):
    return zdt(trial, lambda ratio, _: 1 - math.sqrt(ratio))


def zdt2(trial):
    return zdt(trial, lambda ratio, _: 1 - ratio**2)


def zdt3(trial):
    return zdt(trial, lambda ratio, first: 1 - math.sqrt(ratio) - ratio * math.sin(10 * math.pi * first))


SINGLE = [sphere, rosenbrock, branin, hartmann6, ackley, rastrigin, griewank, levy, styblinski, camel, mixed, conditional]
SEVERAL = [zdt1, zdt2, zdt3]
# Of GP, which takes long, there are more seeds on fewer problems with fewer trials.
SHORT = [branin, camel, rosenbrock, hartmann6, mixed, zdt1]
