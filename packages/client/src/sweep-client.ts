import { credentialsFromEnvironment } from './environment.ts';
import { type Credentials, Http } from './http.ts';
import { Study } from './study.ts';
import type { NewStudy, StudyInfo } from './sweep-wire.ts';

const STUDIES = '/api/sweeps/studies';

/**
 * Studies of an Orrery server; any door has them.
 *
 *     const sweeps = new SweepClient('http://localhost:28080');
 *     const study = await sweeps.open('mlp', { directions: ['maximize'], space: { lr: real(1e-4, 0.1, { log: true }) } });
 *     const best = await study.run(20, async (trial) => train(trial.params));
 */
export class SweepClient {
  readonly uri: string;
  readonly #http: Http;

  constructor(uri: string, credentials: Credentials = credentialsFromEnvironment()) {
    this.#http = new Http(uri, credentials);
    this.uri = this.#http.uri;
  }

  /**
   * Goes on with the study of this name, or makes it. One that exists keeps its own sampler, pruner and space.
   *
   * @throws TrackingError where it goes in other directions, or cannot be made
   */
  async open(name: string, study: NewStudy = {}): Promise<Study> {
    const body = { ...study, name, load_if_exists: true };
    const { study: info } = await this.#http.post<{ study: StudyInfo }>(STUDIES, body);
    return new Study(this.#http, info);
  }

  /** @throws TrackingError where there is none of this id */
  async get(studyId: number): Promise<Study> {
    const { study } = await this.#http.get<{ study: StudyInfo }>(`${STUDIES}/${studyId}`);
    return new Study(this.#http, study);
  }

  async list(): Promise<StudyInfo[]> {
    return (await this.#http.get<{ studies: StudyInfo[] }>(STUDIES)).studies;
  }
}
