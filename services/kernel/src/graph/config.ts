import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** All that is wrong with the configuration, in words that hold no value of it. */
export class ConfigFault extends Error {
  constructor(
    readonly variables: readonly string[],
    lines: readonly string[],
  ) {
    super(`The configuration cannot be used:\n${lines.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'ConfigFault';
  }
}

/**
 * The one door by which configuration enters. Each variable's schema says by `.describe()`, written last, what is
 * expected; a fault names every bad variable at once and never repeats a value, which may be a secret. A variable
 * that is empty counts as missing. A key that is not the variable's own name is turned into it by `variableOf`.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
  variableOf: (key: string) => string = (key) => key,
): z.output<z.ZodObject<Shape>> {
  const keys = Object.keys(schema.shape);
  const given = Object.fromEntries(
    keys.flatMap((key) => {
      const value = env[variableOf(key)];
      return value === undefined || value === '' ? [] : [[key, value]];
    }),
  );
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const bad = new Set(read.error.issues.map(({ path: [key] }) => String(key)));
  const badKeys = keys.filter((key) => bad.has(key));
  const lines = badKeys.map((key) => {
    const problem = key in given ? 'is not usable' : 'is missing';
    return `${variableOf(key)} ${problem}: expected is ${expected(schema.shape[key])}`;
  });
  throw new ConfigFault(badKeys.map(variableOf), lines);
}

function expected(schema: z.core.$ZodType | undefined): string {
  return (schema === undefined ? undefined : z.globalRegistry.get(schema)?.description) ?? 'another value';
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

/** A port to listen at. */
export function port() {
  return z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((number) => number <= 65_535)
    .describe('a port from 0 to 65535; 0 takes any free one');
}

/** An address to listen at; this machine alone unless told. */
export function host() {
  return z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/)
    .default('127.0.0.1')
    .describe('an address or name to listen at');
}

export function postgresUrl() {
  return z.string().refine(isPostgres).describe("a postgresql:// URL of the service's login role");
}

/** Of who migrates a service's database, where it is not the embedded one; no running process keeps it. */
export function ownerUrl() {
  return z
    .string()
    .refine((text) => isPostgres(text) && namesServerAndDatabase(text))
    .optional()
    .describe(
      'a postgresql:// URL of a database and the role that owns it, such as postgresql://owner@localhost/licensing; without it the PostgreSQL that comes along is used',
    );
}

/** What the driver would fill in from defaults of its own leads to somebody else's database. */
function namesServerAndDatabase(text: string): boolean {
  try {
    const { hostname, pathname, username, password } = new URL(text);
    return (
      hostname !== '' && decodeURIComponent(username + password + pathname) !== '' && pathname.length > 1
    );
  } catch {
    // A percent sign that begins no character.
    return false;
  }
}

function isPostgres(text: string): boolean {
  return ['postgres:', 'postgresql:'].includes(URL.parse(text)?.protocol ?? '');
}

/** For what signs tokens for anybody. */
export function notInProduction() {
  return z
    .string()
    .optional()
    .refine((text) => text !== 'production')
    .describe('anything but production: the demo signs tokens for whoever can read .run');
}

/** Where another process of the house listens. */
export function origin() {
  return z
    .string()
    .refine((text) => isOrigin(URL.parse(text)))
    .describe('an http(s) URL without a path, such as http://127.0.0.1:4001');
}

/** Other processes by name: `support=http://127.0.0.1:4102,billing=http://127.0.0.1:4103`; none unless told. */
export function origins() {
  return z
    .string()
    .default('')
    .transform((text) => (text === '' ? [] : text.split(',').map((one) => one.split('=', 2))))
    .refine((pairs) => pairs.every(([name, url = '']) => name !== '' && isOrigin(URL.parse(url))))
    .transform((pairs): Record<string, string> => Object.fromEntries(pairs) as Record<string, string>)
    .describe('names with the origins of their processes, e.g. support=http://127.0.0.1:4102');
}

function isOrigin(url: URL | null): boolean {
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return false;
  return (
    url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  );
}

/** Where mails leave, if anywhere; a name and a password in it are for the server. */
export function smtpUrl() {
  return z
    .string()
    .refine((text) => {
      const url = URL.parse(text);
      return url !== null && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== '';
    })
    .optional()
    .describe('an smtp:// or smtps:// URL, such as smtps://name:password@mail.example.com');
}

/** As what mails are sent, if they are. */
export function mailAddress() {
  return z.email().max(320).optional().describe('an address without a name, such as no-reply@example.com');
}

/** Short keys can be tried out by whoever has seen one signed request. */
export function meshKey() {
  return z.string().min(32).describe('a random text of at least 32 characters, the same in every process');
}

export function logLevel(unlessTold: (typeof logLevels)[number] = 'info') {
  return z
    .enum(logLevels)
    .default(unlessTold)
    .describe(`one of ${logLevels.join(', ')}`);
}
