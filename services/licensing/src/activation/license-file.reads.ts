import type { PageReader } from '@mainstay/kernel/db/page';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { FileKind } from './license-file.rules.js';
import type { LockedSeats } from './lock-seats.js';

export interface LicenseFileRow {
  readonly id: string;
  readonly kind: FileKind;
  readonly activationId: string;
  readonly signingKeyId: string;
  readonly issuedAt: string;
  readonly text: string;
}

const columns = `f.id, f.kind, f.activation_id as "activationId", f.signing_key_id as "signingKeyId",
  f.issued_at as "issuedAt", f.text`;

const byId = statement<LicenseFileRow>(
  'licenseFile.byId',
  `select ${columns} from license_file f where f.id = $1::text`,
);

/** With whether the machine that it was signed for still has the seat that it had then. */
const byRequest = statement<LicenseFileRow & { readonly standing: boolean }>(
  'licenseFile.byRequest',
  `select ${columns}, a.deactivated_at is null as standing
   from license_file f join activation a on a.vendor_id = f.vendor_id and a.id = f.activation_id
   where f.license_id = $1::text and f.request_key = $2::text`,
);

const insert = statement(
  'licenseFile.insert',
  `insert into license_file (vendor_id, id, account_id, reseller_id, license_id, activation_id, kind, request_key,
     signing_key_id, issued_at, text)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text,
     $9::timestamptz, $10::text)`,
);

/** What was answered to a request of a machine without a network. */
export async function answerTo(transaction: Transaction, licenseId: string, requestKey: string) {
  const [answer] = await transaction.query(byRequest, [licenseId, requestKey]);
  return answer ?? null;
}

export interface NewFile {
  readonly id: string;
  readonly license: LockedSeats;
  readonly activationId: string;
  readonly kind: FileKind;
  readonly requestKey: string | null;
  readonly signed: { readonly text: string; readonly keyId: string };
  readonly issuedAt: string;
}

export async function keepFile(transaction: Transaction, file: NewFile): Promise<void> {
  const { id, license, activationId, kind, requestKey, signed, issuedAt } = file;
  await transaction.query(insert, [
    ...[id, license.accountId, license.resellerId, license.id, activationId],
    ...[kind, requestKey, signed.keyId, issuedAt, signed.text],
  ]);
}

/** Every read of files, for one request. */
export class LicenseFileReads {
  constructor(private readonly reader: PageReader) {}

  async byId(id: string): Promise<LicenseFileRow | null> {
    const { database, viewer, signal } = this.reader;
    const [row] = await database.read(viewer, byId, [id], signal);
    return row ?? null;
  }
}
