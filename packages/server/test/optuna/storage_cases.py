"""Optuna's own test cases of storages, run through GrpcStorageProxy against the server on $STORAGE_PORT."""

import os

import optuna
import pytest
from optuna.distributions import FloatDistribution
from optuna.storages import GrpcStorageProxy
from optuna.study import StudyDirection
from optuna.testing.pytest_storages import StorageTestCase

optuna.logging.set_verbosity(optuna.logging.ERROR)


class TestOrrery(StorageTestCase):
    @pytest.fixture
    def storage(self):
        """Every case expects an empty storage."""
        proxy = GrpcStorageProxy(host="127.0.0.1", port=int(os.environ["STORAGE_PORT"]))
        for study in proxy.get_all_studies():
            proxy.delete_study(study._study_id)
        yield proxy
        proxy.close()

    @pytest.mark.parametrize("param_names", [["a", "b"], ["b", "a"]])
    def test_get_all_trials_params_order(self, storage, param_names):
        """A map of protobuf has no order, so that Optuna's own proxy fails one of the two: all params must be there."""
        trial_id = storage.create_new_trial(storage.create_new_study([StudyDirection.MINIMIZE]))
        for name in param_names:
            storage.set_trial_param(trial_id, name, 1.0, FloatDistribution(0.0, 2.0))
        assert storage.get_trial(trial_id).params == {"a": 1.0, "b": 1.0}
