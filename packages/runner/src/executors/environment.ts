const OWN = /^(\w+:\/\/(?:[^/@]*@)?)(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?=[:/]|$)/i;

/** Whether a URI names this machine by an address that means another one inside a container. */
export function isOwnAddress(uri: string): boolean {
  return OWN.test(uri);
}

/** The URI as it holds where this machine is called `host`. */
export function seenFrom(uri: string, host: string): string {
  return uri.replace(OWN, `$1${host}`);
}

/** The environment as it holds inside a container: this machine's own addresses become `host`. */
export function containerEnvironment(
  environment: Record<string, string>,
  host: string,
): Record<string, string> {
  const entries = Object.entries(environment).map(([name, value]) => [
    name,
    /_UR[IL]$/.test(name) ? seenFrom(value, host) : value,
  ]);
  return { ...Object.fromEntries(entries), ORRERY_INPUT: '/input', ORRERY_OUTPUT: '/output' };
}
