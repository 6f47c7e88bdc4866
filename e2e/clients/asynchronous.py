"""Logging in the background: nothing is lost, and it is there after the flush."""

import uuid

import mlflow
from mlflow.entities import Metric, Param, RunTag

mlflow.set_experiment(f"asynchronous {uuid.uuid4().hex}")
client = mlflow.MlflowClient()
with mlflow.start_run() as run:
    for step in range(500):
        mlflow.log_metric("loss", step / 2, step=step, synchronous=False)
    for index in range(40):
        mlflow.log_param(f"p{index}", index, synchronous=False)
    mlflow.set_tag("t", "v", synchronous=False)
    batch = client.log_batch(
        run.info.run_id,
        metrics=[Metric("batch", step, 1000, step) for step in range(100)],
        params=[Param("q", "r")],
        tags=[RunTag("u", "w")],
        synchronous=False,
    )
    batch.wait()
    mlflow.flush_async_logging()
run = client.get_run(run.info.run_id)
assert [m.value for m in client.get_metric_history(run.info.run_id, "loss")] == [step / 2 for step in range(500)]
assert [m.step for m in client.get_metric_history(run.info.run_id, "batch")] == list(range(100))
assert run.data.params == {**{f"p{index}": str(index) for index in range(40)}, "q": "r"}
assert run.data.tags["t"] == "v" and run.data.tags["u"] == "w"
