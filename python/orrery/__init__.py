"""What a training program needs inside an Orrery job. Standard library only."""

from .epoch_logger import EpochLogger
from .job import JobSpec, input_dir, load_job_spec, output_dir, write_metrics
from .replay import replay
from .tracking import Denied, Refused, TrackingError, Unreachable

__all__ = [
    "Denied",
    "EpochLogger",
    "JobSpec",
    "Refused",
    "TrackingError",
    "Unreachable",
    "input_dir",
    "load_job_spec",
    "output_dir",
    "replay",
    "write_metrics",
]
__version__ = "0.1.0"
