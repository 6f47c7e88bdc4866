"""A Keras callback that logs each epoch; Keras is imported with this module only."""

from typing import Any, Mapping, Optional

from .epoch_logger import EpochLogger

try:
    from keras.callbacks import Callback
except ImportError as error:
    raise ImportError("orrery.keras needs Keras, which is not installed here: pip install keras") from error


class OrreryCallback(Callback):
    """Logs what Keras reports of each epoch, and ends the training where the host asks for it.

        model.fit(x, y, validation_data=(vx, vy), epochs=10, callbacks=[OrreryCallback()])

    Losses and metrics go by Keras's names (``loss``, ``val_loss``, …), the epoch is the step. What `evaluate` measures
    outside `fit` goes as ``test_loss``, … at the last epoch.

    Args:
        logger: where to; `EpochLogger()` by default.
    """

    def __init__(self, logger: Optional[EpochLogger] = None) -> None:
        super().__init__()
        self.logger = logger or EpochLogger()
        self._fitting = False
        self._epoch = 0

    def on_train_begin(self, logs: Optional[Mapping[str, Any]] = None) -> None:
        self._fitting = True

    def on_epoch_end(self, epoch: int, logs: Optional[Mapping[str, Any]] = None) -> None:
        self._epoch = epoch
        self.logger.log(epoch, logs)
        if self.logger.should_stop:
            self.model.stop_training = True

    def on_train_end(self, logs: Optional[Mapping[str, Any]] = None) -> None:
        self._fitting = False
        self.logger.close()

    def on_test_end(self, logs: Optional[Mapping[str, Any]] = None) -> None:
        if not self._fitting:
            self.logger.log(self._epoch, {"test_" + name: value for name, value in (logs or {}).items()})
            self.logger.close()
