"""Autologging of XGBoost: a point for every round, and the model, which is loaded back."""

import uuid

import mlflow
import numpy as np
import xgboost
from sklearn.datasets import load_breast_cancer

mlflow.set_experiment(f"xgboost {uuid.uuid4().hex}")
mlflow.xgboost.autolog()
x, y = load_breast_cancer(return_X_y=True)
data = xgboost.DMatrix(x, label=y)
with mlflow.start_run() as run:
    booster = xgboost.train(
        {"objective": "binary:logistic", "max_depth": 2}, data, num_boost_round=12, evals=[(data, "train")], verbose_eval=False
    )
client = mlflow.MlflowClient()
seen = client.get_run(run.info.run_id)
assert seen.data.params["max_depth"] == "2" and seen.data.params["num_boost_round"] == "12"
history = client.get_metric_history(run.info.run_id, "train-logloss")
assert [m.step for m in history] == list(range(12))
assert history[-1].value == seen.data.metrics["train-logloss"]
again = mlflow.xgboost.load_model(f"runs:/{run.info.run_id}/model")
assert np.allclose(again.predict(data), booster.predict(data))

name = f"boost-{uuid.uuid4().hex}"
version = mlflow.register_model(f"runs:/{run.info.run_id}/model", name)
client.set_registered_model_alias(name, "champion", version.version)
champion = mlflow.pyfunc.load_model(f"models:/{name}@champion")
assert np.allclose(champion.predict(x), booster.predict(data))
