import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { invalid } from '@orrery/core';
import { parseStoreUri, type StoreUri } from '@orrery/database/store-uri';
import { absoluteLocation } from '@orrery/tracking/artifact-location';
import { type AccessConfig, accessConfig } from './access/config.ts';

export interface Door {
  name: 'tracking' | 'sweeps' | 'workbench' | 'study storage';
  protocol: 'http' | 'grpc';
  port: number;
  /** The variable or flag that moves it. */
  variable: string;
}

/** Where a server listens and what it keeps where. Paths are absolute. */
export interface ServerConfig {
  version: string;
  host: string;
  doors: Door[];
  storeDir: string;
  trackingDatabase: StoreUri;
  /** Of the model registry; null where that is in the tracking database. */
  registryDatabase: StoreUri | null;
  studyDatabase: StoreUri;
  /** Where the proxy keeps artifacts: a folder, or `s3://bucket/prefix`; null with `--no-serve-artifacts`. */
  artifactsDestination: string | null;
  /** Where new experiments keep their artifacts. */
  artifactRoot: string;
  /** `''`, or a path below which MLflow's API is served, e.g. `/mlflow`. */
  staticPrefix: string;
  /** How long a URL to download past the server lasts, in seconds. */
  urlSeconds: number;
  /** How long the host of an open run may be silent before the run is closed, in milliseconds. */
  silenceMs: number;
  /** The log warns of requests that took longer, in milliseconds. */
  slowMs: number;
  network: NetworkRules;
  /** Null where everybody may do everything. */
  access: AccessConfig | null;
  /** Addresses of proxies whose `X-Forwarded-*` are believed. */
  trustedProxies: readonly string[];
  /** Files of the certificate and its key; null for doors without TLS. */
  tls: TlsFiles | null;
  env: Environment;
}

export interface TlsFiles {
  certificate: string;
  key: string;
}

/** Who may send requests, as MLflow's flags of the same names say. */
export interface NetworkRules {
  /** Patterns of `Host`, beside the names that are allowed always. */
  allowedHosts: readonly string[];
  /** Patterns of `Origin`, beside this machine's. */
  corsAllowedOrigins: readonly string[];
  frameOptions: 'SAMEORIGIN' | 'DENY' | 'NONE';
  /** No check and no header at all. */
  disabled: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Flags of `orrery server`, with the meaning that they have for `mlflow server`. */
export interface ServerFlags {
  host?: string;
  port?: string;
  backendStoreUri?: string;
  registryStoreUri?: string;
  studyStoreUri?: string;
  artifactsDestination?: string;
  defaultArtifactRoot?: string;
  serveArtifacts?: boolean;
  staticPrefix?: string;
  appName?: string;
  sslCertfile?: string;
  sslKeyfile?: string;
  /** Names of the doors to open, with commas between them. */
  doors?: string;
  allowedHosts?: string;
  corsAllowedOrigins?: string;
  xFrameOptions?: string;
  disableSecurityMiddleware?: boolean;
}

export const VERSION = '0.1.0';

/** The environment with `.env` of the working directory beneath it: the shell wins. */
export function readEnvironment(directory: string = process.cwd()): Record<string, string | undefined> {
  const file = join(directory, '.env');
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return { ...fromFile, ...process.env };
}

export function storeDirOf(env: Record<string, string | undefined>): string {
  return resolve(env.ORRERY_STORE || 'store');
}

/** @throws OrreryError INVALID_PARAMETER_VALUE that names the variable or flag */
export function serverConfig(flags: ServerFlags = {}, env = readEnvironment()): ServerConfig {
  const storeDir = storeDirOf(env);
  const { serveArtifacts = !/^(false|f|no|n|off|0)$/i.test(env.MLFLOW_SERVE_ARTIFACTS ?? '') } = flags;
  const own = join(storeDir, 'artifacts');
  const destination = artifactLocation(
    flags.artifactsDestination || env.MLFLOW_ARTIFACTS_DESTINATION || own,
    '--artifacts-destination',
  );
  const registryUri = flags.registryStoreUri || env.MLFLOW_REGISTRY_STORE_URI;
  const root = flags.defaultArtifactRoot || env.MLFLOW_DEFAULT_ARTIFACT_ROOT || '';
  return {
    version: VERSION,
    host: flags.host ?? env.MLFLOW_HOST ?? '127.0.0.1',
    doors: openDoors(flags, env),
    storeDir,
    trackingDatabase: parseStoreUri(
      flags.backendStoreUri || env.MLFLOW_BACKEND_STORE_URI || `sqlite:///${join(storeDir, 'mlflow.db')}`,
    ),
    registryDatabase: registryUri ? parseStoreUri(registryUri) : null,
    studyDatabase: parseStoreUri(
      flags.studyStoreUri || env.ORRERY_STUDY_STORE_URI || `sqlite:///${join(storeDir, 'optuna.db')}`,
    ),
    artifactsDestination: serveArtifacts ? destination : null,
    artifactRoot: absoluteLocation(root) || (serveArtifacts ? 'mlflow-artifacts:/' : own),
    staticPrefix: staticPrefix(flags.staticPrefix),
    urlSeconds: seconds(env, 'MLFLOW_PRESIGNED_DOWNLOAD_URL_TTL_SECONDS', 300),
    silenceMs: seconds(env, 'ORRERY_HEARTBEAT_TIMEOUT', 60) * 1000,
    slowMs: seconds(env, 'ORRERY_SLOW_SECONDS', 10) * 1000,
    network: networkRules(flags, env),
    tls: tlsFiles(flags.sslCertfile || env.ORRERY_SSL_CERTFILE, flags.sslKeyfile || env.ORRERY_SSL_KEYFILE),
    trustedProxies: listOf(env.ORRERY_TRUSTED_PROXIES),
    access: accessConfig(
      flags.appName || env.MLFLOW_APP_NAME,
      env,
      `sqlite:///${join(storeDir, 'basic_auth.db')}`,
    ),
    env,
  };
}

/** @throws OrreryError that names a door that is none */
function openDoors(flags: ServerFlags, env: Environment): Door[] {
  const doors = [
    door('tracking', flags.port ? '--port' : 'MLFLOW_PORT', flags.port ?? env.MLFLOW_PORT, 25000),
    door('sweeps', 'OPTUNA_PORT', env.OPTUNA_PORT, 28080),
    door('workbench', 'ORRERY_PORT', env.ORRERY_PORT ?? env.STREAMLIT_PORT, 28501),
    { ...door('study storage', 'OPTUNA_GRPC_PORT', env.OPTUNA_GRPC_PORT, 28081), protocol: 'grpc' as const },
  ];
  const wanted = listOf(flags.doors ?? env.ORRERY_DOORS);
  const names = doors.map(({ name }) => name as string);
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw invalid(
      `--doors '${unknown.join("', '")}': there are ${names.map((name) => `'${name}'`).join(', ')}.`,
    );
  return wanted.length === 0 ? doors : doors.filter(({ name }) => wanted.includes(name));
}

export function serves({ doors }: Pick<ServerConfig, 'doors'>, name: Door['name']): boolean {
  return doors.some((door) => door.name === name);
}

/** Where the runner finds the tracking door: of another server, where that is named. */
export function trackingUrl(config: Pick<ServerConfig, 'doors' | 'host' | 'tls' | 'env'>): string {
  const own = config.doors.find(({ name }) => name === 'tracking') ?? config.doors[0];
  return config.env.MLFLOW_TRACKING_URI || doorUrl(config, own?.port as number);
}

function tlsFiles(certificate: string | undefined, key: string | undefined): TlsFiles | null {
  if (!certificate && !key) return null;
  if (certificate && key) return { certificate: resolve(certificate), key: resolve(key) };
  throw invalid('--ssl-certfile and --ssl-keyfile go together: one of them is missing.');
}

function networkRules(flags: ServerFlags, env: Environment): NetworkRules {
  const given = flags.xFrameOptions ?? env.MLFLOW_SERVER_X_FRAME_OPTIONS ?? 'SAMEORIGIN';
  const frameOptions = (['SAMEORIGIN', 'DENY', 'NONE'] as const).find((name) => name === given.toUpperCase());
  if (!frameOptions) throw invalid(`--x-frame-options '${given}' is none of SAMEORIGIN, DENY and NONE.`);
  return {
    allowedHosts: listOf(flags.allowedHosts ?? env.MLFLOW_SERVER_ALLOWED_HOSTS),
    corsAllowedOrigins: listOf(flags.corsAllowedOrigins ?? env.MLFLOW_SERVER_CORS_ALLOWED_ORIGINS),
    frameOptions,
    disabled: flags.disableSecurityMiddleware ?? env.MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE === 'true',
  };
}

function listOf(text = ''): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export function doorUrl(config: Pick<ServerConfig, 'host' | 'tls'>, port: number): string {
  return `${config.tls ? 'https' : 'http'}://${shownHost(config)}:${port}`;
}

/** Where a door is, as clients are told: a URL, or `host:port` of gRPC. */
export function doorAddress(config: Pick<ServerConfig, 'host' | 'tls'>, { protocol, port }: Door): string {
  return protocol === 'http' ? doorUrl(config, port) : `${shownHost(config)}:${port}`;
}

function shownHost({ host }: Pick<ServerConfig, 'host'>): string {
  return ['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host;
}

function door(name: Door['name'], variable: string, given: string | undefined, usual: number): Door {
  const port = given === undefined || given === '' ? usual : Number(given);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw invalid(`${variable}=${given} is no port: give a number from 1 to 65535.`);
  }
  return { name, protocol: 'http', port, variable };
}

function staticPrefix(prefix = ''): string {
  if (prefix === '' || (prefix.startsWith('/') && !prefix.endsWith('/'))) return prefix;
  throw invalid(`--static-prefix '${prefix}' must begin with / and not end with one.`);
}

/** A folder's absolute path, or a URI of a store that `openArtifacts` knows. */
function artifactLocation(location: string, flag: string): string {
  if (/^s3:\/\/[^/]/i.test(location)) return location;
  const place = absoluteLocation(location);
  if (/^file:\/\/(localhost)?\//i.test(place)) return fileURLToPath(place);
  if (isAbsolute(place)) return resolve(place);
  throw invalid(`${flag} '${location}' is not supported: give a folder or s3://bucket/prefix.`);
}

function seconds(env: Environment, variable: string, usual: number): number {
  const given = Number(env[variable] || usual);
  if (Number.isInteger(given) && given > 0) return given;
  throw invalid(`${variable}=${env[variable]} is no number of seconds.`);
}
