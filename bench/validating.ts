import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Database } from '@mainstay/kernel/db/driver';
import { runProcess } from '@mainstay/kernel/graph/process';
import type { Presented } from './machines.js';
import { readParts } from './parts.js';
import { openLicensingDatabase, validatorOn } from './validate.js';

/** How long so many callers in this process are to validate, and by which licenses. */
export interface ValidatingAsked {
  readonly seconds: number;
  readonly connections: number;
  readonly presented: readonly Presented[];
}

/** Milliseconds that each validation took. */
export type Validating = readonly number[];

const { loginUrls } = readParts();

type Validator = ReturnType<typeof validatorOn>;
const opened = new Map<number, { readonly database: Database; readonly validate: Validator }>();

/** Kept between rounds, as a process that runs has its connections at hand. */
function validatorWith(connections: number): Validator {
  const known = opened.get(connections);
  if (known !== undefined) return known.validate;
  const database = openLicensingDatabase(loginUrls.licensing, connections);
  const validate = validatorOn(database);
  opened.set(connections, { database, validate });
  return validate;
}

async function validate({ seconds, connections, presented }: ValidatingAsked): Promise<Validating> {
  const once = validatorWith(connections);
  const took: number[] = [];
  const until = performance.now() + seconds * 1_000;
  let next = 0;
  async function caller(): Promise<void> {
    for (let began = performance.now(); began < until; began = performance.now()) {
      const one = presented[next++ % presented.length];
      if (one === undefined) throw new Error('Nothing is presented.');
      await once(one);
      took.push(performance.now() - began);
    }
  }
  await Promise.all(Array.from({ length: connections }, caller));
  return took;
}

/** The act by itself, without a network between who asks and who answers. */
await runProcess('validating', async () => {
  const server = createServer((request, response) => {
    void text(request)
      .then((body) => validate(JSON.parse(body) as ValidatingAsked))
      .then((took) => response.writeHead(200).end(JSON.stringify(took)))
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([...opened.values()].map(({ database }) => database.close()));
    },
  };
});
