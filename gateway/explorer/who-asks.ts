import { isRecord, type Access } from './access.js';
import { askGraph } from './graph.js';

/** Who asks as the graph sees them, and the vendor's civil day, from which the ready queries count. */
export interface Asker {
  readonly role: string;
  readonly place: string | null;
  readonly today: string;
}

const query = 'query WhoAsks { viewer { role today vendor { name } account { name } } }';

/** Null where the graph does not say: the page shows less then, and works. */
export async function whoAsks(access: Access): Promise<Asker | null> {
  const { data } = await askGraph(access, { query });
  const viewer = data?.['viewer'];
  if (!isRecord(viewer) || typeof viewer['role'] !== 'string' || typeof viewer['today'] !== 'string')
    return null;
  const places = [viewer['account'], viewer['vendor']].map(nameOf).filter((name) => name !== null);
  return {
    role: viewer['role'].toLowerCase().replaceAll('_', ' '),
    place: places.length === 0 ? null : places.join(' at '),
    today: viewer['today'],
  };
}

function nameOf(value: unknown): string | null {
  return isRecord(value) && typeof value['name'] === 'string' ? value['name'] : null;
}
