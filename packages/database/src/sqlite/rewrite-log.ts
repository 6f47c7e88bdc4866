import { type FileHandle, open } from 'node:fs/promises';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const BIG_ENDIAN_MAGIC = 0x377f0683;

type Checksum = [number, number];

/**
 * Writes the log of an SQLite database over itself, as the system still has it, and syncs it. A sync that failed
 * leaves the system free to take what was written for synced, or to forget it: so each frame's checksum is looked at,
 * and what is written again must reach the disk (https://www.sqlite.org/fileformat2.html#the_write_ahead_log).
 *
 * @param frames how many of the log count
 * @throws Error where frames are lost, or the disk still fails
 */
export async function rewriteLog(path: string, frames: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    if (frames > 0) await rewriteFrames(file, frames);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function rewriteFrames(file: FileHandle, frames: number): Promise<void> {
  const header = await readAt(file, HEADER_BYTES, 0);
  const littleEndian = header.readUInt32BE(0) !== BIG_ENDIAN_MAGIC;
  const salt = header.subarray(16, 24);
  let sum = checksum([0, 0], header.subarray(0, 24), littleEndian);
  if (!equals(sum, header, 24)) throw new Error('its header is lost; restart the server');
  await file.write(header, 0, header.length, 0);
  const size = FRAME_HEADER_BYTES + header.readUInt32BE(8);
  for (let at = 0; at < frames; at++) {
    const position = HEADER_BYTES + at * size;
    const frame = await readAt(file, size, position);
    sum = checksum(sum, frame.subarray(0, 8), littleEndian);
    sum = checksum(sum, frame.subarray(FRAME_HEADER_BYTES), littleEndian);
    if (!frame.subarray(8, 16).equals(salt) || !equals(sum, frame, 16))
      throw new Error(`its frame ${at + 1} of ${frames} is lost; restart the server`);
    await file.write(frame, 0, frame.length, position);
  }
}

async function readAt(file: FileHandle, length: number, position: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new Error('it is shorter than it was; restart the server');
  return buffer;
}

function equals([first, second]: Checksum, buffer: Buffer, at: number): boolean {
  return buffer.readUInt32BE(at) === first && buffer.readUInt32BE(at + 4) === second;
}

/** @param littleEndian how the words are read, whatever the machine */
function checksum([first, second]: Checksum, bytes: Buffer, littleEndian: boolean): Checksum {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; at += 8) {
    first = (first + words.getUint32(at, littleEndian) + second) >>> 0;
    second = (second + words.getUint32(at + 4, littleEndian) + first) >>> 0;
  }
  return [first, second];
}
