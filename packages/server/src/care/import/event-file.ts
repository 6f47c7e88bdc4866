import protobuf from 'protobufjs';
import { Bytes } from './bytes.ts';

/** What event files hold of TensorFlow's messages (tensorflow/core/util/event.proto, framework/summary.proto and tensor.proto). */
const { root } = protobuf.parse(`
syntax = "proto3";
message Event { double wall_time = 1; int64 step = 2; Summary summary = 5; }
message Summary { repeated Value value = 1; }
message Value {
  string tag = 1; float simple_value = 2; Image image = 4; bytes histo = 5; Audio audio = 6;
  Tensor tensor = 8; Metadata metadata = 9;
}
message Image { bytes encoded_image_string = 4; }
message Audio { bytes encoded_audio_string = 4; string content_type = 5; }
message Metadata { Plugin plugin_data = 1; }
message Plugin { string plugin_name = 1; bytes content = 2; }
message Tensor {
  int32 dtype = 1; bytes tensor_content = 4; repeated float float_val = 5; repeated double double_val = 6;
  repeated int32 int_val = 7; repeated bytes string_val = 8; repeated int64 int64_val = 10;
}
message HParams { SessionStart session_start_info = 3; SessionEnd session_end_info = 4; }
message SessionStart { map<string, HParam> hparams = 1; }
message HParam { double number_value = 2; string string_value = 3; bool bool_value = 4; }
message SessionEnd { int32 status = 1; }
`);
const EVENT = root.lookupType('Event');
const HPARAMS = root.lookupType('HParams');
/** Around a record: its length and two checksums. */
const [LENGTH, CHECKSUM] = [8, 4];

export interface Value {
  tag: string;
  simpleValue?: number;
  image?: { encodedImageString: Uint8Array };
  histo?: Uint8Array;
  audio?: { encodedAudioString: Uint8Array; contentType?: string };
  tensor?: Tensor;
  metadata?: { pluginData?: { pluginName?: string; content?: Uint8Array } };
}

interface Tensor {
  dtype?: number;
  tensorContent?: Uint8Array;
  floatVal?: number[];
  doubleVal?: number[];
  intVal?: number[];
  stringVal?: Uint8Array[];
  int64Val?: number[];
}

export interface Event {
  /** Unix seconds. */
  wallTime: number;
  step: number;
  values: Value[];
}

/**
 * The events of a file in TensorBoard's format, records of TFRecord; a last one that a crash cut off is left out.
 *
 * @throws Error for what is no such file
 */
export function* readEvents(path: string): Iterable<Event> {
  const bytes = new Bytes(path);
  try {
    for (;;) {
      const header = bytes.take(LENGTH + CHECKSUM);
      const length = header && Number(header.readBigUInt64LE());
      const record = length === null ? null : bytes.take(length + CHECKSUM);
      if (length === null || !record) return;
      const {
        wallTime = 0,
        step = 0,
        summary,
      } = EVENT.decode(record.subarray(0, length)) as unknown as {
        wallTime?: number;
        step?: number;
        summary?: { value?: Value[] };
      };
      yield { wallTime, step: Number(step), values: summary?.value ?? [] };
    }
  } finally {
    bytes.close();
  }
}

/** The number that a value is; null for what is none or several. */
export function scalarOf(value: Value): number | null {
  if (Object.hasOwn(value, 'simpleValue')) return value.simpleValue as number;
  const { tensor } = value;
  if (!tensor) return null;
  const listed = [tensor.floatVal, tensor.doubleVal, tensor.intVal, tensor.int64Val].flatMap(
    (list) => list ?? [],
  );
  if (listed.length > 0) return listed.length === 1 ? Number(listed[0]) : null;
  const content = Buffer.from(tensor.tensorContent ?? []);
  const { dtype } = tensor;
  if (dtype === 1 && content.length === 4) return content.readFloatLE();
  if (dtype === 2 && content.length === 8) return content.readDoubleLE();
  if (dtype === 3 && content.length === 4) return content.readInt32LE();
  if (dtype === 9 && content.length === 8) return Number(content.readBigInt64LE());
  return null;
}

/** What the hparams plugin says of a run. */
export function hparamsOf({
  metadata,
}: Value): { hparams: Record<string, string>; hasFailed: boolean | null } | null {
  const { pluginName, content } = metadata?.pluginData ?? {};
  if (pluginName !== 'hparams' || !content) return null;
  const { sessionStartInfo, sessionEndInfo } = HPARAMS.toObject(HPARAMS.decode(content)) as {
    sessionStartInfo?: { hparams?: Record<string, object> };
    sessionEndInfo?: { status?: number };
  };
  const hparams = Object.entries(sessionStartInfo?.hparams ?? {}).map(([key, value]) => [
    key,
    String(Object.values(value)[0]),
  ]);
  return {
    hparams: Object.fromEntries(hparams),
    hasFailed: sessionEndInfo ? sessionEndInfo.status === 2 : null,
  };
}
