import math
import os
import unittest
from concurrent.futures import ThreadPoolExecutor

import orrery
from orrery import Pruned, Refused, Study

from .orrery_server import ORRERY, OrreryServer

SPACE = {
    "x": orrery.real(-5, 5),
    "rate": orrery.real(1e-4, 0.1, log=True),
    "depth": orrery.integer(2, 8, step=2),
    "kind": orrery.choice(["a", "b", None, True]),
}


@unittest.skipUnless(os.path.exists(ORRERY), "no bin/orrery here: set ORRERY_BIN")
class SweepTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = OrreryServer()
        os.environ["ORRERY_URI"] = cls.server.url

    @classmethod
    def tearDownClass(cls):
        del os.environ["ORRERY_URI"]
        cls.server.close()

    def test_a_loop_finds_the_best(self):
        study = Study("loop", "minimize", space=SPACE, seed=1, user_attrs={"team": "ada"})
        for trial in study.ask_for(12):
            with trial:
                self.assertEqual(set(trial.params), set(SPACE))
                self.assertIn(trial.params["depth"], (2, 4, 6, 8))
                trial.set_user_attr("seen", [trial.number])
                trial.tell(trial.params["x"] ** 2)
        (best,) = study.best_trials
        complete = study.trials("COMPLETE")
        self.assertEqual(len(complete), 12)
        self.assertEqual(best["values"][0], min(trial["values"][0] for trial in complete))
        self.assertEqual(complete[3]["user_attrs"], {"seen": [3]})

    def test_a_trial_ends_as_its_block_does(self):
        study = Study("ends", space=SPACE, pruner="nop")
        with study.ask() as trial:
            self.assertFalse(trial.report(1, 0.5))
            raise Pruned()
        with self.assertRaises(ZeroDivisionError):
            with study.ask():
                1 / 0
        with study.ask():
            pass
        study.tell(study.ask(), math.nan)
        study.tell(study.ask(), math.inf)
        study.tell(study.ask().number, state="FAIL")
        trials = study.trials()
        self.assertEqual(
            [(trial["state"], trial["values"]) for trial in trials],
            [
                ("PRUNED", [0.5]),
                ("FAIL", None),
                ("FAIL", None),
                ("FAIL", None),
                ("COMPLETE", ["Infinity"]),
                ("FAIL", None),
            ],
        )
        self.assertIn("ZeroDivisionError", trials[1]["user_attrs"]["orrery.reason"])

    def test_the_pruner_of_the_study_prunes(self):
        study = Study("pruned", space=SPACE, pruner="median")
        for value in range(6):
            with study.ask() as trial:
                trial.report(1, value)
                trial.tell(value)
        with study.ask() as trial:
            if trial.report(1, 100):
                raise Pruned()
        self.assertTrue(trial.should_prune())
        self.assertEqual([len(study.trials("PRUNED")), len(study.trials("COMPLETE"))], [1, 6])

    def test_parameters_depend_on_others(self):
        study = Study("tree", sampler={"name": "tpe", "options": {"n_startup_trials": 3}}, seed=4)
        for trial in study.ask_for(10, {"kind": orrery.choice(["svm", "forest"])}):
            with trial:
                if trial.params["kind"] == "svm":
                    loss = trial.suggest({"c": orrery.real(1e-3, 1e3, log=True)})["c"]
                else:
                    loss = trial.suggest({"trees": orrery.integer(10, 500)})["trees"]
                trial.tell(loss)
        seen = {tuple(sorted(trial["params"])) for trial in study.trials("COMPLETE")}
        self.assertEqual(seen, {("c", "kind"), ("kind", "trees")})
        with self.assertRaisesRegex(Refused, "is COMPLETE and gets no parameters"):
            trial.suggest({"c": orrery.real(0, 1)})

    def test_workers_share_a_study(self):
        def work(_):
            study = Study("shared", ["minimize", "maximize"])
            numbers = []
            for trial in study.ask_for(3, SPACE):
                with trial:
                    numbers.append(trial.number)
                    trial.tell([trial.params["x"], trial.params["depth"]], constraints={"deep": -1.0})
            return numbers

        with ThreadPoolExecutor(8) as pool:
            numbers = sum(pool.map(work, range(8)), [])
        self.assertEqual(sorted(numbers), list(range(24)))
        self.assertGreaterEqual(len(Study("shared").best_trials), 1)

    def test_what_is_enqueued_is_first_and_a_stopped_study_ends(self):
        study = Study("stopped", space={"depth": orrery.integer(1, 3)}, sampler="bruteforce")
        self.assertEqual(study.enqueue({"depth": 3}), 0)
        tried = []
        for trial in study.ask_for():
            with trial:
                tried.append(trial.params["depth"])
                trial.tell(0)
        self.assertEqual(tried[0], 3)
        self.assertEqual(sorted(tried), [1, 2, 3])
        study.stop("enough")
        self.assertIsNone(study.ask())

    def test_what_is_wrong_is_said(self):
        Study("up", "maximize", space=SPACE)
        with self.assertRaisesRegex(Refused, "exists and is to maximize, not to minimize"):
            Study("up", "minimize")
        with self.assertRaisesRegex(Refused, "no sampler 'best'|sampler") as raised:
            Study("wrong", sampler="best", space={"x": {"type": "number", "minimum": "low"}})
        self.assertEqual(raised.exception.status, 400)


if __name__ == "__main__":
    unittest.main()
