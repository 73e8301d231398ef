// The tests that notice, by what they try.

export const rules = (path, name) => ({ project: 'rules', path, name });
export const database = (path, name) => ({ project: 'database', path, name });
export const limits = (name) => rules('test/gateway/limits.test.ts', name);
export const identity = (name) => rules('test/gateway/identity.test.ts', name);
export const kept = (name) => rules('test/gateway/identity-kept.test.ts', name);
export const mask = (name) => rules('test/gateway/mask.test.ts', name);
export const introspection = (name) => rules('test/gateway/introspection.test.ts', name);
export const hostile = (name) => rules('test/gateway/hostile.test.ts', name);
export const variables = (name) => rules('test/gateway/variables.test.ts', name);
export const signed = (name) => rules('services/kernel/src/graph/http.test.ts', name);
export const signIn = (name) => rules('services/licensing/src/viewer/resolve-viewer.test.ts', name);
export const licensingAccess = (name) => rules('services/licensing/src/viewer/access.test.ts', name);
export const driver = (name) => database('services/kernel/src/db/driver.db.test.ts', name);
export const pages = (name) => database('services/kernel/src/db/page.db.test.ts', name);
export const madeByHelper = database(
  'services/kernel/src/db/catalog.db.test.ts',
  'finds nothing in tables made by the helper',
);
export const noHole = (service) =>
  database(`services/${service}/src/migrations/catalog.db.test.ts`, 'no hole in the scope');
// The committed catalog is the reviewed list of grants: one column more is a difference in it.
export const committed = (service) =>
  database(`services/${service}/src/migrations/catalog.db.test.ts`, 'committed catalog');
