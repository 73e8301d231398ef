import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { UserFault } from './errors.js';

/**
 * Scalars travel as text and are checked on their way in. On their way out the database's own text is passed on:
 * turning it into a `Date` and back would cost more than reading the row.
 */
function textScalar(
  name: string,
  description: string,
  expects: string,
  accepts: (text: string) => boolean,
): GraphQLScalarType<string, string> {
  function parse(value: unknown): string {
    if (typeof value === 'string' && accepts(value)) return value;
    throw new UserFault('BAD_USER_INPUT', `${name} expects ${expects}.`);
  }
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize(value) {
      if (typeof value === 'string') return value;
      throw new Error(`${name} was answered with something other than text.`);
    },
    parseValue: parse,
    parseLiteral: (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : null),
  });
}

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const last = month === 2 && leap ? 29 : daysInMonth[month - 1];
  return last !== undefined && day >= 1 && day <= last;
}

function isCivilDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && isDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

function isInstant(text: string): boolean {
  const match = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z$/.exec(text);
  return match?.[1] !== undefined && isCivilDate(match[1]);
}

function isZone(text: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '' &&
      !/^[+-]/.test(text)
    );
  } catch {
    return false;
  }
}

export const DateScalar = textScalar(
  'Date',
  "A civil day, `YYYY-MM-DD`, in the vendor's zone. It names no instant: cover that expires on a day ended as that day began.",
  'a day such as 2026-03-31',
  isCivilDate,
);

export const DateTimeScalar = textScalar(
  'DateTime',
  'An instant in UTC by ISO 8601, such as `2026-05-02T22:30:00Z`, with up to six decimals of a second.',
  'an instant in UTC such as 2026-05-02T22:30:00Z',
  isInstant,
);

export const DecimalScalar = textScalar(
  'Decimal',
  'A decimal number as text, such as `1080.00`, with as many decimals as its currency has. Never read it as a float.',
  'a decimal number such as 1080.00',
  (text) => /^-?(0|[1-9]\d{0,17})(\.\d{1,6})?$/.test(text),
);

export const Base64Scalar = textScalar(
  'Base64',
  'A file as text, by RFC 4648: standard alphabet, padded, without line breaks.',
  'bytes in base64',
  (text) => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text),
);

export const CurrencyCodeScalar = textScalar(
  'CurrencyCode',
  'A currency by ISO 4217, such as `EUR`, three capital letters.',
  'a currency code such as EUR',
  (text) => /^[A-Z]{3}$/.test(text),
);

export const TimeZoneScalar = textScalar(
  'TimeZone',
  'A time zone by its IANA name, such as `Europe/Stockholm`; it decides when a civil day begins.',
  'a time zone such as Europe/Stockholm',
  isZone,
);
