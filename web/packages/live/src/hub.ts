import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
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

const address = '/hubs/alerts';

/** A browser does not say why a WebSocket was not opened: a plain request to the same address is refused for the same reason. */
async function isRefused(): Promise<boolean> {
  try {
    const { status } = await fetch(address);
    return status === 401 || status === 403;
  } catch {
    return false;
  }
}

/** Opens one connection to the hub and returns how to close it. */
export type OpenHub = (handlers: HubHandlers) => () => void;

export const openSignalRHub: OpenHub = (handlers) => {
  const connection = new HubConnectionBuilder()
    // One request, so that any node behind a balancer may answer it.
    .withUrl(address, { skipNegotiation: true, transport: HttpTransportType.WebSockets })
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
  connection.start().catch(async () => {
    handlers.closed(await isRefused());
  });
  return () => void connection.stop();
};
