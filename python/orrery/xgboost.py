"""An XGBoost callback that logs each round; XGBoost is imported with this module only."""

from typing import Any, Mapping, Optional

from .epoch_logger import EpochLogger

try:
    from xgboost.callback import TrainingCallback
except ImportError as error:
    raise ImportError("orrery.xgboost needs XGBoost, which is not installed here: pip install xgboost") from error


class OrreryCallback(TrainingCallback):
    """Logs each round's evaluation as ``<data>-<metric>``, and ends the training where the host asks for it.

        xgboost.train(params, train, evals=[(train, "train"), (test, "test")], callbacks=[OrreryCallback()])

    Args:
        logger: where to; `EpochLogger()` by default.
    """

    def __init__(self, logger: Optional[EpochLogger] = None) -> None:
        super().__init__()
        self.logger = logger or EpochLogger()

    def after_iteration(self, model: Any, epoch: int, evals_log: Mapping[str, Mapping[str, Any]]) -> bool:
        self.logger.log(
            epoch,
            {
                "%s-%s" % (data, metric): _mean(values[-1])
                for data, metrics in evals_log.items()
                for metric, values in metrics.items()
            },
        )
        return self.logger.should_stop

    def after_training(self, model: Any) -> Any:
        self.logger.close()
        return model


def _mean(value: Any) -> Any:
    """Of several folds XGBoost tells the mean and the deviation."""
    return value[0] if isinstance(value, tuple) else value
