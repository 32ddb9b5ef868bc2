import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface CuttingProxy {
  /** The URL with the proxy's address in it. */
  readonly url: string;
  /** How often it cut a connection. */
  readonly cuts: () => number;
  close(): Promise<void>;
}

/**
 * Stands between a program and a server, and cuts the connection, once, when the program says COMMIT: before the server
 * hears it, or after the server has answered and before the program hears that.
 */
export async function cuttingProxy(url: string, when: 'unheard' | 'unanswered'): Promise<CuttingProxy> {
  const { hostname, port, protocol } = new URL(url);
  const target = { host: hostname, port: Number(port) || (protocol.startsWith('mysql') ? 3306 : 5432) };
  const sockets = new Set<Socket>();
  let cuts = 0;
  const server = createServer((program) => {
    const upstream = connect(target);
    const cut = () => {
      cuts++;
      program.destroy();
      upstream.destroy();
    };
    let isCommitting = false;
    for (const socket of [program, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    program.on('data', (data) => {
      if (cuts === 0 && data.includes('COMMIT;')) {
        if (when === 'unheard') {
          cut();
          return;
        }
        isCommitting = true;
      }
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (isCommitting) cut();
      else program.write(data);
    });
    program.on('close', () => upstream.destroy());
    upstream.on('close', () => program.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    cuts: () => cuts,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
