"""Fills a tracking store with one of everything that MLflow records. Usage: make.py TRACKING_URI"""

import math
import sys
import tempfile
from pathlib import Path

import mlflow
from mlflow.entities import LoggedModelInput, LoggedModelOutput, LoggedModelStatus, Metric, Param, RunTag
from mlflow.tracking import MlflowClient

mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_registry_uri(sys.argv[1])
client = MlflowClient()

kept = client.create_experiment("kept", tags={"team": "vision", "mlflow.note.content": "# Note"})
client.create_experiment("other")
deleted = client.create_experiment("deleted")
client.create_run(deleted, run_name="of a deleted one")
client.delete_experiment(deleted)

with mlflow.start_run(experiment_id=kept, run_name="parent"):
    with mlflow.start_run(experiment_id=kept, run_name="child", nested=True) as child:
        data = mlflow.data.from_numpy(__import__("numpy").eye(3), source="https://example.com/a", name="eye")
        mlflow.log_input(data, context="training", tags={"split": "a"})
        mlflow.log_params({"lr": 0.1, "layers/first": "α, β", "empty": ""})
        mlflow.log_dict({"a": 1}, "conf/a.json")
        mlflow.log_text("x" * 200_000, "long/deep/file name.txt")

run = client.create_run(kept, start_time=1_700_000_000_000, tags={"mlflow.note.content": "of a run"})
run_id = run.info.run_id
points = [Metric("loss", 1 / (i + 1), 1_700_000_000_000 + i, i) for i in range(30_000)]
for start in range(0, len(points), 1000):
    client.log_batch(run_id, metrics=points[start : start + 1000])
client.log_batch(
    run_id,
    [
        Metric("val/odd", value, 5, step)
        for step, value in enumerate([math.nan, math.inf, -math.inf, 0.1 + 0.2, -7.0, 5e-324])
    ]
    + [Metric("negative", 1.5, 7, -3)],
    [Param("long", "p" * 3000)],
    [RunTag("a tag", "with\nlines")],
)
client.set_terminated(run_id, "FAILED", 1_700_000_100_000)
client.delete_run(client.create_run(kept, run_name="deleted").info.run_id)
client.create_run(kept, run_name="running")

model = client.create_logged_model(kept, "net", source_run_id=run_id, tags={"a": "b"}, params={"depth": "3"}, model_type="tree")
client.log_outputs(run_id, [LoggedModelOutput(model.model_id, 4)])
client.log_batch(run_id, [Metric("acc", 0.9, 9, 4, model_id=model.model_id, dataset_name="eye", dataset_digest="d")])
with tempfile.TemporaryDirectory() as folder:
    Path(folder, "MLmodel").write_text("flavors: {}\n")
    client.log_model_artifacts(model.model_id, folder)
client.finalize_logged_model(model.model_id, LoggedModelStatus.READY)
client.log_inputs(run_id, models=[LoggedModelInput(model.model_id)])

client.create_registered_model("net", tags={"owner": "us"}, description="A net.")
client.create_model_version("net", f"models:/{model.model_id}", run_id=run_id, tags={"v": "1"}, description="first", model_id=model.model_id)
with tempfile.TemporaryDirectory() as folder:
    Path(folder, "weights.bin").write_bytes(bytes(range(256)))
    client.log_artifacts(child.info.run_id, folder, "model")
client.create_model_version("net", f"{client.get_run(child.info.run_id).info.artifact_uri}/model", run_id=child.info.run_id)
client.set_registered_model_alias("net", "best", 2)
client.transition_model_version_stage("net", "1", "Staging")
