import { parentPort } from 'node:worker_threads';
import { OrreryError } from '@orrery/core';
import { WORK } from './work.ts';

/** Does one piece of work after the other. */
parentPort?.on('message', ({ name, input }) => {
  try {
    parentPort?.postMessage({ answer: WORK[name as keyof typeof WORK](input) });
  } catch (error) {
    // An error loses its class on the way.
    if (!(error instanceof OrreryError)) throw error;
    parentPort?.postMessage({ code: error.code, message: error.message });
  }
});
