"""Experiments, runs, searches, histories, data sets and artifacts through MlflowClient."""

import json
import math
import os
import pathlib
import tempfile
import uuid

import mlflow
from mlflow.entities import Metric, Param, RunTag, ViewType

client = mlflow.MlflowClient()
name = f"basics {uuid.uuid4().hex}"
experiment = client.create_experiment(name, tags={"team": "vision"})
assert client.get_experiment_by_name(name).experiment_id == experiment
client.set_experiment_tag(experiment, "note", "naïve 🚀")
client.rename_experiment(experiment, f"{name} again")
found = client.search_experiments(filter_string=f"name = '{name} again'")
assert [(e.experiment_id, e.tags["note"], e.tags["team"]) for e in found] == [(experiment, "naïve 🚀", "vision")]
client.delete_experiment(experiment)
assert client.get_experiment(experiment).lifecycle_stage == "deleted"
assert experiment in [e.experiment_id for e in client.search_experiments(view_type=ViewType.DELETED_ONLY)]
client.restore_experiment(experiment)

runs = []
for index in range(7):
    run = client.create_run(experiment, run_name=f"run {index}", tags={"index": str(index)}).info.run_id
    runs.append(run)
    client.log_param(run, "depth", index)
    client.log_metric(run, "loss", 1 / (index + 1), timestamp=1000, step=0)
    points = [Metric("acc", value, 2000 + step, step) for step, value in enumerate([0.1, math.nan, math.inf, index])]
    client.log_batch(run, metrics=points, params=[Param("p", "v")], tags=[RunTag("t", "u")])
    client.set_tag(run, "gone", "soon")
    client.delete_tag(run, "gone")
    client.set_terminated(run, "FINISHED" if index % 2 == 0 else "FAILED")

run = client.get_run(runs[3])
assert run.data.params == {"depth": "3", "p": "v"}
assert run.data.metrics == {"loss": 0.25, "acc": 3.0}
assert run.data.tags["t"] == "u" and "gone" not in run.data.tags
assert run.info.status == "FAILED" and run.info.end_time >= run.info.start_time
history = [(m.step, m.timestamp, str(m.value)) for m in client.get_metric_history(runs[3], "acc")]
assert history[:2] == [(0, 2000, "0.1"), (1, 2001, "nan")], history
assert history[2][2] in ("inf", "1.7976931348623157e+308") and history[3] == (3, 2003, "3.0"), history

where = "metrics.loss < 0.6 and params.depth != '4' and tags.t = 'u' and attributes.status = 'FINISHED'"
assert [r.info.run_id for r in client.search_runs([experiment], where, order_by=["metrics.loss ASC"])] == [runs[6], runs[2]]
seen, token = [], None
while True:
    page = client.search_runs([experiment], max_results=3, order_by=["params.depth DESC"], page_token=token)
    seen += [r.data.params["depth"] for r in page]
    token = page.token
    if not token:
        break
assert seen == list("6543210"), seen
client.delete_run(runs[0])
assert client.get_run(runs[0]).info.lifecycle_stage == "deleted"
assert len(client.search_runs([experiment])) == 6
client.restore_run(runs[0])
assert len(client.search_runs([experiment])) == 7

from mlflow.entities import Dataset, DatasetInput, InputTag

data = Dataset(name="iris", digest="d1", source_type="local", source=json.dumps({"uri": "x"}))
client.log_inputs(runs[1], [DatasetInput(data, [InputTag("mlflow.data.context", "train")])])
[logged] = client.get_run(runs[1]).inputs.dataset_inputs
assert (logged.dataset.name, logged.tags[0].value) == ("iris", "train")
assert [r.info.run_id for r in client.search_runs([experiment], "datasets.name = 'iris'")] == [runs[1]]

with tempfile.TemporaryDirectory() as folder:
    root = pathlib.Path(folder)
    (root / "deep" / "er").mkdir(parents=True)
    blob = os.urandom(300_000)
    (root / "deep" / "er" / "blob.bin").write_bytes(blob)
    (root / "note.txt").write_text("naïve 🚀")
    client.log_artifact(runs[2], str(root / "note.txt"))
    client.log_artifacts(runs[2], folder, artifact_path="all")
    assert [(f.path, f.is_dir) for f in client.list_artifacts(runs[2])] == [("all", True), ("note.txt", False)]
    assert [f.path for f in client.list_artifacts(runs[2], "all/deep/er")] == ["all/deep/er/blob.bin"]
    into = root / "back"
    into.mkdir()
    back = pathlib.Path(client.download_artifacts(runs[2], "all", str(into)))
    assert (back / "deep" / "er" / "blob.bin").read_bytes() == blob
    assert (back / "note.txt").read_text() == "naïve 🚀"

try:
    client.log_param(runs[2], "depth", "other")
except mlflow.exceptions.MlflowException as error:
    assert error.error_code == "INVALID_PARAMETER_VALUE" and "Changing param values is not allowed" in str(error)
else:
    raise AssertionError("a param was changed")
try:
    client.get_run("nothing")
except mlflow.exceptions.MlflowException as error:
    assert error.error_code == "RESOURCE_DOES_NOT_EXIST"
