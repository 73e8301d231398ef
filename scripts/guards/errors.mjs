import { rules, mask, variables } from './tests.mjs';

/** What an error may say. */
export const errors = [
  {
    name: 'input: a literal told by its place',
    file: 'gateway/src/document/documents.ts',
    find: 'return faults.length > 0 ? faults : [withoutValues(error)];',
    replace: 'return [error];',
    test: variables('a literal is told by its place'),
  },
  {
    name: 'input: a variable is not repeated',
    file: 'gateway/src/execution/variables.ts',
    find: '? own.message : ',
    replace: '? own.message + String(invalid) : ',
    test: variables('the day'),
  },
  {
    name: 'input: U+0000 in a variable',
    file: 'gateway/src/execution/variables.ts',
    find: "value.includes('\\0') ? path : null",
    replace: 'null',
    test: variables('the character U'),
  },
  {
    name: 'input: U+0000 in a literal',
    file: 'gateway/src/document/documents.ts',
    find: 'if (!nulEscape.test(text)) return null;',
    replace: 'return null;',
    test: variables('the character U'),
  },
  {
    name: 'mask: our failures in our words',
    file: 'gateway/src/mask.ts',
    find: 'fixed ?? error.message',
    replace: 'error.message',
    test: mask('an error of a subgraph that is not meant to be read'),
  },
  {
    name: 'mask: a field only in its form',
    file: 'gateway/src/mask.ts',
    find: ' && field.test(named)) extensions',
    replace: ') extensions',
    test: mask('tells no field'),
  },
  {
    name: 'mask: length of a message',
    file: 'gateway/src/mask.ts',
    find: 'error.message.slice(0, maxMessageLength)',
    replace: 'error.message',
    test: mask('cuts what is too long to read'),
  },
  {
    name: 'mask: number of errors',
    file: 'gateway/src/mask.ts',
    find: 'if (masked.length === maxErrors) break;',
    replace: '',
    test: mask('are told once each'),
  },
  {
    name: 'mask: words of a subgraph',
    file: 'services/kernel/src/graph/format-error.ts',
    find: "message: 'Something went wrong on our side.',",
    replace: 'message: error.message,',
    test: rules('services/kernel/src/graph/format-error.test.ts', 'anything else is masked'),
  },
  {
    name: 'mask: only our own faults may be told',
    file: 'services/kernel/src/graph/format-error.ts',
    find: 'if (at instanceof UserFault) return at;',
    replace: "if (at.name === 'UserFault') return at as UserFault;",
    test: rules('services/kernel/src/graph/format-error.test.ts', 'an error that calls itself a fault'),
  },
  {
    name: 'mask: no message in the log',
    file: 'services/kernel/src/graph/format-error.ts',
    find: "lines.filter((line) => line.startsWith('at '))",
    replace: 'lines',
    test: rules('services/kernel/src/graph/format-error.test.ts', 'the log gets kind and place'),
  },
];
