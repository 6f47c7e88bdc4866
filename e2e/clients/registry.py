"""The model registry: models registered from runs, loaded back by version, stage and alias, searched and renamed."""

import time
import uuid

import mlflow
import numpy as np
from mlflow.exceptions import MlflowException
from mlflow.models import infer_signature
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

mlflow.set_experiment(f"registry {uuid.uuid4().hex}")
client = mlflow.MlflowClient()
name = f"iris-{uuid.uuid4().hex}"
x, y = load_iris(return_X_y=True)


def train(c):
    return LogisticRegression(max_iter=300, C=c).fit(x, y)


first, second = train(0.01), train(10.0)
with mlflow.start_run() as run:
    mlflow.sklearn.log_model(first, "model", registered_model_name=name, signature=infer_signature(x, y))
with mlflow.start_run() as other:
    logged = mlflow.sklearn.log_model(second, "model", input_example=x[:2])
version = mlflow.register_model(logged.model_uri, name, tags={"kind": "second"})
assert str(version.version) == "2" and version.run_id == other.info.run_id, version
third = mlflow.register_model(f"runs:/{run.info.run_id}/model", name)
assert str(third.version) == "3" and third.status == "READY", third

client.set_registered_model_alias(name, "champion", "2")
client.set_registered_model_tag(name, "team", "vision")
client.set_model_version_tag(name, "1", "checked", "yes")
client.update_registered_model(name, "flowers")
client.update_model_version(name, "1", "the first")
champion = mlflow.pyfunc.load_model(f"models:/{name}@champion")
assert np.array_equal(champion.predict(x), second.predict(x))
assert np.array_equal(mlflow.pyfunc.load_model(f"models:/{name}/1").predict(x), first.predict(x))
assert np.array_equal(mlflow.sklearn.load_model(f"models:/{name}/latest").predict(x), first.predict(x))
assert str(client.get_model_version_by_alias(name, "champion").version) == "2"

client.transition_model_version_stage(name, "1", "Production")
client.transition_model_version_stage(name, "3", "Production", archive_existing_versions=True)
stages = {str(v.version): v.current_stage for v in client.search_model_versions(f"name = '{name}'")}
assert stages == {"1": "Archived", "2": "None", "3": "Production"}, stages
assert [str(v.version) for v in client.get_latest_versions(name, ["Production"])] == ["3"]
assert np.array_equal(mlflow.pyfunc.load_model(f"models:/{name}/Production").predict(x), first.predict(x))

model = client.get_registered_model(name)
assert model.description == "flowers" and model.tags == {"team": "vision"}, model
assert {key: str(value) for key, value in model.aliases.items()} == {"champion": "2"}, model
assert client.get_model_version(name, "2").tags == {"kind": "second"}
found = client.search_registered_models(f"name = '{name}' AND tags.team = 'vision'")
assert [each.name for each in found] == [name]
assert len(client.search_model_versions(f"run_id = '{run.info.run_id}' AND tags.checked = 'yes'")) == 1
copy = client.copy_model_version(f"models:/{name}/2", f"{name}-copy")
assert np.array_equal(mlflow.pyfunc.load_model(f"models:/{name}-copy/{copy.version}").predict(x), second.predict(x))

client.rename_registered_model(name, f"{name}-renamed")
assert str(client.get_model_version_by_alias(f"{name}-renamed", "champion").version) == "2"
client.delete_model_version(f"{name}-renamed", "3")
client.delete_registered_model_alias(f"{name}-renamed", "champion")
client.delete_registered_model(f"{name}-renamed")
try:
    client.get_registered_model(f"{name}-renamed")
    raise SystemExit("a deleted model was found")
except MlflowException as error:
    assert error.error_code == "RESOURCE_DOES_NOT_EXIST", error
