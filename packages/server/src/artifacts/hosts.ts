import { invalid } from '@orrery/core';

type Environment = Readonly<Record<string, string | undefined>>;

/** Schemes whose URIs name the host to connect to, and those that are spoken to alike. */
const FAMILIES: Record<string, string> = {
  ftp: 'ftp',
  sftp: 'sftp',
  hdfs: 'hdfs',
  viewfs: 'hdfs',
  http: 'http',
  https: 'http',
  'mlflow-artifacts': 'http',
  r2: 'r2',
  b2: 'b2',
  abfss: 'abfss',
};
const SOURCES = 'MLFLOW_CREATE_MODEL_VERSION_SOURCE_VALIDATION_REGEX';
const ALLOWED = 'MLFLOW_ALLOWED_HOST_ADDRESSED_ARTIFACT_SCHEMES';

/** Which artifact locations clients may name: none that makes the server connect to a host of their choice. */
export class HostPolicy {
  readonly #allowed: Set<string>;
  readonly #trusted: Set<string>;
  readonly #sources: RegExp | null;

  /** @param own the server's own artifact locations, whose hosts are trusted */
  constructor(own: string[], env: Environment) {
    this.#allowed = new Set(
      (env[ALLOWED] ?? '')
        .toLowerCase()
        .split(',')
        .map((scheme) => scheme.trim()),
    );
    this.#sources = env[SOURCES] ? new RegExp(env[SOURCES]) : null;
    this.#trusted = new Set(own.map(hostOf).filter((host) => host !== null));
  }

  /**
   * @param field the name of the request's field, for the message
   * @throws OrreryError INVALID_PARAMETER_VALUE
   */
  check(uri: string, field: string): void {
    const scheme = schemeOf(uri);
    const host = hostOf(uri);
    if (host === null || this.#allowed.has(scheme) || this.#trusted.has(host)) return;
    throw invalid(
      `'${field}' cannot use the '${scheme}' scheme: the '${scheme}' scheme addresses a host other than the tracking server's configured artifact storage, so the server would connect to the host named in the URI. Set the ${ALLOWED} environment variable on the server to allow it.`,
    );
  }

  /** As `check`, for the source of a model version, which an operator may narrow down further. */
  checkSource(source: string): void {
    if (this.#sources?.test(source) === false) throw invalid(`Invalid model version source: '${source}'.`);
    this.check(source, 'source');
  }
}

function schemeOf(uri: string): string {
  return (/^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1] ?? '').toLowerCase();
}

function hostOf(uri: string): string | null {
  const scheme = schemeOf(uri);
  const family = Object.hasOwn(FAMILIES, scheme) ? FAMILIES[scheme] : undefined;
  const authority = /^[^:]*:\/\/([^/?#]*)/.exec(uri)?.[1] ?? '';
  if (family === undefined || (scheme === 'mlflow-artifacts' && authority === '')) return null;
  return `${family}://${authority.slice(authority.lastIndexOf('@') + 1).toLowerCase()}`;
}
