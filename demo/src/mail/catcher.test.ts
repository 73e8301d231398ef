import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { createTransport } from 'nodemailer';
import { CaughtMails } from './caught.js';
import { openMailCatcher, type MailCatcher } from './catcher.js';
import { listPage } from './page.js';

let catcher: MailCatcher;

beforeAll(async () => {
  catcher = await openMailCatcher();
});
afterAll(() => catcher.stop());

const hostile = '<script>alert("Łódź")</script>';

async function send(subject: string): Promise<void> {
  const { hostname, port } = new URL(catcher.smtpUrl);
  await createTransport({ host: hostname, port: Number(port), ignoreTLS: true }).sendMail({
    ...{ from: 'no-reply@example.com', to: 'reader@example.com', subject },
    ...{ text: `Dear ${hostile},\n\n${'long '.repeat(40)}`, html: `<p>Żółw</p>${hostile}` },
  });
}

/** As a browser asks that was given another name for this machine. */
function asked(path: string, host?: string, method = 'GET'): Promise<{ status: number; body: string }> {
  const url = new URL(path, catcher.page);
  return new Promise((resolve, reject) => {
    request(url, { method, headers: host === undefined ? {} : { host } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') });
      });
    })
      .on('error', reject)
      .end();
  });
}

describe('the catcher', () => {
  test('takes a mail and shows it, its markup as text or in a frame that may do nothing', async () => {
    await send(`Größe ${hostile}`);
    const [mail] = catcher.mails.newestFirst();
    expect(mail).toMatchObject({ from: 'no-reply@example.com', to: ['reader@example.com'] });
    expect(mail?.subject).toBe(`Größe ${hostile}`);
    expect(mail?.text).toContain(hostile);
    expect(mail?.html).toContain('Żółw');
    for (const path of ['/', `/mails/${String(mail?.number)}`]) {
      const { status, body } = await asked(path);
      expect(status).toBe(200);
      expect(body).toContain('Größe &lt;script&gt;');
      expect(body).not.toContain('<script');
    }
    expect((await asked('/mails/1')).body).toMatch(/<iframe sandbox title="[^"]*" srcdoc="/u);
  });

  test('says that mails are kept in memory and until when, and which there is not', async () => {
    expect((await asked('/')).body).toMatch(/kept in memory, the newest\s+1000, and are gone/u);
    for (const path of ['/mails/999', '/mails/x', '/other']) expect((await asked(path)).status).toBe(404);
  });

  test('outlives a sender that is killed in the middle of a mail', async () => {
    const { hostname, port } = new URL(catcher.smtpUrl);
    const socket = connect(Number(port), hostname);
    for (const line of ['', 'EHLO sender', 'MAIL FROM:<no-reply@example.com>']) {
      if (line !== '') socket.write(`${line}\r\n`);
      await once(socket, 'data');
    }
    socket.resetAndDestroy();
    await once(socket, 'close');
    await send('after it');
    expect(catcher.mails.newestFirst()[0]?.subject).toBe('after it');
  });

  test('answers this machine under its own name alone, and only reads', async () => {
    expect((await asked('/', 'mail.example.com')).status).toBe(421);
    expect((await asked('/', undefined, 'POST')).status).toBe(405);
    const answer = await fetch(catcher.page);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const url of [catcher.page, catcher.smtpUrl]) expect(new URL(url).hostname).toBe('127.0.0.1');
  });
});

test('a mail more than there is room for takes the place of the oldest', () => {
  const mails = new CaughtMails(2);
  for (const subject of ['one', 'two', 'three'])
    mails.add({ from: 'a@example.com', to: [], source: `Subject: ${subject}\r\n\r\ntext` });
  expect(mails.newestFirst().map(({ number, subject }) => [number, subject])).toEqual([
    [3, 'three'],
    [2, 'two'],
  ]);
  expect(mails.byNumber(1)).toBeUndefined();
  expect(listPage(mails)).toContain('Caught since the start: 3.');
});
