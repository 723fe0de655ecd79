import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * A network line between a tablet and the server that can fail: `cut` closes it, `mute` leaves it open
 * and lets nothing through, which is how bad Wi-Fi looks.
 */
export class Line {
  readonly #sockets = new Set<Socket>();
  #state: 'up' | 'cut' | 'mute' = 'up';

  private constructor(
    readonly url: string,
    readonly close: () => void,
  ) {}

  static async to(baseUrl: string): Promise<Line> {
    const target = new URL(baseUrl);
    const port = Number(target.port || (target.protocol === 'https:' ? 443 : 80));
    const server = createServer((near) => {
      if (line.#state === 'cut') {
        near.destroy();
        return;
      }
      const far = connect(port, target.hostname);
      line.#join(near, far);
      line.#join(far, near);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port: own } = server.address() as AddressInfo;
    const line: Line = new Line(`${target.protocol}//127.0.0.1:${own}`, () => {
      line.cut();
      server.close();
    });
    return line;
  }

  cut() {
    this.#state = 'cut';
    this.#sockets.forEach((socket) => socket.destroy());
  }

  mute() {
    this.#state = 'mute';
  }

  /** What was muted is lost with its connections, as after a network change. */
  restore() {
    this.#sockets.forEach((socket) => socket.destroy());
    this.#state = 'up';
  }

  #join(from: Socket, to: Socket) {
    this.#sockets.add(from);
    from.on('data', (bytes) => {
      if (this.#state === 'up') to.write(bytes);
    });
    from.on('error', () => from.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
