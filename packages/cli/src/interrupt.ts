/** Aborts at the first SIGINT or SIGTERM; a second one ends this process at once. */
export function untilInterrupted(line: (text: string) => void): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      line(`${signal}: stopping what runs (once more to leave at once)`);
      process.exitCode = 130;
      controller.abort(`stopped by ${signal}`);
    });
  }
  return controller.signal;
}
