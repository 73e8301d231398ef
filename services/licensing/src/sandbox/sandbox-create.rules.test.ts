import { describe, expect, test } from '@jest/globals';
import { decideSandbox, sandboxFaults } from './sandbox-create.rules.js';

describe('what a sandbox may be made of', () => {
  test.each([
    ['the first day of 2000', { firstOn: '2000-01-01' }, []],
    ['the day before', { firstOn: '1999-12-31' }, ['FIRST_DAY_INVALID']],
    ['the last day of 2100', { firstOn: '2100-12-31' }, []],
    ['the day after', { firstOn: '2101-01-01' }, ['FIRST_DAY_INVALID']],
    ['a name', { firstOn: '2026-01-01', name: 'Try it' }, []],
    ['no name', { firstOn: '2026-01-01', name: null }, []],
    ['a blank name', { firstOn: '2026-01-01', name: '  ' }, ['NAME_INVALID']],
    ['a name of 200', { firstOn: '2026-01-01', name: 'x'.repeat(200) }, []],
    ['a longer one', { firstOn: '2026-01-01', name: 'x'.repeat(201) }, ['NAME_INVALID']],
    ['both wrong', { firstOn: '1999-01-01', name: '' }, ['NAME_INVALID', 'FIRST_DAY_INVALID']],
  ])('%s', (_, asked, codes) => {
    expect(sandboxFaults(asked).map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    ['a tenant', { sandbox: false }, []],
    ['a sandbox', { sandbox: true }, ['VENDOR_IS_SANDBOX']],
    ['nobody', null, ['VENDOR_NOT_FOUND']],
  ])('%s', (_, source, codes) => {
    expect(decideSandbox(source).map(({ code }) => code)).toEqual(codes);
  });
});
