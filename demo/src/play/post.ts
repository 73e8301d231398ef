import type { Database } from '@mainstay/kernel/db/driver';
import { statement } from '@mainstay/kernel/db/scoped';

const take = statement(
  'play.takeMails',
  `update mail m set state = 'SENT', message_id = '<' || m.id || '@mainstay.example>', attempts = 1,
     last_reply_code = 250, accepted_at = v.frozen_at
   from vendor v where m.vendor_id = $1::text and v.vendor_id = m.vendor_id and m.state = 'QUEUED'`,
);

/**
 * Takes every mail of a past that nobody waits for, as a mail server would that is there at once, on the day that the
 * tenant's clock shows. None of them goes anywhere.
 */
export async function takeMails(licensing: Database, vendorId: string): Promise<void> {
  await licensing.askAs({ job: 'mail', vendorId: null }, take, [vendorId]);
}
