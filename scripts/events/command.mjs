import { parseArgs } from 'node:util';
import { withQueues } from './queues.mjs';
import { services } from '../start/databases.mjs';
import { deliveryColumns, printable, tableOf, workColumns } from './table.mjs';

const shownAtMost = 200;

const help = `npm run events -- list [--service licensing]
    events: what was given up, what is tried again, and what waits; work that fell due: what was given up and what is
    tried again; the first ${shownAtMost} of each service
npm run events -- retry <event id> [--service licensing]
npm run events -- retry <kind>/<key> [--service licensing]
npm run events -- retry --all [--service licensing]
    lets the running house send or do it again, within some seconds, and in a sandbox of support or billing when its
    clock moves next; where no house runs, the next start does

Services: ${services.join(', ')}; all of them unless told. Exit: 0 done, 1 nothing to send or no database, 2 not understood.`;

function read(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { service: { type: 'string' }, all: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const [order, wanted, ...more] = positionals;
  if (values.help || order === undefined) return { order: 'help', asked: values.help === true };
  if (!['list', 'retry'].includes(order)) throw new Error(`There is no order ${order}.`);
  if (values.service !== undefined && !services.includes(values.service))
    throw new Error(`There is no service ${values.service}: it is one of ${services.join(', ')}.`);
  if (more.length > 0 || (order === 'list' && (wanted !== undefined || values.all)))
    throw new Error(`${order} does not take that much.`);
  if (order === 'retry' && (wanted === undefined) === (values.all !== true))
    throw new Error(
      'retry takes either the id of an event or <kind>/<key> of due work, which list shows, or --all.',
    );
  return { order, wanted: wanted ?? null, of: values.service === undefined ? services : [values.service] };
}

/** Resolves with the exit code. */
export async function events({ root, args }) {
  let asked;
  try {
    asked = read(args);
  } catch (error) {
    console.error(`${error.message}\n\n${help}`);
    return 2;
  }
  if (asked.order === 'help') {
    console.log(help);
    return asked.asked ? 0 : 2;
  }
  try {
    return await withQueues({ root, of: asked.of }, (queues) =>
      asked.order === 'list' ? list(queues) : retry(queues, asked.wanted),
    );
  } catch (error) {
    // A table that is not there yet.
    if (error?.sqlState === '42P01')
      console.error('The databases are older than this checkout. Run `npm start` first: it migrates them.');
    else console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

async function list(queues) {
  const { owedDeliveries } = await import('@mainstay/kernel/events/dead-letters');
  const { failedWork } = await import('@mainstay/kernel/due/failed-work');
  const events = await found(queues, owedDeliveries);
  const work = await found(queues, failedWork);
  if (events.rows.length === 0 && work.rows.length === 0)
    console.log('Nothing is owed: every event has arrived, and no work that fell due has failed.');
  const parts = [];
  if (events.rows.length > 0) parts.push([tableOf(deliveryColumns, events.rows), ...events.more].join('\n'));
  if (work.rows.length > 0)
    parts.push(['Work that fell due:', tableOf(workColumns, work.rows), ...work.more].join('\n'));
  const dead = [...events.rows, ...work.rows].filter(({ state }) => state === 'GAVE_UP').length;
  if (dead > 0)
    parts.push(
      `${dead} given up. Once the cause is mended: npm run events -- retry <event id> | <kind>/<key> | --all`,
    );
  if (parts.length > 0) console.log(parts.join('\n\n'));
  return 0;
}

/** Of every service its first rows, and how many more there are. */
async function found(queues, read) {
  const rows = [];
  const more = [];
  for (const { service, database } of queues) {
    const { shown, total } = await read(database, shownAtMost);
    rows.push(...shown.map((row) => ({ service, ...row })));
    if (total > shown.length) more.push(`and ${total - shown.length} more of ${service}`);
  }
  return { rows, more };
}

async function retry(queues, wanted) {
  const { sendAgain } = await import('@mainstay/kernel/events/dead-letters');
  const { doAgain } = await import('@mainstay/kernel/due/failed-work');
  // A kind has no slash, and an id of an event neither; a key may.
  const [kind, ...key] = wanted?.split('/') ?? [];
  const name = key.length > 0 ? { kind, key: key.join('/') } : null;
  let count = 0;
  for (const { service, database } of queues) {
    for (const sent of name === null ? await sendAgain(database, wanted) : []) {
      count += 1;
      console.log(`${service}: ${sent.eventId} is sent to ${sent.consumer} again`);
    }
    for (const done of wanted === null || name !== null ? await doAgain(database, name) : []) {
      count += 1;
      console.log(printable(`${service}: ${done.kind}/${done.key} of ${done.vendorId} is done again`));
    }
  }
  if (count > 0) return 0;
  console.error(
    wanted === null
      ? 'Nothing was given up.'
      : `No ${name === null ? 'event' : 'work'} ${wanted} was given up or is tried again: see npm run events -- list`,
  );
  return 1;
}
