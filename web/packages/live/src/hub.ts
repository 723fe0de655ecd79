import { HttpError, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import type { AlertDelta, Pulse, SignedOut, StoreDelta, StoreSnapshot } from '@retailguard/api';

export interface HubHandlers {
  snapshot(snapshot: StoreSnapshot): void;
  delta(delta: AlertDelta): void;
  store(delta: StoreDelta): void;
  pulse(pulse: Pulse): void;
  signedOut(reason: string): void;
  /** The connection failed or closed; `refused` when the server does not know this session. */
  closed(refused: boolean): void;
}

/** Opens one connection to the hub and returns how to close it. */
export type OpenHub = (handlers: HubHandlers) => () => void;

export const openSignalRHub: OpenHub = (handlers) => {
  const connection = new HubConnectionBuilder()
    .withUrl('/hubs/alerts')
    .configureLogging(LogLevel.None)
    .build();
  connection.on('snapshot', (message: StoreSnapshot) => {
    handlers.snapshot(message);
  });
  connection.on('delta', (message: AlertDelta) => {
    handlers.delta(message);
  });
  connection.on('store', (message: StoreDelta) => {
    handlers.store(message);
  });
  connection.on('pulse', (message: Pulse) => {
    handlers.pulse(message);
  });
  connection.on('signedOut', (message: SignedOut) => {
    handlers.signedOut(message.reason);
  });
  connection.onclose(() => {
    handlers.closed(false);
  });
  connection.start().catch((error: unknown) => {
    handlers.closed(error instanceof HttpError && (error.statusCode === 401 || error.statusCode === 403));
  });
  return () => void connection.stop();
};
