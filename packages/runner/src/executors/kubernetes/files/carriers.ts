import type { V1Container } from '@kubernetes/client-node';
import type { SignedRequest } from '@orrery/artifacts';
import type { PodFiles } from '../pod.ts';

/** Where the carriers of a pod fetch and bring its files. */
export interface CarrierUrls {
  /** The dataset, as tar. */
  input: string;
  /** What the job's folder holds before the job starts, as tar. */
  start: string;
  /** Empty until the job is asked to stop. */
  stop: string;
  /** The job's folder, as tar. */
  output: SignedRequest;
  metrics: SignedRequest;
}

const FETCH = `set -e
get() { curl -fsS --retry 5 --retry-connrefused -o /carrier/got.tar "$1" && tar -x -f /carrier/got.tar -C "$2" && rm /carrier/got.tar; }
get "$INPUT_URL" /input
get "$START_URL" /output
`;

/** Goes on until the job has ended, which the kubelet tells by SIGTERM. */
const KEEP = `put() { curl -fsS --retry 5 --retry-connrefused -H "Content-Type: $3" -T "$1" "$2"; }
finish() {
  tar -c -f /carrier/output.tar -C /output . && put /carrier/output.tar "$OUTPUT_URL" "$OUTPUT_TYPE"
  exit
}
trap finish TERM
size=0
while :; do
  if [ -s /output/metrics.jsonl ] && [ "$(wc -c < /output/metrics.jsonl)" != "$size" ]; then
    cp /output/metrics.jsonl /carrier/metrics.jsonl
    size=$(wc -c < /carrier/metrics.jsonl)
    put /carrier/metrics.jsonl "$METRICS_URL" "$METRICS_TYPE"
  fi
  if [ ! -e /output/stop.json ] && curl -fsS -o /carrier/stop.json "$STOP_URL" && [ -s /carrier/stop.json ]; then
    cp /carrier/stop.json /output/stop.json.part && mv /output/stop.json.part /output/stop.json
  fi
  sleep 1 & wait $!
done
`;

/** Containers that bring a job's files before it starts, and its output home while it runs and after. */
export function carriers(image: string, urls: CarrierUrls): Omit<PodFiles, 'graceSeconds' | 'cancelSeconds'> {
  const mounts = [
    { name: 'input', mountPath: '/input' },
    { name: 'output', mountPath: '/output' },
  ];
  const container = (name: string, script: string, env: Record<string, string>): V1Container => ({
    name,
    image,
    command: ['sh', '-c', script],
    env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
    volumeMounts: [...mounts, { name: 'carrier', mountPath: '/carrier' }],
    // Files of any user of the job's image.
    securityContext: { runAsUser: 0 },
    terminationMessagePolicy: 'FallbackToLogsOnError',
  });
  const keep = container('keep', KEEP, {
    OUTPUT_URL: urls.output.url,
    OUTPUT_TYPE: typeOf(urls.output),
    METRICS_URL: urls.metrics.url,
    METRICS_TYPE: typeOf(urls.metrics),
    STOP_URL: urls.stop,
  });
  return {
    volumes: ['input', 'output', 'carrier'].map((name) => ({ name, emptyDir: {} })),
    mounts: mounts.map((mount) => (mount.name === 'input' ? { ...mount, readOnly: true } : mount)),
    carriers: [
      container('fetch', FETCH, { INPUT_URL: urls.input, START_URL: urls.start }),
      { ...keep, restartPolicy: 'Always' },
    ],
    user: null,
  };
}

function typeOf({ headers }: SignedRequest): string {
  return headers['Content-Type'] ?? 'application/octet-stream';
}
