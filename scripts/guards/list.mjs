// Each entry takes one guard out of the source and names the test that notices. Where two guards stand behind each
// other, the entry takes out the one whose loss the named test can see alone.
import { acts } from './acts.mjs';
import { documents } from './documents.mjs';
import { errors } from './errors.mjs';
import { faults } from './faults.mjs';
import { askers } from './askers.mjs';
import { clocks } from './clocks.mjs';
import { lots } from './lots.mjs';
import { machines } from './machines.mjs';
import { mails } from './mails.mjs';
import { notices } from './notices.mjs';
import { operators } from './operators.mjs';
import { orders } from './orders.mjs';
import { quotes } from './quotes.mjs';
import { roles } from './roles.mjs';
import { packs } from './packs.mjs';
import { plays } from './plays.mjs';
import { processes } from './processes.mjs';
import { rows } from './rows.mjs';
import { tickets } from './tickets.mjs';
import { transfers } from './transfers.mjs';

export const guards = [
  ...documents,
  ...errors,
  ...askers,
  ...roles,
  ...processes,
  ...plays,
  ...rows,
  ...acts,
  ...machines,
  ...mails,
  ...notices,
  ...operators,
  ...faults,
  ...quotes,
  ...orders,
  ...packs,
  ...clocks,
  ...lots,
  ...tickets,
  ...transfers,
];
