import { expect, test } from '@jest/globals';
import { readMailRoute } from './mail-config.js';

const from = 'no-reply@example.com';

test('without a server mails wait, and with one they need an address to come from', () => {
  expect(readMailRoute({})).toBeNull();
  expect(readMailRoute({ MAINSTAY_MAIL_FROM: from })).toBeNull();
  const smtpUrl = 'smtps://name:password@mail.example.com';
  expect(readMailRoute({ MAINSTAY_SMTP_URL: smtpUrl, MAINSTAY_MAIL_FROM: from })).toEqual({ smtpUrl, from });
  expect(() => readMailRoute({ MAINSTAY_SMTP_URL: smtpUrl })).toThrow(
    'MAINSTAY_MAIL_FROM is missing: expected is an address without a name',
  );
});

test.each([
  ['MAINSTAY_SMTP_URL', 'http://mail.example.com'],
  ['MAINSTAY_SMTP_URL', 'smtp:///nowhere'],
  ['MAINSTAY_MAIL_FROM', 'Mainstay <no-reply@example.com>'],
  ['MAINSTAY_MAIL_FROM', 'no-reply@example.com\r\nBcc: all@example.com'],
])('%s may not be %j, which is not repeated', (name, value) => {
  const read = () =>
    readMailRoute({ MAINSTAY_SMTP_URL: 'smtp://mail.example.com', MAINSTAY_MAIL_FROM: from, [name]: value });
  expect(read).toThrow(`${name} is not usable: expected is an `);
  expect(read).not.toThrow(value);
});
