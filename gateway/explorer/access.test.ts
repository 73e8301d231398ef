import { expect, test } from '@jest/globals';
import { accessOf, rememberChoice, rememberedChoice, type Choice } from './access.js';
import { schemaStateOf } from './schema-state.js';

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => {
      kept.clear();
    },
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => kept.delete(key),
    setItem: (key, value) => kept.set(key, value),
  };
}

const personas = [{ name: 'vendor.admin', title: 'Administrator', token: 'abc' }];

test('a choice is remembered until it is taken back, a persona without its token', () => {
  const tab = storage();
  expect(rememberedChoice(tab)).toBeNull();
  const choice: Choice = { kind: 'persona', name: 'vendor.admin' };
  rememberChoice(tab, choice);
  expect(rememberedChoice(tab)).toEqual(choice);
  expect(accessOf(choice, personas)).toEqual({ label: 'Administrator', token: 'abc', membership: null });
  rememberChoice(tab, null);
  expect(tab.length).toBe(0);
});

test.each(['{', '{}', '"token"', '{"kind":"token","token":1,"membership":null}', '{"kind":"persona"}'])(
  'what is not a choice (%s) is none',
  (text) => {
    const tab = storage();
    tab.setItem('mainstay:choice', text);
    expect(rememberedChoice(tab)).toBeNull();
  },
);

test('a persona that is offered no more gives no access', () => {
  expect(accessOf({ kind: 'persona', name: 'gone' }, personas)).toBeNull();
});

test('closed storage loses no more than the memory of the choice', () => {
  const closed = new Proxy(storage(), {
    get: () => () => {
      throw new Error('closed');
    },
  });
  expect(rememberedChoice(closed)).toBeNull();
  expect(() => {
    rememberChoice(closed, { kind: 'persona', name: 'vendor.admin' });
  }).not.toThrow();
});

test.each([
  ['FORBIDDEN', /role may not read the schema/],
  ['UNAUTHENTICATED', /not valid/],
  ['UNAVAILABLE', /could not be reached/],
  ['BAD_USER_INPUT', /could not be read: why/],
])('a schema refused as %s is told in words', (code, words) => {
  const state = schemaStateOf({ data: null, errors: [{ message: 'why', extensions: { code } }] });
  expect(state).toEqual({ kind: 'missing', message: expect.stringMatching(words) });
});
