import { join } from 'node:path';
import type { SqlValue } from '@mainstay/kernel/db/scoped';
import { ValidateLicenseDocument } from '@mainstay/sdk';
import { interleave, median, medians, overHttp, type Measurable, type Plan, type Round } from './load.js';
import { activateAll, fingerprint, type Presented } from './machines.js';
import { findPgbench, pgbenchPeer } from './pgbench.js';
import { recording, type Sent } from './recorded.js';
import { conditionsOf, ratioOf, table } from './report.js';
import type { Server } from './servers.js';
import { openLicensingDatabase, validatorOn } from './validate.js';
import type { ValidatingAsked, Validating } from './validating.js';

export interface ValidationBench {
  readonly administratorUrl: string;
  readonly loginUrl: string;
  /** Gateway and subgraphs in one process. */
  readonly house: Server;
  /** The act alone. */
  readonly act: Server;
  readonly folder: string;
  readonly plan: Plan;
  readonly say: (line: string) => void;
}

/** License validation beside pgbench with the SQL that it sends: in one transaction, and as one statement. */
export async function benchValidation(options: ValidationBench): Promise<void> {
  const { administratorUrl, loginUrl, folder, plan, say } = options;
  const pgbench = await findPgbench();
  if (pgbench === null) {
    say(
      "License validation is left out: there is no pgbench here. Debian's package `postgresql` has it: apt-get install postgresql",
    );
    return;
  }
  const presented = await activateAll(administratorUrl);
  const sent = await sentFor(loginUrl, presented, plan.connections);
  const peers = [
    await pgbenchPeer({
      ...{ name: 'pgbench, one transaction', pgbench, url: loginUrl, file: join(folder, 'transaction.sql') },
      script: asTransaction(sent),
    }),
    // Past the policies, so that nothing of ours slows it down.
    await pgbenchPeer({
      ...{
        name: 'pgbench, one statement',
        pgbench,
        url: administratorUrl,
        file: join(folder, 'statement.sql'),
      },
      options: `-c app.vendor=${String(named(sent[0] ?? [], 'act').values[1])}`,
      script: asStatement(sent),
    }),
  ];
  const ours = [actTarget(options.act, presented), houseTarget(options.house, presented)];
  const rounds = await interleave([...peers, ...ours], plan, say);
  say(`\n${reportOf(rounds, plan)}`);
}

/** What one validation of each sends, once everything that is kept is at hand. */
async function sentFor(url: string, presented: readonly Presented[], connections: number): Promise<Sent[][]> {
  const database = openLicensingDatabase(url, connections);
  try {
    const { database: noting, sent } = recording(database);
    const once = validatorOn(noting);
    const all: Sent[][] = [];
    for (const one of presented) {
      await once(one);
      sent.length = 0;
      await once(one);
      all.push(sent.splice(0));
    }
    return all;
  } finally {
    await database.close();
  }
}

function literal(value: SqlValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'object') return `array[${value.map(literal).join(', ')}]::text[]`;
  return String(value);
}

/** The values of one place: the same for all that is presented, or by the number of who is drawn. */
function drawn(values: readonly SqlValue[]): string {
  const all = values.map(literal);
  const [first = 'null'] = all;
  // The id of the row that is made is another one each time.
  if (first.startsWith("'val_")) return "('val_' || gen_random_uuid())";
  return all.every((one) => one === first) ? first : `((array[${all.join(', ')}])[:n])`;
}

/** The same statements with the values written in that each who is presented has there. */
function written(sent: readonly (readonly Sent[])[]): Sent[] {
  const [first = []] = sent;
  return first.map(({ name, text, values }, place) => ({
    ...{ name, values },
    text: text.replaceAll(/\$(\d+)/gu, (_, number: string) =>
      drawn(sent.map((one) => one[place]?.values[Number(number) - 1] ?? null)),
    ),
  }));
}

const draw = (sent: readonly unknown[]) => `\\set n random(1, ${String(sent.length)})\n`;

function asTransaction(sent: readonly (readonly Sent[])[]): string {
  const statements = ['begin', ...written(sent).map(({ text }) => text), 'commit'];
  return `${draw(sent)}${statements.join(';\n')};\n`;
}

function named(sent: readonly Sent[], name: string): Sent {
  const found = sent.find((one) => one.name === name);
  if (found === undefined) throw new Error(`A validation sends no ${name}.`);
  return found;
}

/** What is looked up, asked and recorded as parts of one statement, each of them carried out. */
function asStatement(sent: readonly (readonly Sent[])[]): string {
  const statements = written(sent);
  const lookUp = named(statements, 'signIn.productByCode').text;
  const ask = named(statements, 'validation.ask').text;
  const record = named(statements, 'validation.record').text;
  const begins = 'with seen as (';
  if (!record.startsWith(begins)) throw new Error('What is recorded has another form now.');
  return `${draw(sent)}with found as (${lookUp}), asked as (${ask}), seen as (${record.slice(begins.length)}
    returning (select count(*) from found), (select count(*) from asked);\n`;
}

function actTarget({ endpoint }: Server, presented: readonly Presented[]): Measurable {
  return {
    name: 'the act',
    async measure(seconds, connections) {
      const asked: ValidatingAsked = { seconds, connections, presented };
      const answer = await fetch(endpoint, { method: 'POST', body: JSON.stringify(asked) });
      if (answer.status !== 200) throw new Error(await answer.text());
      const took = (await answer.json()) as Validating;
      const sorted = took.toSorted((a, b) => a - b);
      return {
        ...{ requests: took.length, requestsPerSecond: took.length / seconds },
        p50Ms: took.reduce((sum, ms) => sum + ms, 0) / took.length,
        p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? NaN,
        ...{ cpuMsPerRequest: NaN, rssBytes: NaN },
      };
    },
  };
}

function houseTarget({ endpoint }: Server, presented: readonly Presented[]): Measurable {
  const query = ValidateLicenseDocument.text;
  return overHttp({
    ...{ name: 'the whole graph, over HTTP', origin: endpoint.origin },
    request(index) {
      const { productId, code, version } = presented[index % presented.length] as Presented;
      const input = { license: { productId, code }, fingerprint, version };
      return {
        path: endpoint.pathname,
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query, variables: { input } }),
      };
    },
    check(body, index) {
      if (body.includes('"valid":true') && !body.includes('"file":null') && !body.includes('"errors":'))
        return;
      throw new Error(`Validation ${String(index)} was answered ${body.slice(0, 300)}`);
    },
    usage: () => Promise.resolve({ cpuMicros: NaN, rssBytes: NaN }),
  });
}

function reportOf(rounds: ReadonlyMap<string, readonly Round[]>, plan: Plan): string {
  const [transaction = [], statement = []] = [...rounds.values()];
  const rows = [...rounds].map(([name, own]) => [
    name,
    ratioOf(own, transaction, (round) => round.requestsPerSecond),
    ratioOf(own, statement, (round) => round.requestsPerSecond),
    medians(own).requestsPerSecond.toFixed(0),
    median(own.map(({ p50Ms }) => p50Ms)).toFixed(1),
  ]);
  const head = ['license validation, durable', '÷ transaction', '÷ statement', 'validations/s', 'ms'];
  return [conditionsOf(plan), '', table([head, ...rows])].join('\n');
}
