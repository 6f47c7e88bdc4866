"""Writes event files as TensorBoard's users do, and prints what they hold. Usage: events.py FOLDER"""

import json
import math
import sys
from pathlib import Path

import numpy as np
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, tensor_shape_pb2, types_pb2
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboardX import SummaryWriter

folder = Path(sys.argv[1])
VALUES = [0.5, math.nan, math.inf, -math.inf, 0.1, 1e-30]

with SummaryWriter(str(folder / "lr_0.1" / "train"), filename_suffix=".a") as writer:
    for step, value in enumerate(VALUES):
        writer.add_scalar("loss", value, step, walltime=1_700_000_000 + step / 8)
    for step in range(25_000):
        writer.add_scalar("long/acc", step / 25_000, step, walltime=1_700_000_000 + step)
    writer.add_text("note", "Some *text*.", 3)
    writer.add_image("sample", np.zeros((3, 4, 5), dtype=np.uint8) + 100, 2)
    writer.add_histogram("weights", np.arange(10), 1)
# The same run, gone on with in a second file.
with SummaryWriter(str(folder / "lr_0.1" / "train"), filename_suffix=".b") as writer:
    writer.add_scalar("loss", 7.0, 100, walltime=1_700_001_000)
with SummaryWriter(str(folder / "tuned")) as writer:
    writer.add_hparams({"lr": 0.25, "optimizer": "adam", "nesterov": True}, {"score": 0.75}, name="trial")

# As TensorFlow 2 writes scalars: tensors with the plugin's name.
v2 = EventFileWriter(str(folder / "tf2"))
kinds = [
    tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, float_val=[0.25]),
    tensor_pb2.TensorProto(dtype=types_pb2.DT_DOUBLE, tensor_content=np.array(0.1, np.float64).tobytes()),
    tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, tensor_content=np.array(0.5, np.float32).tobytes()),
    tensor_pb2.TensorProto(dtype=types_pb2.DT_INT64, tensor_content=np.array(-9, np.int64).tobytes()),
]
for step, tensor in enumerate(kinds):
    plugin = summary_pb2.SummaryMetadata.PluginData(plugin_name="scalars")
    metadata = summary_pb2.SummaryMetadata(plugin_data=plugin)
    value = summary_pb2.Summary.Value(tag="epoch loss", tensor=tensor, metadata=metadata if step == 0 else None)
    v2.add_event(event_pb2.Event(wall_time=1_700_000_000 + step, step=step, summary=summary_pb2.Summary(value=[value])))
many = tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, tensor_shape=tensor_shape_pb2.TensorShapeProto(dim=[tensor_shape_pb2.TensorShapeProto.Dim(size=2)]), float_val=[1, 2])
v2.add_event(event_pb2.Event(wall_time=1, step=1, summary=summary_pb2.Summary(value=[summary_pb2.Summary.Value(tag="vector", tensor=many)])))
v2.close()

# What a crash leaves: the last record is cut.
[whole] = (folder / "tuned").rglob("events*") if not list((folder / "tuned").glob("*/")) else list((folder / "tuned").glob("events*"))
(folder / "crashed").mkdir()
data = (folder / "lr_0.1" / "train").glob("*.a").__next__().read_bytes()
(folder / "crashed" / "events.out.tfevents.1700000000.host").write_bytes(data[: len(data) // 2])

print(json.dumps({"float32": [repr(float(np.float32(v))) for v in VALUES]}))
