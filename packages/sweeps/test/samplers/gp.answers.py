"""What Optuna's Gaussian process answers, kept in gp.answers.json for gp.test.ts.

It needs torch, which is too large to install for every run of the tests:

    pip install optuna==5.0.0 scipy torch && python gp.answers.py > gp.answers.json
"""

import json

import numpy as np
import torch
from optuna._gp import acqf, gp, prior
from optuna._gp.search_space import SearchSpace
from optuna.distributions import CategoricalDistribution, FloatDistribution

rng = np.random.RandomState(0)
cases = []
for dimensions, categories, n in ((1, 0, 6), (3, 0, 15), (2, 2, 20)):
    numbers = rng.rand(n, dimensions).round(6)
    kinds = rng.randint(0, 3, (n, categories)).astype(float)
    x = np.hstack([numbers, kinds])
    y = np.sin(3 * numbers).sum(axis=1) + 0.5 * (kinds == 1).sum(axis=1) + 0.05 * rng.randn(n)
    y = ((y - y.mean()) / y.std()).round(6)
    other = np.cos(4 * numbers).sum(axis=1).round(6)
    is_categorical = np.array([False] * dimensions + [True] * categories)
    raw = np.concatenate([rng.uniform(-1, 1.5, dimensions + categories), [0.3, -4.0]])

    def regressor(raw, y=y):
        t = torch.from_numpy(raw)
        return gp.GPRegressor(torch.from_numpy(is_categorical), torch.from_numpy(x), torch.from_numpy(y),
                              torch.exp(t[:-2]), torch.exp(t[-2]), torch.exp(t[-1]) + prior.DEFAULT_MINIMUM_NOISE_VAR)

    t = torch.from_numpy(raw).requires_grad_(True)
    g = gp.GPRegressor(torch.from_numpy(is_categorical), torch.from_numpy(x), torch.from_numpy(y),
                       torch.exp(t[:-2]), torch.exp(t[-2]), torch.exp(t[-1]) + prior.DEFAULT_MINIMUM_NOISE_VAR)
    loss = -g.marginal_log_likelihood() - prior.default_log_prior(g)
    loss.backward()

    points = np.hstack([rng.rand(8, dimensions), rng.randint(0, 3, (8, categories)).astype(float)]).round(6)
    points[0] = x[0]
    model = regressor(raw)
    model._cache_matrix()
    mean, variance = model.posterior(torch.from_numpy(points))
    space = SearchSpace({**{f"x{i}": FloatDistribution(0, 1) for i in range(dimensions)},
                         **{f"y{i}": CategoricalDistribution(["a", "b", "c"]) for i in range(categories)}})

    def answers(function):
        values = [function.eval_acqf_with_grad(point) for point in points]
        return {"values": [v for v, _ in values], "gradients": [np.where(is_categorical, 0, g).tolist() for _, g in values]}

    second = regressor(raw - 0.2, other)
    second._cache_matrix()
    hypervolume = acqf.LogEHVI([model, second], space, torch.from_numpy(np.stack([y, other], axis=1)), 16, 3)
    fitted = gp.fit_kernel_params(x, y, is_categorical, prior.default_log_prior, prior.DEFAULT_MINIMUM_NOISE_VAR, False)
    f = lambda model: float(-model.marginal_log_likelihood() - prior.default_log_prior(model))
    cases.append({
        "x": x.tolist(), "y": y.tolist(), "other": other.tolist(), "isCategorical": is_categorical.tolist(),
        "raw": raw.tolist(), "loss": loss.item(), "gradient": t.grad.tolist(),
        "points": points.tolist(), "mean": mean.tolist(), "variance": variance.tolist(),
        "improvement": answers(acqf.LogEI(model, space, threshold=float(y.max()))),
        "hopeless": acqf.LogEI(model, space, threshold=40.0).eval_acqf_no_grad(points).tolist(),
        "probability": answers(acqf.LogPI(model, space, threshold=0.3)),
        "hypervolume": {**answers(hypervolume), "draws": hypervolume._fixed_samples.tolist()},
        "fittedLoss": f(fitted),
    })
print(json.dumps(cases))
