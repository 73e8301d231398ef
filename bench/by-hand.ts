import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { amountOf } from '@mainstay/billing/invoice/amount';
import { maySeeMoney } from '@mainstay/billing/invoice/access';
import { openDatabase, type Database } from '@mainstay/kernel/db/driver';
import { createLogger } from '@mainstay/kernel/graph/logger';
import { runProcess } from '@mainstay/kernel/graph/process';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { civilDayOf } from '@mainstay/kernel/values/civil';
import { caseOf, listsFor, type LicenseLists } from '@mainstay/licensing/license/license-case';
import { LicenseReads, type LicenseRow } from '@mainstay/licensing/license/license.reads';
import { effectiveCover } from '@mainstay/licensing/maintenance/cover.rules';
import { createPlanCache, PlanReads } from '@mainstay/licensing/maintenance/plan.reads';
import { CatalogReads, createCatalogCache } from '@mainstay/licensing/release/catalog.reads';
import type { Moment } from '@mainstay/licensing/release/entitlement.rules';
import { decideNewest } from '@mainstay/licensing/release/version-decision.rules';
import { latestInvoices, openTickets, type LatestInvoiceRow, type OpenTicketRow } from './by-hand.reads.js';
import { createViewerOf, type ViewerOf } from './by-hand.viewers.js';
import { readParts } from './parts.js';
import type { Asked } from './question.js';

// The peer that the graph is measured against: the one page, written by hand over the same databases, under the same
// scope and by the same rules, with no GraphQL anywhere.

interface Databases {
  readonly licensing: Database;
  readonly support: Database;
  readonly billing: Database;
}

/** Known by their revision, and so never old; shared by all requests as they are in licensing. */
const shared = { plans: createPlanCache(), catalogs: createCatalogCache() };

async function answerTo(databases: Databases, viewer: Viewer, asked: Asked): Promise<string> {
  const reader = { database: databases.licensing, viewer };
  const { first, after, filter, orderBy } = asked;
  const { rows } = await new LicenseReads(reader).list({ page: { first, after }, filter, orderBy });
  const ids = rows.map((row) => row.id);
  // The two others need the ids; the rules run while they are asked.
  const tickets: Promise<OpenTicketRow[]> =
    ids.length === 0 ? Promise.resolve([]) : databases.support.read(viewer, openTickets(viewer), [ids]);
  const invoices: Promise<LatestInvoiceRow[]> =
    ids.length === 0 || !maySeeMoney(viewer)
      ? Promise.resolve([])
      : databases.billing.read(viewer, latestInvoices, [ids]);
  const nowMs = Date.parse(viewer.now);
  const moment = { asOf: civilDayOf(nowMs, viewer.zone), nowMs, zone: viewer.zone };
  const reads = {
    plans: new PlanReads(reader, shared.plans),
    catalogs: new CatalogReads(reader, shared.catalogs),
  };
  const lists = rows.map((row) => listsFor(row, reads));
  const atHand = lists.some((one) => one instanceof Promise)
    ? await Promise.all(lists.map(async (one) => one))
    : (lists as LicenseLists[]);
  const own = rows.map((row, index) => licensePart(row, atHand[index]!, moment));
  const [ticketRows, invoiceRows] = await Promise.all([tickets, invoices]);
  const byLicense = Map.groupBy(ticketRows, (row) => row.licenseId);
  const latest = new Map(invoiceRows.map((row) => [row.licenseId, row]));
  const nodes = own.map((part) => ({
    ...part,
    tickets: { nodes: (byLicense.get(part.id) ?? []).map(ticketPart) },
    latestInvoice: invoicePart(latest.get(part.id)),
  }));
  return JSON.stringify({ data: { licenses: { nodes } } });
}

function licensePart(row: LicenseRow, lists: LicenseLists, moment: Moment) {
  const { active, expiresOn } = effectiveCover(row.cover ?? [], moment.asOf);
  const { release, decision } = decideNewest(caseOf(row, lists, moment));
  return {
    id: row.id,
    product: { name: row.productName },
    activationCode: row.activationCode,
    serial: row.serial,
    coverage: { active, expiresOn },
    entitledVersion: {
      release: release === null ? null : { version: release.version },
      decision: { accepted: decision.accepted, leading: decision.leading },
    },
  };
}

function ticketPart({ id, subject, state, openedAt }: OpenTicketRow) {
  return { id, subject, state, openedAt };
}

function invoicePart(row: LatestInvoiceRow | undefined) {
  if (row === undefined) return null;
  return { number: row.number, issuedOn: row.issuedOn, total: amountOf(row.totalMinor, row.currency) };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function serve(
  databases: Databases,
  viewerOf: ViewerOf,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const viewer = await viewerOf(request.headers.authorization);
  if (viewer === null || viewer.role === 'OPERATOR') {
    response.writeHead(viewer === null ? 401 : 403).end();
    return;
  }
  const asked = JSON.parse(await bodyOf(request)) as Asked;
  const answer = Buffer.from(await answerTo(databases, viewer, asked));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
  response.end(answer);
}

await runProcess('by-hand', async () => {
  const { loginUrls, issuer } = readParts();
  const logger = createLogger({ name: 'by-hand', level: 'warn' });
  const open = (service: keyof Databases) => openDatabase({ url: loginUrls[service], service, logger });
  const databases = { licensing: open('licensing'), support: open('support'), billing: open('billing') };
  const viewerOf = createViewerOf(
    { issuer: issuer.issuer, audience: issuer.audience, jwks: { keys: issuer.keys } },
    databases.licensing,
  );
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    serve(databases, viewerOf, request, response).catch((fault: unknown) => {
      logger.error({ fault: fault instanceof Error ? fault.name : typeof fault }, 'a request failed');
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/licenses`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all(Object.values(databases).map((database) => database.close()));
    },
  };
});
