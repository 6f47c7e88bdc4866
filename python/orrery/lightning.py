"""A Lightning callback that logs each epoch; Lightning is imported with this module only."""

import sys
from typing import Any, Dict, Optional, Tuple

from .epoch_logger import EpochLogger

try:
    if "pytorch_lightning" in sys.modules and "lightning" not in sys.modules:
        from pytorch_lightning.callbacks import Callback
    else:
        try:
            from lightning.pytorch.callbacks import Callback
        except ImportError:
            from pytorch_lightning.callbacks import Callback
except ImportError as error:
    raise ImportError(
        "orrery.lightning needs Lightning, which is not installed here: pip install lightning"
    ) from error


class OrreryCallback(Callback):
    """Logs what a module logs with ``self.log``, once an epoch, and ends the training where the host asks for it.

        trainer = Trainer(max_epochs=10, callbacks=[OrreryCallback()])

    The epoch is the step. Of several processes the first one logs. A value that is not measured anew, as that of a
    validation every few epochs, is not logged again.

    Args:
        logger: where to; `EpochLogger()` by default.
    """

    def __init__(self, logger: Optional[EpochLogger] = None) -> None:
        self.logger = logger or EpochLogger()
        self._epoch = 0
        self._known: Dict[str, Tuple[Any, int, float]] = {}

    def on_train_epoch_start(self, trainer: Any, pl_module: Any) -> None:
        self._log(trainer)  # what the module logged after the last epoch's end
        self._epoch = trainer.current_epoch

    def on_train_epoch_end(self, trainer: Any, pl_module: Any) -> None:
        self._log(trainer)
        if trainer.strategy.reduce_boolean_decision(self.logger.should_stop, all=False):
            trainer.should_stop = True

    def on_train_end(self, trainer: Any, pl_module: Any) -> None:
        self._log(trainer)

    def on_validation_end(self, trainer: Any, pl_module: Any) -> None:
        if trainer.state.fn != "fit":
            self._log(trainer)

    def on_test_end(self, trainer: Any, pl_module: Any) -> None:
        self._log(trainer)

    def on_exception(self, trainer: Any, pl_module: Any, exception: BaseException) -> None:
        self.logger.close()

    def teardown(self, trainer: Any, pl_module: Any, stage: str) -> None:
        self.logger.close()

    def _log(self, trainer: Any) -> None:
        if not trainer.is_global_zero or trainer.sanity_checking:
            return
        fresh: Dict[str, float] = {}
        for name, value in trainer.callback_metrics.items():
            known, epoch, before = self._known.get(name, (None, -1, 0.0))
            number = float(value)
            if value is not known and (epoch, before) != (self._epoch, number):
                fresh[name] = number
                self._known[name] = (value, self._epoch, number)
        if fresh:
            self.logger.log(self._epoch, fresh)
