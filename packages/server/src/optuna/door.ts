import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { StudyStore } from '@orrery/sweeps';
import type { GuardParts } from '../access/guard.ts';
import type { Calls } from '../metrics/calls.ts';
import type { Tls } from '../tls.ts';
import { asServiceError } from './errors.ts';
import { guardCall } from './guard.ts';
import { type Handler, storageHandlers } from './handlers.ts';
import { METHODS, messageType } from './messages.ts';
import { traceCall } from './trace-call.ts';

/** Of one call; attributes may be large. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;
const CLOSE_MS = 1000;

/** `optuna.StorageService`, for Optuna's GrpcStorageProxy. */
export class StorageDoor {
  readonly #server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': -1,
  });

  /** @param guard null where everybody may do everything */
  constructor(store: StudyStore, guard: GuardParts | null, calls: Calls, onError: (error: Error) => void) {
    const handlers = storageHandlers(store);
    const implementation: UntypedServiceImplementation = {};
    for (const name of Object.keys(METHODS)) {
      const handler = handlers[name] as Handler;
      const call: Call = guard ? guardCall(guard, name, handler) : ({ request }) => handler(request);
      implementation[name] = unary(traceCall(name, call), (code, seconds, error) => {
        calls.note(`${name}\n${status[code]}`, seconds);
        if (code === status.UNKNOWN) onError(error as Error);
      });
    }
    this.#server.addService(definition(), implementation);
  }

  /** Resolves to the port, which is another one where 0 was asked for. */
  listen(host: string, port: number, tls: Tls | null): Promise<number> {
    const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(address, credentialsOf(tls), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
  }

  /** Waits a moment for calls that are under way. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(() => this.#server.forceShutdown(), CLOSE_MS);
      this.#server.tryShutdown(() => {
        clearTimeout(late);
        resolve();
      });
    });
  }
}

function credentialsOf(tls: Tls | null): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure();
  return ServerCredentials.createSsl(null, [{ cert_chain: tls.cert, private_key: tls.key }]);
}

/** Answers a call, whoever sends it. */
export type Call = (call: ServerUnaryCall<object, object>) => Promise<object | Buffer>;

/** @param ended is told how each call ended, and after how long */
function unary(
  answer: Call,
  ended: (code: status, seconds: number, error?: Error) => void,
): handleUnaryCall<object, object> {
  return (call, callback) => {
    const begun = performance.now();
    const seconds = () => (performance.now() - begun) / 1000;
    answer(call).then(
      (reply) => {
        callback(null, reply);
        ended(status.OK, seconds());
      },
      (error: Error) => {
        const described = asServiceError(error);
        callback(described);
        ended(described.code ?? status.UNKNOWN, seconds(), error);
      },
    );
  };
}

function definition(): ServiceDefinition {
  const methods: Record<string, ServiceDefinition[string]> = {};
  for (const [name, { requestType, responseType }] of Object.entries(METHODS)) {
    const [request, response] = [messageType(requestType), messageType(responseType)];
    const decode = (type: typeof request) => (bytes: Buffer) => type.decode(bytes);
    const encode = (type: typeof request) => (message: object) =>
      Buffer.isBuffer(message) ? message : Buffer.from(type.encode(message).finish());
    methods[name] = {
      path: `/optuna.StorageService/${name}`,
      requestStream: false,
      responseStream: false,
      requestSerialize: encode(request),
      requestDeserialize: decode(request),
      responseSerialize: encode(response),
      responseDeserialize: decode(response),
    };
  }
  return methods;
}
