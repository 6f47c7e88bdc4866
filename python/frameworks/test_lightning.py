"""Trains with the real Lightning."""

import tempfile
import unittest
import warnings
from pathlib import Path

import torch
from lightning.pytorch import LightningModule, Trainer

from orrery import EpochLogger
from orrery.lightning import OrreryCallback

from .lines import lines_of


class Model(LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(4, 1)

    def training_step(self, batch):
        loss = self.layer(batch).pow(2).mean()
        self.log("train_loss", loss, on_step=False, on_epoch=True)
        return loss

    def validation_step(self, batch):
        self.log("val_epoch", float(self.current_epoch))

    def test_step(self, batch):
        self.log("test_loss", self.layer(batch).pow(2).mean())

    def on_train_epoch_end(self):
        self.log("late", 7.0 + self.current_epoch)
        self.log("constant", 1.0)

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.1)


class LightningTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.path = self.folder / "metrics.jsonl"
        self.data = torch.utils.data.DataLoader(torch.randn(32, 4), batch_size=8)

    def trainer(self, **settings):
        warnings.simplefilter("ignore")
        quiet = {"logger": False, "enable_progress_bar": False, "enable_checkpointing": False, "accelerator": "cpu"}
        callback = OrreryCallback(EpochLogger(self.path))
        return Trainer(callbacks=[callback], default_root_dir=self.folder, **quiet, **settings)

    def by_step(self):
        steps = {}
        for line in lines_of(self.path):
            for name, value in line["metrics"].items():
                self.assertNotIn(name, steps.setdefault(line["step"], {}), "logged twice")
                steps[line["step"]][name] = value
        return steps

    def test_each_epoch_is_logged_once(self):
        trainer = self.trainer(max_epochs=4, check_val_every_n_epoch=2)
        model = Model()
        trainer.fit(model, self.data, self.data)
        steps = self.by_step()
        self.assertEqual([steps[step]["late"] for step in range(4)], [7, 8, 9, 10])
        self.assertEqual([steps[step]["constant"] for step in range(4)], [1, 1, 1, 1])
        self.assertEqual([steps[step].get("val_epoch") for step in range(4)], [None, 1, None, 3])
        losses = [steps[step]["train_loss"] for step in range(4)]
        self.assertEqual(losses, sorted(losses, reverse=True))
        trainer.test(model, self.data, verbose=False)
        self.assertIn("test_loss", self.by_step()[3])

    def test_it_stops_where_the_host_asks(self):
        (self.folder / "stop.json").write_text('{"reason": "pruned"}')
        self.trainer(max_epochs=5).fit(Model(), self.data)
        self.assertEqual(list(self.by_step()), [0])
