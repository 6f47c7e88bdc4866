"""Fills a new database through the SQL stores of the MLflow that is installed, and prints what it made.

    python make.py <database URL> > <version>.json

Everything goes in through MLflow's stores, so that the tables and rows are those of that version, and what is
printed was read back through them. What a version lacks (logged models before 3.0, traces before 2.14,
assessments, spans and jobs before 3.6) is left out. The clock and the random ids are our own: the same
version fills every database with the same rows.
"""

import json
import math
import os
import random
import sys
import time
import uuid

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"  # its thread would take ids from the sequence

import mlflow
from mlflow import entities as e
from mlflow.entities.model_registry import ModelVersionTag, RegisteredModelTag
from mlflow.store.model_registry.sqlalchemy_store import SqlAlchemyStore as Registry
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore as Tracking

URL = sys.argv[1]
START = 1_700_000_000_000  # milliseconds
ARTIFACTS = "mlflow-artifacts:/"  # what `mlflow server` uses when it serves the artifacts itself

now = START
ids = random.Random(int(mlflow.__version__.replace(".", "")))
time.time = lambda: now / 1000
uuid.uuid4 = lambda: uuid.UUID(int=ids.getrandbits(128), version=4)


def later(milliseconds=1000):
    global now
    now += milliseconds
    return now


def exact(value):
    """A metric as JSON can have it. (MLflow keeps the infinities as the largest numbers.)"""
    return "NaN" if math.isnan(value) else value


def pairs(tags):
    return dict(sorted((t.key, t.value) for t in tags)) if isinstance(tags, list) else dict(sorted(tags.items()))


def status(name):
    return e.RunStatus.from_string(name)


def fill(store, registry):
    old = store.create_experiment("old", tags=[e.ExperimentTag("team", "vision"), e.ExperimentTag("naïve", "🦜 ß")])
    later()
    gone = store.create_experiment("gone", tags=[e.ExperimentTag("why", "an experiment that was deleted")])
    later()
    store.delete_experiment(gone)

    finished = start_run(store, old, "finished", [e.RunTag("mlflow.source.name", "train.py")])
    losses = [2.5, math.nan, math.inf, -math.inf, 0.1 + 0.2]
    store.log_batch(
        finished,
        [e.Metric("loss", loss, later(10), step) for step, loss in enumerate(losses)]
        + [e.Metric("val/accuracy", accuracy, later(10), step) for step, accuracy in enumerate([0.5, 0.75, -1e-300])],
        [e.Param("lr", "0.001"), e.Param("note", "it's \"quoted\", 100% \\ of it"), e.Param("long", "x" * 600)],
        [e.RunTag("наука", "наука — 科学 🚀"), e.RunTag("mlflow.note.content", "two\nlines"), e.RunTag("empty", "")],
    )
    store.log_metric(finished, e.Metric("loss", 0.25, later(10), 4))  # a step that has a value already
    store.log_metric(finished, e.Metric("only_nan", math.nan, later(10), 0))
    source, schema, profile = '{"url": "https://example.com/digits.csv"}', '{"mlflow_colspec": []}', '{"num_rows": 3}'
    data = e.Dataset("digits", "d1g357", "http", source, schema, profile)
    store.log_inputs(finished, [e.DatasetInput(data, [e.InputTag("mlflow.data.context", "training")])])

    running = start_run(store, old, "running 🏃", [])
    store.log_metric(running, e.Metric("loss", 1.0, later(), 0))
    store.log_param(running, e.Param("lr", "0.01"))

    deleted = start_run(store, old, "deleted", [e.RunTag("mlflow.parentRunId", finished)])
    store.update_run_info(deleted, status("FAILED"), later(), None)
    store.delete_run(deleted)

    version_options = {}
    if hasattr(store, "create_logged_model"):
        version_options["model_id"] = log_model(store, old, finished)
    if hasattr(store, "start_trace"):
        trace(store, old, finished)
    store.update_run_info(finished, status("FINISHED"), later(), None)

    registry.create_registered_model("clé", [RegisteredModelTag("owner", "ada")], "the first model")
    later()
    source, tags = f"runs:/{finished}/model", [ModelVersionTag("stage", "try")]
    registry.create_model_version("clé", source, finished, tags, description="v1", **version_options)
    later()
    registry.set_registered_model_alias("clé", "champion", 1)
    queue_job()


def start_run(store, experiment, name, tags):
    run = store.create_run(experiment, "ada", later(), tags, name)
    return run.info.run_id


def log_model(store, experiment, run):
    params, tags = [e.LoggedModelParameter("depth", "3")], [e.LoggedModelTag("kind", "forêt")]
    model = store.create_logged_model(experiment, "forest", run, tags, params, "sklearn")
    later()
    store.finalize_logged_model(model.model_id, e.LoggedModelStatus.READY)
    store.log_outputs(run, [e.LoggedModelOutput(model.model_id, step=2)])
    data = {"dataset_name": "digits", "dataset_digest": "d1g357", "run_id": run}
    store.log_metric(run, e.Metric("auc", 0.9, later(), 2, model_id=model.model_id, **data))
    return model.model_id


def trace(store, experiment, run):
    """One trace with all that 3.17 moves into columns: name, session, tokens, cost, model, numbers in assessments."""
    tags = {"mlflow.traceName": "answer 🤖", "flavour": "test"}
    metadata = {
        "mlflow.sourceRun": run,
        "mlflow.trace.session": "session-1",
        "mlflow.trace.tokenUsage": '{"input_tokens": 11, "output_tokens": 7, "total_tokens": 18}',
        "mlflow.trace.cost": '{"input_cost": 0.25, "output_cost": 0.5, "total_cost": 0.75}',
    }
    if hasattr(store, "end_trace"):  # until 3.2
        info = store.start_trace(experiment, later(), metadata, tags)
        store.end_trace(info.request_id, later(250), e.trace_status.TraceStatus.OK, {}, {"ended": "yes"})
        return
    trace_id = f"tr-{uuid.uuid4().hex}"
    ada = e.AssessmentSource(e.AssessmentSourceType.HUMAN, "ada")
    values = {"score": 0.5, "correct": True, "polite": "yes", "count": 3, "remark": "good", "list": [1, 2]}
    start = later()
    store.start_trace(
        e.TraceInfo(
            trace_id=trace_id,
            trace_location=e.TraceLocation.from_experiment_id(experiment),
            request_time=start,
            state=e.TraceState.OK,
            request_preview='{"question": "?"}',
            response_preview='"!"',
            client_request_id="request-1",
            execution_duration=250,
            trace_metadata=metadata,
            tags=tags,
        )
    )
    for name, value in values.items():
        feedback = e.Feedback(name=name, value=value, source=ada, trace_id=trace_id)
        feedback.create_time_ms = feedback.last_update_time_ms = later()
        store.create_assessment(feedback)
    store.log_spans(experiment, [span(trace_id, start)])


def span(trace_id, start):
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.trace import SpanContext, Status, StatusCode, TraceFlags

    return e.Span(
        ReadableSpan(
            "answer",
            context=SpanContext(int(trace_id[3:], 16), 0x1234, is_remote=False, trace_flags=TraceFlags(1)),
            attributes={
                "mlflow.traceRequestId": json.dumps(trace_id),
                "mlflow.spanType": json.dumps("LLM"),
                "mlflow.llm.model": json.dumps("small-1"),
                "mlflow.llm.provider": json.dumps("acme"),
                "mlflow.llm.cost": json.dumps({"input_cost": 0.25, "output_cost": 0.5, "total_cost": 0.75}),
            },
            resource=Resource.get_empty(),
            start_time=start * 1_000_000,
            end_time=(start + 250) * 1_000_000,
            status=Status(StatusCode.OK),
        )
    )


def queue_job():
    """A job that never ran: 3.17 cancels it."""
    try:
        from mlflow.store.jobs.sqlalchemy_store import SqlAlchemyJobStore
    except ImportError:
        return
    SqlAlchemyJobStore(URL).create_job("evaluate", '{"rows": 3}')


def made(store, registry):
    experiments = sorted(store.search_experiments(e.ViewType.ALL), key=lambda x: int(x.experiment_id))
    runs = store.search_runs([x.experiment_id for x in experiments], "", e.ViewType.ALL, order_by=["start_time ASC"])
    result = {
        "version": mlflow.__version__,
        "experiments": [experiment(x) for x in experiments],
        "runs": [run_facts(store, r) for r in runs],
        "registered_models": [registered_model(registry, m) for m in registry.search_registered_models()],
    }
    if hasattr(store, "search_logged_models"):
        models = store.search_logged_models([x.experiment_id for x in experiments])
        result["logged_models"] = [logged_model(m) for m in models]
    if hasattr(store, "search_traces"):
        active = [x.experiment_id for x in experiments if x.lifecycle_stage == "active"]
        result["traces"] = [trace_facts(t) for t in store.search_traces(active)[0]]
    return result


def experiment(x):
    names = ["experiment_id", "name", "artifact_location", "lifecycle_stage", "creation_time", "last_update_time"]
    return {**{n: getattr(x, n) for n in names}, "tags": pairs(x.tags)}


def run_facts(store, run):
    names = ["run_id", "run_name", "experiment_id", "user_id", "status", "lifecycle_stage", "start_time", "end_time"]
    return {
        **{n: getattr(run.info, n) for n in names},
        "artifact_uri": run.info.artifact_uri,
        "params": pairs(run.data.params),
        "tags": pairs(run.data.tags),
        "metrics": {key: exact(value) for key, value in sorted(run.data.metrics.items())},
        "history": {key: history(store, run, key) for key in sorted(run.data.metrics)},
        "inputs": [{**dict(i.dataset), "tags": pairs(list(i.tags))} for i in run.inputs.dataset_inputs],
    }


def history(store, run, key):
    points = [(m.step, m.timestamp, m.value) for m in store.get_metric_history(run.info.run_id, key)]
    return [[step, timestamp, exact(value)] for step, timestamp, value in sorted(points, key=lambda p: p[:2])]


def registered_model(registry, model):
    versions = registry.search_model_versions(f"name = '{model.name}'")
    names = ["version", "description", "source", "run_id", "status", "current_stage", "creation_timestamp"]
    return {
        "name": model.name,
        "description": model.description,
        "tags": pairs(model.tags),
        "aliases": {k: int(v) for k, v in model.aliases.items()},
        "versions": [{**{n: getattr(v, n) for n in names}, "tags": pairs(v.tags)} for v in versions],
    }


def logged_model(model):
    names = ["model_id", "name", "experiment_id", "source_run_id", "model_type", "artifact_location"]
    return {
        **{n: getattr(model, n) for n in names},
        "status": model.status.value,
        "params": pairs(model.params),
        "tags": pairs(model.tags),
        "metrics": [[m.key, m.step, m.timestamp, exact(m.value), m.run_id, m.dataset_name] for m in model.metrics or []],
    }


def trace_facts(info):
    facts = {
        "trace_id": info.request_id,
        "timestamp_ms": info.timestamp_ms,
        "execution_time_ms": info.execution_time_ms,
        "status": str(info.status.value),
        "metadata": pairs(info.request_metadata),
        "tags": pairs(info.tags),
    }
    for assessment in getattr(info, "assessments", None) or []:
        facts.setdefault("assessments", {})[assessment.name] = assessment.value
    return facts


store, registry = Tracking(URL, ARTIFACTS), Registry(URL)
fill(store, registry)
print(json.dumps(made(store, registry), ensure_ascii=False, indent=2))
