import { parseArgs } from 'node:util';
import { withQueues } from './queues.mjs';
import { services } from '../start/databases.mjs';
import { tableOf } from './table.mjs';

const shownAtMost = 200;

const help = `npm run events -- list [--service licensing]
    what was given up, what is tried again, and what waits; the first ${shownAtMost} of each service
npm run events -- retry <event id> [--service licensing]
npm run events -- retry --all [--service licensing]
    lets the running house send it again, within some seconds; where none runs, the next start does

Services: ${services.join(', ')}; all of them unless told. Exit: 0 done, 1 nothing to send or no database, 2 not understood.`;

function read(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { service: { type: 'string' }, all: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const [order, eventId, ...more] = positionals;
  if (values.help || order === undefined) return { order: 'help', asked: values.help === true };
  if (!['list', 'retry'].includes(order)) throw new Error(`There is no order ${order}.`);
  if (values.service !== undefined && !services.includes(values.service))
    throw new Error(`There is no service ${values.service}: it is one of ${services.join(', ')}.`);
  if (more.length > 0 || (order === 'list' && (eventId !== undefined || values.all)))
    throw new Error(`${order} does not take that much.`);
  if (order === 'retry' && (eventId === undefined) === (values.all !== true))
    throw new Error('retry takes either the id of an event, which list shows, or --all.');
  return { order, eventId: eventId ?? null, of: values.service === undefined ? services : [values.service] };
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
      asked.order === 'list' ? list(queues) : retry(queues, asked.eventId),
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
  const rows = [];
  const more = [];
  for (const { service, database } of queues) {
    const { shown, total } = await owedDeliveries(database, shownAtMost);
    rows.push(...shown.map((delivery) => ({ service, ...delivery })));
    if (total > shown.length) more.push(`and ${total - shown.length} more of ${service}`);
  }
  if (rows.length === 0) console.log('Nothing is owed: every event has arrived.');
  else console.log([tableOf(rows), ...more].join('\n'));
  const dead = rows.filter(({ state }) => state === 'GAVE_UP').length;
  if (dead > 0)
    console.log(`\n${dead} given up. Once the cause is mended: npm run events -- retry <event id> | --all`);
  return 0;
}

async function retry(queues, eventId) {
  const { sendAgain } = await import('@mainstay/kernel/events/dead-letters');
  let count = 0;
  for (const { service, database } of queues) {
    for (const sent of await sendAgain(database, eventId)) {
      count += 1;
      console.log(`${service}: ${sent.eventId} is sent to ${sent.consumer} again`);
    }
  }
  if (count > 0) return 0;
  console.error(
    eventId === null
      ? 'Nothing was given up.'
      : `No event ${eventId} was given up or is tried again: see npm run events -- list`,
  );
  return 1;
}
