import { invalid } from '@orrery/core';
import protobuf from 'protobufjs';
import { Bytes } from './bytes.ts';

/** What is read of W&B's messages (wandb_internal.proto). */
const { root } = protobuf.parse(`
syntax = "proto3";
message Record {
  History history = 2; Update summary = 3; Update config = 5; Stats stats = 7; Run run = 17; Exit exit = 18;
}
message History { repeated Item item = 1; Step step = 2; }
message Step { int64 num = 1; }
message Update { repeated Item update = 1; }
message Item {
  string key = 1; repeated string nested_key = 2; bool boolean = 4; sint64 integer = 5; double number = 6;
  string text = 7; string json = 8; string value_json = 16;
}
message Stats { Timestamp timestamp = 2; repeated Item item = 3; }
message Timestamp { int64 seconds = 1; int32 nanos = 2; }
message Run {
  string run_id = 1; string entity = 2; string project = 3; Update config = 4; string run_group = 6; string job_type = 7;
  string display_name = 8; string notes = 9; repeated string tags = 10; string sweep_id = 12; string host = 13;
  Timestamp start_time = 17;
}
message Exit { int32 exit_code = 1; int32 runtime = 2; }
`);
const RECORD = root.lookupType('Record');

/** Of a log of LevelDB: its blocks, and what stands before each fragment of a record. */
const [BLOCK, FRAGMENT_HEADER] = [32_768, 7];
const [FULL, FIRST, , LAST] = [1, 2, 3, 4];
const MAGIC = ':W&B';

export interface Item {
  key?: string;
  nestedKey?: string[];
  boolean?: boolean;
  integer?: number;
  number?: number;
  text?: string;
  json?: string;
  valueJson?: string;
}

interface Timestamp {
  seconds?: number;
  nanos?: number;
}

export interface WandbRecord {
  history?: { item?: Item[]; step?: { num?: number } };
  summary?: { update?: Item[] };
  config?: { update?: Item[] };
  stats?: { timestamp?: Timestamp; item?: Item[] };
  run?: {
    runId?: string;
    entity?: string;
    project?: string;
    config?: { update?: Item[] };
    runGroup?: string;
    jobType?: string;
    displayName?: string;
    notes?: string;
    tags?: string[];
    sweepId?: string;
    host?: string;
    startTime?: Timestamp;
  };
  exit?: { exitCode?: number; runtime?: number };
}

/**
 * The records of a file `run-*.wandb`, a log of LevelDB; what a crash cut off at its end is left out.
 *
 * @throws OrreryError INVALID_PARAMETER_VALUE for what is no such file
 */
export function* readRecords(path: string): Iterable<WandbRecord> {
  const bytes = new Bytes(path);
  try {
    if (bytes.take(7)?.toString('latin1', 0, 4) !== MAGIC) throw invalid(`${path} is no file of W&B.`);
    let parts: Buffer[] = [];
    for (;;) {
      const left = BLOCK - (bytes.position % BLOCK);
      if (left < FRAGMENT_HEADER) bytes.take(left);
      const header = bytes.take(FRAGMENT_HEADER);
      const fragment = header && bytes.take(header.readUInt16LE(4));
      if (!header || !fragment) return;
      const kind = header[6] as number;
      if (kind === FULL || kind === FIRST) parts = [];
      parts.push(fragment);
      if (kind === FULL || kind === LAST) yield RECORD.decode(Buffer.concat(parts)) as unknown as WandbRecord;
    }
  } finally {
    bytes.close();
  }
}
