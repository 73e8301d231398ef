import type { Database } from '@mainstay/kernel/db/driver';
import { scopeOfAct, scopeOfLogin, setters, type Scope } from '@mainstay/kernel/db/scope';
import type { SqlValue, Statement } from '@mainstay/kernel/db/scoped';

/** A statement as it went to the database. */
export interface Sent {
  readonly name: string;
  readonly text: string;
  readonly values: readonly SqlValue[];
}

function setterOf(scope: Scope): Sent {
  return { name: scope.setter, text: setters[scope.setter], values: [scope.role, ...scope.settings] };
}

/** A database that writes down what it is sent by a sign-in and an act: what a peer is to run is read, not written. */
export function recording(database: Database): { readonly database: Database; readonly sent: Sent[] } {
  const sent: Sent[] = [];
  const note = <Row>({ name, text }: Statement<Row>, values: readonly SqlValue[]) => {
    sent.push({ name, text, values });
  };
  return {
    sent,
    database: {
      ...{ read: database.read.bind(database), transactAs: database.transactAs.bind(database) },
      askAs: database.askAs.bind(database),
      ...{ ping: () => database.ping(), close: () => database.close() },
      readLogin(login, statement, values, signal) {
        sent.push(setterOf(scopeOfLogin(login)));
        note(statement, values);
        return database.readLogin(login, statement, values, signal);
      },
      transact(viewer, work) {
        sent.push(setterOf(scopeOfAct(viewer, 'licensing')));
        return database.transact(viewer, (transaction) =>
          work({
            query(statement, values) {
              note(statement, values);
              return transaction.query(statement, values);
            },
            last(statement, values) {
              note(statement, values);
              transaction.last(statement, values);
            },
          }),
        );
      },
    },
  };
}
