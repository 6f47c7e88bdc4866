"""Artifacts as a client writes and reads them, large ones in parts where the server takes parts; prints the run's id."""

import gzip
import os
import pathlib
import tempfile

import mlflow

MIB = 1024 * 1024
folder = pathlib.Path(tempfile.mkdtemp())
(folder / "deep").mkdir()
(folder / "deep" / "plot.png").write_bytes(b"png")
(folder / "table.csv").write_text("a,b\n1,2\n")
(folder / "noname").write_bytes(b"")
large = bytes(range(256)) * (12 * MIB // 256) + b"end"
(folder / "large.bin").write_bytes(large)

with mlflow.start_run() as run:
    mlflow.log_artifact(str(folder / "table.csv"))
    mlflow.log_artifacts(str(folder), "all")
    mlflow.log_text("text", "notes/ü & +.txt")
    mlflow.log_dict({"a": 1}, "settings.json")
    mlflow.log_text("gone", "gone.txt")

client = mlflow.MlflowClient()
run_id = run.info.run_id
names = sorted(info.path for info in client.list_artifacts(run_id))
assert names == ["all", "gone.txt", "notes", "settings.json", "table.csv"], names
below = {info.path: (info.is_dir, info.file_size) for info in client.list_artifacts(run_id, "all")}
assert below["all/deep"] == (True, None) and below["all/large.bin"] == (False, len(large)), below
local = pathlib.Path(client.download_artifacts(run_id, ""))
assert (local / "all" / "large.bin").read_bytes() == large
assert (local / "all" / "noname").read_bytes() == b""
assert (local / "notes" / "ü & +.txt").read_text() == "text"
assert mlflow.artifacts.load_dict(f"runs:/{run_id}/settings.json") == {"a": 1}
try:
    client.download_artifacts(run_id, "none")
    raise SystemExit("a missing artifact was downloaded")
except Exception as error:
    assert "none" in str(error) or "No such artifact" in str(error), error
compressed = folder / "rows.json.gz"
compressed.write_bytes(gzip.compress(b"[1, 2]"))
client.log_artifact(run_id, str(compressed), "late")
if os.environ.get("READS_GZIP"):
    assert pathlib.Path(client.download_artifacts(run_id, "late/rows.json.gz")).read_bytes() == compressed.read_bytes()
if os.environ.get("DELETES"):
    from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

    get_artifact_repository(run.info.artifact_uri).delete_artifacts("gone.txt")
    assert "gone.txt" not in [info.path for info in client.list_artifacts(run_id)]
print(run_id)
