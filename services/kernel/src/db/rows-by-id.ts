import DataLoader from 'dataloader';
import type { PageReader } from './page.js';
import type { Statement } from './scoped.js';
import type { Viewer } from '../graph/viewer.js';

/**
 * Loads rows by id, all that one request asks for in one scoped statement. An id that is unknown and one that the
 * viewer may not see both load as null. DataLoader asks for at most 100 at a time, as every list is bounded.
 */
export function rowsById<Row extends { readonly id: string }>(
  { database, viewer, signal }: PageReader,
  statementFor: (viewer: Viewer) => Statement<Row>,
): DataLoader<string, Row | null> {
  return new DataLoader(
    async (ids) => {
      const rows = await database.read(viewer, statementFor(viewer), [ids], signal);
      const found = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => found.get(id) ?? null);
    },
    { maxBatchSize: 100 },
  );
}
