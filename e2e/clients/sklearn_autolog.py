"""Autologging of scikit-learn as it comes: params, metrics, and the model, which is loaded back."""

import uuid

import mlflow
import numpy as np
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

mlflow.set_experiment(f"sklearn {uuid.uuid4().hex}")
mlflow.sklearn.autolog()
x, y = load_iris(return_X_y=True)
with mlflow.start_run() as run:
    model = LogisticRegression(max_iter=300).fit(x, y)
client = mlflow.MlflowClient()
seen = client.get_run(run.info.run_id)
assert seen.data.params["max_iter"] == "300", seen.data.params
assert seen.data.metrics["training_accuracy_score"] > 0.9, seen.data.metrics
again = mlflow.sklearn.load_model(f"runs:/{run.info.run_id}/model")
assert np.array_equal(again.predict(x), model.predict(x))
if hasattr(client, "search_logged_models"):
    [logged] = client.search_logged_models([run.info.experiment_id])
    assert logged.source_run_id == run.info.run_id and logged.status.value == "READY", logged
    assert np.array_equal(mlflow.sklearn.load_model(logged.model_uri).predict(x), model.predict(x))
    assert [m.model_id for m in client.get_run(run.info.run_id).outputs.model_outputs] == [logged.model_id]

with mlflow.start_run() as search:
    GridSearchCV(LogisticRegression(max_iter=300), {"C": [0.1, 1.0, 10.0]}, cv=3).fit(x, y)
children = client.search_runs([search.info.experiment_id], f"tags.mlflow.parentRunId = '{search.info.run_id}'")
assert sorted(child.data.params["C"] for child in children) == ["0.1", "1.0", "10.0"]
assert "best_C" in client.get_run(search.info.run_id).data.params
