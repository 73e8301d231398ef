import { parseArgs } from 'node:util';
import { withQueues } from '../events/queues.mjs';
import { loadPair, pairs, vendorsOf } from './pairs.mjs';
import { adviceOf, newReport } from './report.mjs';

const consumers = [...new Set(pairs.map(({ consumer }) => consumer))];
/** A line is said whenever so many more were compared. */
const saidEvery = 10_000;

const help = `npm run reconcile [-- --service support]
    compares what services keep of others' facts with what those have, and says what is missing, different or unknown
npm run reconcile -- --send [--service support]
    sends what is missing or different again; the running house delivers it, or the next start

What is on its way, or was given up, is left alone: see npm run events. What is unknown to its producer is never removed.
Services: ${consumers.join(', ')}; all of them unless told. Beside a running house or without one.
Exit: 0 nothing differs, or all that does is sent or on its way; 1 failed; 2 not understood; 3 something differs and was left.`;

function read(args) {
  const { values } = parseArgs({
    args,
    options: { service: { type: 'string' }, send: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.service !== undefined && !consumers.includes(values.service))
    throw new Error(
      `The service ${values.service} keeps no facts of others: name ${consumers.join(' or ')}.`,
    );
  // npm takes options that stand before `--` for its own, and passes them on in the environment alone.
  for (const option of ['send', 'service'])
    if (process.env[`npm_config_${option}`] !== undefined)
      throw new Error(`--${option} must stand behind --, or npm keeps it: npm run reconcile -- --${option}`);
  const asked = pairs.filter(({ consumer }) => values.service === undefined || consumer === values.service);
  return { help: values.help === true, send: values.send === true, asked };
}

/** Resolves with the exit code. */
export async function reconcile({ root, args }) {
  let order;
  try {
    order = read(args);
  } catch (error) {
    console.error(`${error.message}\n\n${help}`);
    return 2;
  }
  if (order.help) {
    console.log(help);
    return 0;
  }
  const of = [...new Set(order.asked.flatMap(({ producer, consumer }) => [producer, consumer]))];
  try {
    return await withQueues({ root, of }, (queues) => compareAll(queues, order));
  } catch (error) {
    if (error?.sqlState === '42P01' || error?.code === 'FORBIDDEN')
      console.error('The databases are older than this checkout. Run `npm start` first: it migrates them.');
    else console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

async function compareAll(queues, { asked, send }) {
  const all = [];
  for (const pair of asked) {
    const report = newReport(pair);
    await compare({ pair, queues, report, send });
    console.log(report.lines().join('\n'));
    all.push(report.counts());
  }
  const { advice, left } = adviceOf(all, send);
  if (advice.length > 0) console.log(`\n${advice.join('\n')}`);
  return left > 0 ? 3 : 0;
}

async function compare({ pair, queues, report, send }) {
  const { reconcile: reconcileVendor } = await import('@mainstay/kernel/events/reconcile');
  const databaseOf = (name) => queues.find(({ service }) => service === name).database;
  const databases = { producer: databaseOf(pair.producer), consumer: databaseOf(pair.consumer) };
  const { told, mirrors } = await loadPair(pair);
  for (const vendorId of await vendorsOf(databases)) {
    await reconcileVendor({
      producer: { database: databases.producer, told },
      consumer: { name: pair.consumer, database: databases.consumer, mirrors },
      ...{ vendorId, send, clock: () => new Date().toISOString(), found: report.found },
      compared(count, mirror) {
        const now = report.compared(count);
        if (Math.floor(now / saidEvery) > Math.floor((now - count) / saidEvery))
          console.error(`${pair.consumer}: ${now} compared, now ${mirror} of ${vendorId}`);
      },
    });
  }
}
