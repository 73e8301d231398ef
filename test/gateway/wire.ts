import { connect } from 'node:net';

/** What a server says to bytes, until it closes the connection or `until` is satisfied. */
export function sayTo(
  url: string,
  bytes: string | Buffer,
  until?: (said: string) => boolean,
): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let said = '';
    const end = () => {
      socket.destroy();
      resolve(said);
    };
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1');
      if (until?.(said) === true) end();
    });
    socket.on('close', end);
    socket.on('error', (fault) => {
      // A server that closes on us while we still write has said what it had to say.
      if (said === '') reject(fault);
      else end();
    });
    socket.on('connect', () => socket.write(bytes));
  });
}

/** Says something and is gone before any answer. */
export function sayAndLeave(url: string, bytes: string): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(bytes, () => {
        socket.destroy();
      });
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve();
    });
  });
}

export interface Said {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

export function readAnswer(said: string): Said {
  const [head = '', body = ''] = said.split('\r\n\r\n', 2);
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]), head: head.toLowerCase(), body };
}
