import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { StudyStore } from '@orrery/sweeps';
import { asServiceError } from './errors.ts';
import { type Handler, storageHandlers } from './handlers.ts';
import { METHODS, messageType } from './messages.ts';

/** Of one call; attributes may be large. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;
const CLOSE_MS = 1000;

/** `optuna.StorageService`, for Optuna's GrpcStorageProxy. */
export class StorageDoor {
  readonly #server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': -1,
  });

  constructor(store: StudyStore, onError: (error: Error) => void) {
    const handlers = storageHandlers(store);
    const implementation: UntypedServiceImplementation = {};
    for (const name of Object.keys(METHODS)) implementation[name] = unary(handlers[name] as Handler, onError);
    this.#server.addService(definition(), implementation);
  }

  /** Resolves to the port, which is another one where 0 was asked for. */
  listen(host: string, port: number): Promise<number> {
    const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) =>
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

function unary(handler: Handler, onError: (error: Error) => void): handleUnaryCall<object, object> {
  return (call, callback) => {
    handler(call.request).then(
      (reply) => callback(null, reply),
      (error) => {
        const described = asServiceError(error);
        if (described.code === 2) onError(error);
        callback(described);
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
