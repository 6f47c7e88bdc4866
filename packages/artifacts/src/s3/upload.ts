import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** The least that S3 takes, but for the last part. */
const PART_SIZE = 5 * 1024 * 1024;
const MAX_PARTS = 10_000;
const PARTS_AT_ONCE = 2;

export type UploadTarget = Omit<PutObjectCommandInput, 'Body'>;

/**
 * Writes a stream of any length to one object, which appears when all of it is there. Parts are filled and sent
 * from the same few buffers, so that memory stays flat.
 *
 * @param size in bytes, where it is known beforehand
 */
export async function uploadStream(
  client: S3Client,
  target: UploadTarget,
  content: Readable,
  size?: number,
): Promise<void> {
  const partSize = Math.max(PART_SIZE, Math.ceil((size ?? 0) / MAX_PARTS));
  const parts = new Parts(content, Math.max(1, Math.min(partSize, size ?? partSize)));
  const first = await parts.next();
  if (first.length < partSize && (await parts.atEnd())) {
    await client.send(new PutObjectCommand({ ...target, Body: first }));
    return;
  }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  const at = {
    Bucket: target.Bucket,
    Key: target.Key,
    ExpectedBucketOwner: target.ExpectedBucketOwner,
    UploadId,
  };
  const etags: Promise<string | undefined>[] = [];
  try {
    for (let part = first; part.length > 0; part = await parts.next()) {
      const PartNumber = etags.length + 1;
      const sent = client.send(new UploadPartCommand({ ...at, PartNumber, Body: part }));
      const etag = sent.then(({ ETag }) => ETag).finally(() => parts.giveBack(part));
      etag.catch(() => {});
      etags.push(etag);
      await etags.at(-PARTS_AT_ONCE);
    }
    const sent = (await Promise.all(etags)).map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
    await client.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts: sent } }));
  } catch (error) {
    await Promise.allSettled(etags);
    await client.send(new AbortMultipartUploadCommand(at)).catch(() => {});
    throw error;
  }
}

/** A stream cut into parts of one size, in buffers that are used again. */
class Parts {
  readonly #chunks: AsyncIterator<Uint8Array | string>;
  readonly #size: number;
  readonly #free: Buffer[] = [];
  #rest: Buffer = Buffer.alloc(0);

  constructor(content: Readable, size: number) {
    this.#chunks = content[Symbol.asyncIterator]() as AsyncIterator<Uint8Array | string>;
    this.#size = size;
  }

  /** The next part: shorter at the end, and empty behind it. */
  async next(): Promise<Buffer> {
    const buffer = this.#free.pop() ?? Buffer.allocUnsafeSlow(this.#size);
    let length = 0;
    while (length < this.#size && !(await this.atEnd())) {
      const copied = this.#rest.copy(buffer, length);
      this.#rest = this.#rest.subarray(copied);
      length += copied;
    }
    return buffer.subarray(0, length);
  }

  giveBack(part: Buffer): void {
    if (part.length === this.#size) this.#free.push(part);
  }

  /** Whether nothing is left; reads on where that cannot be said yet. */
  async atEnd(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const { value, done } = await this.#chunks.next();
      if (done) return true;
      this.#rest =
        typeof value === 'string'
          ? Buffer.from(value)
          : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
    return false;
  }
}
