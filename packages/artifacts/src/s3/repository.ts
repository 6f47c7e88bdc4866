import { basename } from 'node:path/posix';
import type { Readable } from 'node:stream';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { type ArtifactInfo, invalid, OrreryError } from '@orrery/core';
import { contentHeaders } from '../content-type.ts';
import type { ArtifactFile, ArtifactRepository, ByteRange } from '../repository.ts';
import { S3DirectAccess } from './direct.ts';
import { onBucket } from './errors.ts';
import { folderPrefix, keyOf, parseS3Uri, type S3Location } from './location.ts';
import { type S3Settings, s3Settings } from './settings.ts';
import { uploadStream } from './upload.ts';

/** What S3 notes where an upload tells no type. */
const UNKNOWN_TYPE = 'binary/octet-stream';

/** Artifacts as objects of a bucket, with the keys that MLflow gives them. */
export class S3ArtifactRepository implements ArtifactRepository {
  readonly direct?: S3DirectAccess;
  readonly #client: S3Client;
  readonly #location: S3Location;
  readonly #settings: S3Settings;

  /**
   * @param uri `s3://bucket/prefix`
   * @param env where `MLFLOW_S3_*` and `AWS_*` are read from
   */
  constructor(uri: string, env?: Readonly<Record<string, string | undefined>>) {
    this.#location = parseS3Uri(uri);
    this.#settings = s3Settings(env);
    this.#client = new S3Client(this.#settings.client);
    if (this.#settings.isDirect)
      this.direct = new S3DirectAccess(this.#client, this.#location, this.#settings);
  }

  check(): Promise<void> {
    return this.#try('list artifacts', async () => {
      await this.#client.send(new ListObjectsV2Command({ ...this.#bucket, MaxKeys: 1 }));
    });
  }

  list(path: string): Promise<ArtifactInfo[]> {
    const prefix = folderPrefix(this.#location, path);
    const named = (key: string) => keyOf({ bucket: '', prefix: path }, key.slice(prefix.length));
    return this.#try('list artifacts', async () => {
      const infos: ArtifactInfo[] = [];
      for await (const page of this.#pages(prefix, '/')) {
        for (const { Prefix = '' } of page.CommonPrefixes ?? [])
          infos.push({ path: named(Prefix.slice(0, -1)), isDir: true });
        for (const { Key = '', Size = 0 } of page.Contents ?? [])
          if (Key !== prefix) infos.push({ path: named(Key), isDir: false, size: Size });
      }
      return infos.sort((a, b) => (a.path < b.path ? -1 : 1));
    });
  }

  open(path: string): Promise<ArtifactFile> {
    const at = { ...this.#bucket, Key: keyOf(this.#location, path) };
    return this.#try(`read '${path}'`, async () => {
      const head = await this.#client.send(new HeadObjectCommand(at)).catch((error: Error) => {
        if (error.name === 'NotFound') return null;
        throw error;
      });
      if (!head) throw await this.#absent(path);
      const etag = head.ETag ?? '';
      return {
        size: head.ContentLength ?? 0,
        etag,
        modified: head.LastModified ?? new Date(0),
        read: (range?: ByteRange) =>
          this.#try(`read '${path}'`, async () => {
            const Range = range ? `bytes=${range.start}-${range.end}` : undefined;
            const got = await this.#client.send(new GetObjectCommand({ ...at, IfMatch: etag, Range }));
            return got.Body as Readable;
          }),
      };
    });
  }

  async write(path: string, content: Readable, size?: number): Promise<void> {
    if (path === '') throw invalid('Invalid path');
    await this.#try(`write '${path}'`, async () => {
      const target = {
        ...this.#bucket,
        Key: keyOf(this.#location, path),
        ContentType: UNKNOWN_TYPE,
        ...contentHeaders(basename(path)),
        ...this.#settings.upload,
      };
      await uploadStream(this.#client, target, content, size);
    });
  }

  delete(path: string): Promise<void> {
    const key = keyOf(this.#location, path);
    return this.#try(`delete '${path}'`, async () => {
      for await (const page of this.#pages(key)) {
        const Objects = (page.Contents ?? [])
          .filter(({ Key = '' }) => key === '' || Key === key || Key.startsWith(`${key}/`))
          .map(({ Key }) => ({ Key }));
        if (Objects.length === 0) continue;
        const { Errors = [] } = await this.#client.send(
          new DeleteObjectsCommand({ ...this.#bucket, Delete: { Objects, Quiet: true } }),
        );
        const [failed] = Errors;
        if (failed) throw Object.assign(new Error(`${failed.Key}: ${failed.Message}`), { name: failed.Code });
      }
    });
  }

  get #bucket() {
    return { Bucket: this.#location.bucket, ...this.#settings.owner };
  }

  async *#pages(Prefix: string, Delimiter?: string): AsyncGenerator<ListObjectsV2CommandOutput> {
    let ContinuationToken: string | undefined;
    do {
      const command = new ListObjectsV2Command({ ...this.#bucket, Prefix, Delimiter, ContinuationToken });
      const page: ListObjectsV2CommandOutput = await this.#client.send(command);
      yield page;
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
  }

  async #absent(path: string): Promise<OrreryError> {
    const Prefix = folderPrefix(this.#location, path);
    const below = await this.#client.send(new ListObjectsV2Command({ ...this.#bucket, Prefix, MaxKeys: 1 }));
    return below.KeyCount
      ? invalid(`Artifact path refers to a directory, not a file: '${path}'`)
      : new OrreryError('RESOURCE_DOES_NOT_EXIST', `No artifact at '${path}'.`);
  }

  #try<T>(doing: string, work: () => Promise<T>): Promise<T> {
    return onBucket({ bucket: this.#location.bucket, endpoint: this.#settings.endpoint }, doing, work);
  }
}
