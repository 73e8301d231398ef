import { rules, introspection, licensingAccess } from './tests.mjs';

const access = 'services/licensing/src/viewer/access.ts';

/** What a role may ask for. */
export const roles = [
  {
    name: 'introspection: by role',
    file: 'gateway/src/answer.ts',
    find: 'prepared.introspects && !mayIntrospect(viewer)',
    replace: 'false',
    test: introspection('does not read the schema'),
  },
  {
    name: 'introspection: no help with names',
    file: 'gateway/src/document/documents.ts',
    find: 'hideSuggestions: !mayLearn',
    replace: 'hideSuggestions: false',
    test: introspection('is not helped with names'),
  },
  {
    name: 'access: an operator stays outside',
    file: access,
    find: "if (role === 'OPERATOR')",
    replace: 'if (false)',
    test: licensingAccess('inside a tenant'),
  },
  {
    name: 'access: tenants for the operator alone',
    file: access,
    find: "if (role !== 'OPERATOR')",
    replace: 'if (false)',
    test: licensingAccess('at the list of tenants'),
  },
  {
    name: 'access: no search by code for an analyst',
    file: access,
    find: "if (databaseRole === 'app_analyst')",
    replace: 'if (false)',
    test: licensingAccess('at a search by code'),
  },
  {
    name: 'access: tickets for neither an operator nor a product',
    file: 'services/support/src/ticket/access.ts',
    find: "if (role === 'OPERATOR' || role === 'PRODUCT')",
    replace: 'if (false)',
    test: rules('services/support/src/ticket/access.test.ts', 'tickets are refused to those alone'),
  },
  {
    name: 'access: no money for an agent',
    file: 'services/billing/src/invoice/access.ts',
    find: "role !== 'SUPPORT_AGENT' && ",
    replace: '',
    test: rules('services/billing/src/invoice/access.test.ts', 'is hidden from those'),
  },
  {
    name: 'access: money by the scope of a key',
    file: 'services/billing/src/invoice/access.ts',
    find: "return scopes.includes('billing:read');",
    replace: 'return scopes.length > 0;',
    test: rules('services/billing/src/invoice/access.test.ts', 'is told to a key'),
  },
  {
    name: 'visibility: marked fields read null',
    file: 'services/kernel/src/graph/visibility.ts',
    find: 'if (blind.has((context as { viewer: Viewer }).viewer.role)) return null;',
    replace: '',
    test: rules('services/kernel/src/graph/visibility.test.ts', 'reads null for'),
  },
  {
    name: 'visibility: @personal is a mark',
    file: 'services/kernel/src/graph/visibility.ts',
    find: 'new Set(visibilityDirectives.map((directive) => directive.name))',
    replace: "new Set(['secret'])",
    test: rules('services/kernel/src/graph/visibility.test.ts', 'reads null for'),
  },
];
