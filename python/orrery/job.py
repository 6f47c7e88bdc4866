"""The job's folder: where it reads and writes, and what it was asked to do."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Mapping, Optional


@dataclass(frozen=True)
class JobSpec:
    """What the host asks of a job; it stands in ``job_spec.json``."""

    seed: int
    dataset_id: str
    dataset_name: str
    model_name: str
    hyperparameters: Dict[str, Any] = field(default_factory=dict)
    run_settings: Dict[str, Any] = field(default_factory=dict)


def output_dir() -> Path:
    """The folder whose contents become the run's artifacts: ``ORRERY_OUTPUT``, in a container ``/output``."""
    return Path(os.environ.get("ORRERY_OUTPUT", "/output"))


def input_dir() -> Path:
    """The dataset's folder, read-only: ``ORRERY_INPUT``, in a container ``/input``."""
    return Path(os.environ.get("ORRERY_INPUT", "/input"))


def load_job_spec() -> JobSpec:
    """Reads ``job_spec.json`` from the output folder, else from the input folder.

    Raises:
        FileNotFoundError: if neither folder holds it.
        ValueError: if it is not the JSON of a job spec.
    """
    for folder in (output_dir(), input_dir()):
        path = folder / "job_spec.json"
        if path.is_file():
            return _parse(path)
    raise FileNotFoundError(
        "no job_spec.json in %s or %s: set ORRERY_OUTPUT to the job's folder" % (output_dir(), input_dir())
    )


def _parse(path: Path) -> JobSpec:
    try:
        known = {name: value for name, value in json.loads(path.read_text("utf-8")).items()}
        return JobSpec(**{name: known[name] for name in JobSpec.__dataclass_fields__ if name in known})
    except (AttributeError, TypeError, ValueError) as error:
        raise ValueError("%s is not a job spec: %s" % (path, error)) from error


def write_metrics(
    model_metrics: Mapping[str, Any], history: Optional[Mapping[str, Any]] = None, folder: Optional[Path] = None
) -> Path:
    """Writes ``metrics.json``, whole or not at all.

    Args:
        model_metrics: final scalars by name; nested maps are flattened with ``.`` by the host.
        history: values by step for each metric that was not streamed with `EpochLogger`.
        folder: where to write; the output folder by default.
    """
    target = (folder or output_dir()) / "metrics.json"
    partial = target.with_name("metrics.json.part")
    text = json.dumps({"model_metrics": dict(model_metrics), "history": dict(history or {})}, indent=2)
    partial.write_text(text, "utf-8")
    os.replace(str(partial), str(target))
    return target
