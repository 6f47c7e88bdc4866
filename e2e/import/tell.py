"""Prints all that a tracking store records, as JSON. Usage: tell.py TRACKING_URI"""

import hashlib
import json
import sys
import tempfile
from pathlib import Path

import mlflow
from mlflow.entities import ViewType
from mlflow.tracking import MlflowClient

mlflow.set_registry_uri(sys.argv[1])
client = MlflowClient(sys.argv[1])


def files_of(download):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(download(folder))
        return {
            str(file.relative_to(root)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(root.rglob("*"))
            if file.is_file()
        }


# MLflow's databases keep infinities as the largest double, and its file store forgets the step of a point with a data set.
def point_of(point):
    value = max(min(point.value, sys.float_info.max), -sys.float_info.max)
    return [repr(value), point.timestamp, None if point.key == "acc" else point.step]


def run_of(run):
    info, data = run.info, run.data
    points = {
        key: [point_of(p) for p in client.get_metric_history(info.run_id, key)]
        for key in sorted(data.metrics)
    }
    return {
        "info": [info.run_name, info.user_id, info.status, info.start_time, info.end_time, info.lifecycle_stage],
        "params": data.params,
        "tags": data.tags,
        "history": {key: sorted(some, key=repr) for key, some in points.items()},
        "inputs": sorted(
            [i.dataset.to_dictionary(), sorted([t.key, t.value] for t in i.tags)] for i in run.inputs.dataset_inputs
        ),
        "models": [
            sorted(i.model_id for i in run.inputs.model_inputs),
            sorted([o.model_id, o.step] for o in run.outputs.model_outputs),
        ],
        "files": files_of(lambda folder: mlflow.artifacts.download_artifacts(
            run_id=info.run_id, artifact_path="", dst_path=folder, tracking_uri=sys.argv[1]
        )) if client.list_artifacts(info.run_id) else {},
    }


def model_of(model):
    return {
        "info": [model.name, model.model_type, str(model.status), model.creation_timestamp, model.source_run_id],
        "params": model.params,
        "tags": model.tags,
        "metrics": sorted([m.key, m.value, m.step, m.timestamp, m.run_id, m.dataset_name] for m in model.metrics or []),
        "files": sorted(f.path for f in client.list_logged_model_artifacts(model.model_id)),
    }


def version_of(version):
    root = client.get_model_version_download_uri(version.name, version.version)
    return [
        int(version.version), version.description, version.current_stage, version.run_id, version.creation_timestamp,
        version.tags, version.status,
        files_of(lambda folder: mlflow.artifacts.download_artifacts(root, dst_path=folder, tracking_uri=sys.argv[1])),
    ]


told = {"experiments": {}, "models": {}, "registry": {}}
for experiment in client.search_experiments(view_type=ViewType.ALL):
    runs = client.search_runs([experiment.experiment_id], run_view_type=ViewType.ALL)
    told["experiments"][experiment.name] = {
        "tags": experiment.tags,
        "info": [experiment.lifecycle_stage, experiment.creation_time],
        "runs": {run.info.run_id: run_of(client.get_run(run.info.run_id)) for run in runs},
    }
    for model in client.search_logged_models([experiment.experiment_id]):
        told["models"][model.model_id] = model_of(model)
for model in client.search_registered_models():
    versions = client.search_model_versions(f"name = '{model.name}'")
    told["registry"][model.name] = {
        "info": [model.description, model.tags, model.aliases, model.creation_timestamp],
        "versions": sorted(version_of(version) for version in versions),
    }
print(json.dumps(told, sort_keys=True))
