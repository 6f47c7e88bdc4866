"""What a training program needs inside an Orrery job, and ask and tell. Standard library only."""

from .epoch_logger import EpochLogger
from .job import JobSpec, input_dir, load_job_spec, output_dir, write_metrics
from .replay import replay
from .space import choice, integer, real
from .sweep import Pruned, Study, Trial
from .wire import Denied, Refused, TrackingError, Unreachable

__all__ = [
    "Denied",
    "EpochLogger",
    "JobSpec",
    "Pruned",
    "Refused",
    "Study",
    "TrackingError",
    "Trial",
    "Unreachable",
    "choice",
    "input_dir",
    "integer",
    "load_job_spec",
    "output_dir",
    "real",
    "replay",
    "write_metrics",
]
__version__ = "0.1.0"
