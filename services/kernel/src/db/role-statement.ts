import type { DatabaseRole, Viewer } from '../graph/viewer.js';
import { statement, type Statement } from './scoped.js';

/**
 * One read whose text depends on the role: columns that a role has no grant for are left out of its text and answer
 * null. Each role's text is made once, so that it stays one named statement.
 */
export function statementByRole<Row>(
  name: string,
  text: (role: DatabaseRole) => string,
): (viewer: Viewer) => Statement<Row> {
  const byRole = new Map<DatabaseRole, Statement<Row>>();
  return ({ databaseRole }) => {
    let made = byRole.get(databaseRole);
    if (made === undefined) byRole.set(databaseRole, (made = statement<Row>(name, text(databaseRole))));
    return made;
  };
}
