"""Trains with the real XGBoost."""

import tempfile
import unittest
from pathlib import Path

import numpy
import xgboost

from orrery import EpochLogger
from orrery.xgboost import OrreryCallback

from .lines import lines_of


class XGBoostTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.path = self.folder / "metrics.jsonl"
        x = numpy.random.default_rng(0).normal(size=(60, 3))
        self.data = xgboost.DMatrix(x, x.sum(axis=1))

    def test_each_round_is_logged(self):
        told = {}
        callbacks = [OrreryCallback(EpochLogger(self.path))]
        evaluate = {"evals": [(self.data, "train")], "evals_result": told, "verbose_eval": False}
        xgboost.train({"eval_metric": ["rmse", "mae"]}, self.data, 4, callbacks=callbacks, **evaluate)
        lines = lines_of(self.path)
        self.assertEqual([line["step"] for line in lines], [0, 1, 2, 3])
        self.assertEqual([line["metrics"]["train-rmse"] for line in lines], told["train"]["rmse"])
        self.assertEqual([line["metrics"]["train-mae"] for line in lines], told["train"]["mae"])

    def test_folds_give_their_mean(self):
        table = xgboost.cv({}, self.data, 3, nfold=2, as_pandas=False, callbacks=[OrreryCallback(EpochLogger(self.path))])
        found = [line["metrics"]["test-rmse"] for line in lines_of(self.path)]
        self.assertEqual(found, table["test-rmse-mean"])

    def test_it_stops_where_the_host_asks(self):
        (self.folder / "stop.json").write_text('{"reason": "pruned"}')
        evaluate = {"evals": [(self.data, "train")], "verbose_eval": False}
        xgboost.train({}, self.data, 5, **evaluate, callbacks=[OrreryCallback(EpochLogger(self.path))])
        self.assertEqual(len(lines_of(self.path)), 1)
