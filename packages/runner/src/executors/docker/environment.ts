/** How a container calls the machine that it runs on. */
export const HOST = 'host.docker.internal';

/** The environment as it holds inside a container: this machine's own addresses become the host's. */
export function containerEnvironment(environment: Record<string, string>): string[] {
  const own = /^(\w+:\/\/(?:[^/@]*@)?)(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?=[:/]|$)/i;
  return Object.entries({ ...environment, ORRERY_INPUT: '/input', ORRERY_OUTPUT: '/output' }).map(
    ([name, value]) =>
      `${name}=${name.endsWith('_URI') || name.endsWith('_URL') ? value.replace(own, `$1${HOST}`) : value}`,
  );
}
