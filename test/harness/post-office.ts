import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

export interface AcceptedMail {
  readonly messageId: string | undefined;
  readonly from: string | undefined;
  readonly to: readonly string[];
  /** As it came over the wire. */
  readonly source: string;
}

/** What the next mail is answered at that command, once. */
export interface PlannedReply {
  readonly command: 'RCPT' | 'DATA';
  readonly code: number;
}

/** A real mail server of a test's own. */
export interface PostOffice {
  readonly url: string;
  readonly accepted: AcceptedMail[];
  readonly replies: PlannedReply[];
  /** Safe to call twice. */
  close(): Promise<void>;
}

interface PostOfficeOptions {
  /** Told of each mail that is accepted; its sender is told when that resolves. */
  readonly taking?: (mail: AcceptedMail) => Promise<void>;
}

export async function openPostOffice({ taking }: PostOfficeOptions = {}): Promise<PostOffice> {
  const accepted: AcceptedMail[] = [];
  const replies: PlannedReply[] = [];
  const refusal = (command: PlannedReply['command']): Error | null => {
    const at = replies.findIndex((reply) => reply.command === command);
    if (at < 0) return null;
    const [{ code } = { code: 451 }] = replies.splice(at, 1);
    return Object.assign(new Error('somebody@example.com is not wanted'), { responseCode: code });
  };
  const server = new SMTPServer({
    ...{ disabledCommands: ['STARTTLS', 'AUTH'], logger: false },
    onRcptTo: (_, __, done) => {
      done(refusal('RCPT'));
    },
    onData: (stream, { envelope }, done) => {
      const take = async () => {
        const source = await textOf(stream);
        const refused = refusal('DATA');
        if (refused === null) {
          const mail = {
            messageId: /^Message-ID:\s+(\S+)/imu.exec(source)?.[1],
            from: envelope.mailFrom === false ? undefined : envelope.mailFrom.address,
            to: envelope.rcptTo.map(({ address }) => address),
            source,
          };
          accepted.push(mail);
          await taking?.(mail);
        }
        return refused;
      };
      // Of whoever is gone before the text is whole nothing is accepted.
      void take().then(done, done);
    },
  });
  // Told of a sender that was killed in the middle of a mail; unheard it would end the test.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  const { port } = listening.address() as AddressInfo;
  let closed: Promise<void> | null = null;
  return {
    ...{ url: `smtp://127.0.0.1:${String(port)}`, accepted, replies },
    close: () =>
      (closed ??= new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      })),
  };
}

async function textOf(stream: SMTPServerDataStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
