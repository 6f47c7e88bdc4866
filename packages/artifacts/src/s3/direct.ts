import { basename } from 'node:path/posix';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { contentHeaders } from '../content-type.ts';
import type { DirectAccess, SignedRequest, UploadedPart } from '../repository.ts';
import { onBucket } from './errors.ts';
import { keyOf, type S3Location } from './location.ts';
import type { S3Settings } from './settings.ts';

const PART_URL_SECONDS = 3600;

/** Presigned URLs and multipart uploads of S3. */
export class S3DirectAccess implements DirectAccess {
  readonly #client: S3Client;
  readonly #location: S3Location;
  readonly #settings: S3Settings;

  constructor(client: S3Client, location: S3Location, settings: S3Settings) {
    this.#client = client;
    this.#location = location;
    this.#settings = settings;
  }

  /** A file that is noted as compressed comes as it was written: clients would decompress it. */
  signDownload(path: string, seconds: number): Promise<SignedRequest & { size: number }> {
    const at = this.#at(path);
    return this.#try(`sign a download of '${path}'`, async () => {
      const { ContentLength = 0, ContentEncoding } = await this.#client.send(new HeadObjectCommand(at));
      const command = new GetObjectCommand({
        ...at,
        ResponseContentDisposition: attachment(basename(path)),
        ...(ContentEncoding ? { ResponseContentEncoding: 'identity' } : {}),
      });
      const url = await getSignedUrl(this.#client, command, { expiresIn: seconds });
      return { url, headers: {}, size: ContentLength };
    });
  }

  signUpload(path: string, seconds: number): Promise<SignedRequest> {
    const { ContentType = 'application/octet-stream' } = contentHeaders(basename(path));
    return this.#try(`sign an upload of '${path}'`, async () => {
      const command = new PutObjectCommand({ ...this.#at(path), ContentType, ...this.#settings.upload });
      const signed = { expiresIn: seconds, signableHeaders: new Set(['content-type']) };
      const url = await getSignedUrl(this.#client, command, signed);
      return { url, headers: { 'Content-Type': ContentType } };
    });
  }

  createUpload(path: string, parts: number): Promise<{ uploadId: string; urls: string[] }> {
    const at = this.#at(path);
    return this.#try(`begin an upload of '${path}'`, async () => {
      const { UploadId = '' } = await this.#client.send(new CreateMultipartUploadCommand(at));
      const urls = Array.from({ length: parts }, (_, index) =>
        getSignedUrl(this.#client, new UploadPartCommand({ ...at, UploadId, PartNumber: index + 1 }), {
          expiresIn: PART_URL_SECONDS,
        }),
      );
      return { uploadId: UploadId, urls: await Promise.all(urls) };
    });
  }

  completeUpload(path: string, uploadId: string, parts: UploadedPart[]): Promise<void> {
    const Parts = parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag }));
    return this.#try(`complete the upload of '${path}'`, async () => {
      const upload = { ...this.#at(path), UploadId: uploadId, MultipartUpload: { Parts } };
      await this.#client.send(new CompleteMultipartUploadCommand(upload));
    });
  }

  abortUpload(path: string, uploadId: string): Promise<void> {
    return this.#try(`abort the upload of '${path}'`, async () => {
      await this.#client.send(new AbortMultipartUploadCommand({ ...this.#at(path), UploadId: uploadId }));
    });
  }

  #at(path: string) {
    return {
      Bucket: this.#location.bucket,
      Key: keyOf(this.#location, path),
      ...this.#settings.owner,
    };
  }

  #try<T>(doing: string, work: () => Promise<T>): Promise<T> {
    return onBucket({ bucket: this.#location.bucket, endpoint: this.#settings.endpoint }, doing, work);
  }
}

/** RFC 6266, as MLflow words it. */
function attachment(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return `attachment; filename="${name.replace(/["\\]/g, '\\$&')}"`;
  return `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
}
