"""What a training program needs inside an Orrery job. Standard library only."""

from .epoch_logger import EpochLogger
from .job import JobSpec, input_dir, load_job_spec, output_dir, write_metrics

__all__ = ["EpochLogger", "JobSpec", "input_dir", "load_job_spec", "output_dir", "write_metrics"]
__version__ = "0.1.0"
