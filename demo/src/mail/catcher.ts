import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { CaughtMails } from './caught.js';
import { listPage, mailPage, missingPage } from './page.js';

/** Takes every mail of the demo and shows it; nothing leaves the machine. */
export interface MailCatcher {
  /** For whoever sends. */
  readonly smtpUrl: string;
  /** Where caught mails are read. */
  readonly page: string;
  readonly mails: CaughtMails;
  stop(): Promise<void>;
}

const loopback = '127.0.0.1';
const mailsAtMost = 1_000;
const bytesAtMost = 1_000_000;

export async function openMailCatcher(): Promise<MailCatcher> {
  const mails = new CaughtMails(mailsAtMost);
  const smtp = smtpServer(mails);
  const smtpPort = await listening(smtp.listen(0, loopback));
  const pages = createServer((request, response) => {
    show(mails, request, response);
  });
  const pagePort = await listening(pages.listen(0, loopback));
  return {
    smtpUrl: `smtp://${loopback}:${String(smtpPort)}`,
    page: `http://${loopback}:${String(pagePort)}/`,
    mails,
    async stop() {
      await Promise.all([
        new Promise<void>((resolve) => {
          smtp.close(resolve);
        }),
        closed(pages),
      ]);
    },
  };
}

function smtpServer(mails: CaughtMails): SMTPServer {
  const server = new SMTPServer({
    ...{ disabledCommands: ['STARTTLS', 'AUTH'], logger: false, size: bytesAtMost, closeTimeout: 1_000 },
    onData: (stream, { envelope: { mailFrom, rcptTo } }, done) => {
      textOf(stream).then((source) => {
        if (stream.sizeExceeded) {
          done(Object.assign(new Error('The mail is too large.'), { responseCode: 552 }));
          return;
        }
        const to = rcptTo.map(({ address }) => address);
        mails.add({ from: mailFrom === false ? '' : mailFrom.address, to, source });
        done();
      }, done);
    },
  });
  // Told of a sender that broke off in the middle of a mail, e.g. because it was killed; unheard it would end the start.
  return server.on('error', () => undefined);
}

async function textOf(stream: SMTPServerDataStream): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= bytesAtMost) parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Nothing is loaded from anywhere, also where a mail asks for it; and no page of another host may ask this one. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  ...{ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' },
};

function show(mails: CaughtMails, request: IncomingMessage, response: ServerResponse): void {
  const [status, body] = answer(mails, request);
  response.writeHead(status, headers).end(body);
}

function answer(
  mails: CaughtMails,
  { method, url = '/', headers: sent, socket }: IncomingMessage,
): [number, string] {
  // A name of somebody else that was pointed at this machine reads nothing.
  if (sent.host !== `${loopback}:${String(socket.localPort)}`) return [421, missingPage()];
  if (method !== 'GET' && method !== 'HEAD') return [405, missingPage()];
  if (url === '/') return [200, listPage(mails)];
  const number = /^\/mails\/(\d{1,9})$/u.exec(url)?.[1];
  const mail = number === undefined ? undefined : mails.byNumber(Number(number));
  return mail === undefined ? [404, missingPage()] : [200, mailPage(mail)];
}

async function listening(server: Server | NetServer): Promise<number> {
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  return (server.address() as AddressInfo).port;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
