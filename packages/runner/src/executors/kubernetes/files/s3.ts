import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type ArtifactRepository, type DirectAccess, openArtifacts } from '@orrery/artifacts';
import { RunRecord } from '../../../record/run-record.ts';
import { seenFrom } from '../../environment.ts';
import type { ExecutorJob } from '../../executor.ts';
import type { Bucket } from '../settings.ts';
import { carriers } from './carriers.ts';
import type { FileCarrier, JobFiles } from './files.ts';
import { digestOf, findObject } from './objects.ts';
import { RemoteTail } from './remote-tail.ts';
import { pack, unpack } from './tar.ts';

/** The longest that S3 lets a URL live. */
const URL_SECONDS = 7 * 24 * 3600;
/** How long a pod may take to end: the job, and after it the upload of its output. */
const GRACE_S = 600;
const CANCEL_S = 30;
const ENDPOINT = 'MLFLOW_S3_ENDPOINT_URL';
/** What the job reads in its folder. */
const FOR_THE_JOB = ['job_spec.json', 'manifest.yaml'];
/** Written here alone. */
const HOSTS_OWN = [...FOR_THE_JOB, 'container.log', 'orchestrator.log', 'state.json', RunRecord.FILE];

/**
 * Input and output pass through a bucket. Pods get URLs that this machine signs, and no credentials. A dataset is
 * uploaded once for all jobs that read it as it is.
 */
export class S3Files implements FileCarrier {
  readonly #bucket: Bucket;
  readonly #inputs = new Map<string, Promise<string>>();
  readonly #open: () => Promise<{ repository: ArtifactRepository; direct: DirectAccess }>;

  /** @param host what this machine is called from inside the pods, where the bucket is on it */
  constructor(bucket: Bucket, host: string, env: Readonly<Record<string, string | undefined>>) {
    this.#bucket = bucket;
    this.#open = async () => {
      const endpoint = env[ENDPOINT];
      const seen = endpoint ? { ...env, [ENDPOINT]: seenFrom(endpoint, host) } : env;
      const repository = await openArtifacts(bucket.uri, env);
      const { direct } = await openArtifacts(bucket.uri, seen);
      if (!direct) throw new Error(`${bucket.uri} is no bucket`);
      return { repository, direct };
    };
  }

  async prepare(job: ExecutorJob): Promise<JobFiles> {
    const { repository, direct } = await this.#open();
    const run = `runs/${job.runId}`;
    const at = (name: string) => `${run}/${name}`;
    const input = await this.#upload(repository, job.input);
    await repository.write(at('start.tar'), pack(job.output, FOR_THE_JOB));
    await repository.write(at('stop.json'), Readable.from([]), 0);
    const download = async (path: string) => (await direct.signDownload(path, URL_SECONDS)).url;
    const pod = carriers(this.#bucket.image, {
      input: await download(input),
      start: await download(at('start.tar')),
      stop: await download(at('stop.json')),
      output: await direct.signUpload(at('output.tar'), URL_SECONDS),
      metrics: await direct.signUpload(at('metrics.jsonl'), URL_SECONDS),
    });
    const tail = new RemoteTail(repository, at('metrics.jsonl'), join(job.output, 'metrics.jsonl'));
    const discard = async () => {
      await tail.close();
      await repository.delete(run);
    };
    return {
      pod: { ...pod, graceSeconds: GRACE_S, cancelSeconds: CANCEL_S },
      askToStop: (reason) => {
        const text = Buffer.from(JSON.stringify({ reason }));
        return repository.write(at('stop.json'), Readable.from([text]), text.length);
      },
      collect: async () => {
        await tail.close();
        const output = await findObject(repository, at('output.tar'));
        if (output) await unpack(await output.read(), job.output, HOSTS_OWN);
        await discard();
        if (!output) throw new Error(`the pod ended before its output was in ${this.#bucket.uri}`);
      },
      discard,
    };
  }

  /** Uploads a dataset, where the bucket does not have it as it is. */
  #upload(repository: ArtifactRepository, folder: string): Promise<string> {
    const path = `inputs/${digestOf(folder)}.tar`;
    const known = this.#inputs.get(path);
    if (known) return known;
    const uploaded = (async () => {
      if (!(await findObject(repository, path))) await repository.write(path, pack(folder));
      return path;
    })();
    this.#inputs.set(path, uploaded);
    uploaded.catch(() => this.#inputs.delete(path));
    return uploaded;
  }
}
