"""Writes runs as W&B does offline. Usage: offline.py FOLDER"""

import math
import os
import sys
from pathlib import Path

os.environ.update(WANDB_MODE="offline", WANDB_DIR=sys.argv[1], WANDB_SILENT="true", WANDB_CONSOLE="wrap")
import wandb

run = wandb.init(
    project="vision",
    name="first try",
    group="ablation",
    job_type="train",
    notes="Some *notes*.",
    tags=["baseline", "gpu"],
    config={"lr": 0.1, "layers": [1, 2], "optimizer": {"name": "adam", "beta": 0.9}, "none": None},
)
run.define_metric("val/*", step_metric="epoch")
for step in range(12_000):
    run.log({"loss": 1 / (step + 1), "epoch": step // 1000} | ({"val/acc": step / 12_000, "nested": {"a": step}} if step % 100 == 0 else {}))
run.log({"odd": math.nan})
run.log({"odd": math.inf, "text": "no number", "flag": True})
run.log({"odd": -math.inf, "table": wandb.Table(columns=["a"], data=[[1]])})
run.summary["best"] = 0.75
Path(sys.argv[1], "weights.bin").write_bytes(bytes(range(256)))
run.save(str(Path(sys.argv[1], "weights.bin")), base_path=sys.argv[1], policy="now")
print("a line of output")
print(run.id)
run.finish()

failed = wandb.init(project="vision", name="failed")
failed.log({"loss": 3.0})
failed.finish(exit_code=1)
