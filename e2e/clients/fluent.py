"""mlflow.start_run with nested runs and system metrics, and the artifacts that mlflow.log_* makes."""

import json
import time
import uuid

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import mlflow

mlflow.set_experiment(f"fluent {uuid.uuid4().hex}")
mlflow.set_system_metrics_sampling_interval(0.2)
mlflow.set_system_metrics_samples_before_logging(1)
with mlflow.start_run(run_name="parent", log_system_metrics=True) as parent:
    mlflow.log_params({"a": 1, "b": "two"})
    for child in range(3):
        with mlflow.start_run(run_name=f"child {child}", nested=True):
            for step in range(5):
                mlflow.log_metrics({"loss": 1 / (step + 1), "acc": child + step / 10}, step=step)
    mlflow.log_text("hello", "notes/hello.txt")
    mlflow.log_dict({"a": [1, 2]}, "notes/data.json")
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    mlflow.log_figure(figure, "plots/line.png")
    mlflow.log_table({"x": [1, 2], "y": ["a", "b"]}, "table.json")
    mlflow.set_tags({"k": "v"})
    time.sleep(1.5)

client = mlflow.MlflowClient()
children = client.search_runs(
    [parent.info.experiment_id], f"tags.mlflow.parentRunId = '{parent.info.run_id}'", order_by=["metrics.acc DESC"]
)
assert [c.info.run_name for c in children] == ["child 2", "child 1", "child 0"]
assert children[0].data.metrics == {"loss": 0.2, "acc": 2.4}
assert [m.step for m in client.get_metric_history(children[0].info.run_id, "loss")] == list(range(5))
run = client.get_run(parent.info.run_id)
assert run.info.status == "FINISHED" and run.data.params == {"a": "1", "b": "two"} and run.data.tags["k"] == "v"
assert "system/cpu_utilization_percentage" in run.data.metrics, run.data.metrics
assert [f.path for f in client.list_artifacts(run.info.run_id)] == ["notes", "plots", "table.json"]
text = mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/notes/hello.txt")
assert text == "hello"
assert json.loads(mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/notes/data.json")) == {"a": [1, 2]}
try:
    with mlflow.start_run() as failing:
        raise RuntimeError
except RuntimeError:
    assert client.get_run(failing.info.run_id).info.status == "FAILED"
assert len(mlflow.search_runs([parent.info.experiment_id], output_format="list")) == 5
