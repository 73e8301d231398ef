import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from '@jest/globals';
import { zones } from '../../eslint.zones.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { 'import-x': importX },
      settings: {
        'import-x/resolver-next': [
          createTypeScriptImportResolver({ conditionNames: ['source', 'types', 'import'] }),
        ],
      },
      rules: { 'import-x/no-restricted-paths': ['error', { basePath: root, zones }] },
    },
  ] as ESLint.Options['overrideConfig'],
});

async function faultsOf(file: string, imported: string): Promise<string[]> {
  const [result] = await eslint.lintText(`import type { X } from '${imported}';\nexport type Y = X;\n`, {
    filePath: `${root}${file}`,
  });
  return (result?.messages ?? []).map((message) => message.message);
}

describe('import directions', () => {
  it.each([
    [
      'a rule reads the graph',
      'services/licensing/src/release/new.rules.ts',
      '@mainstay/kernel/graph/viewer',
    ],
    ['a rule reads rows', 'services/licensing/src/release/new.rules.ts', '../license/license.reads.js'],
    ['values read the database', 'services/kernel/src/values/new.ts', '../db/scoped.js'],
    ['the kernel reads a service', 'services/kernel/src/db/new.ts', '@mainstay/licensing/subgraph'],
    ['a service reads another', 'services/support/src/new.ts', '@mainstay/licensing/subgraph'],
    [
      'an entity reads the graph',
      'services/licensing/src/license/new.entity.ts',
      '@mainstay/kernel/graph/viewer',
    ],
    ['a resolver reads an entity', 'services/licensing/src/license/new.resolver.ts', './license.entity.js'],
    ['reads know a type', 'services/licensing/src/license/new.reads.ts', './license.type.js'],
    ['the gateway reads a service', 'gateway/src/new.ts', '@mainstay/licensing/subgraph'],
    ['the SDK reads the kernel', 'sdk/src/new.ts', '@mainstay/kernel/values/money'],
    ['the demo reads the SDK', 'demo/src/new.ts', '@mainstay/sdk'],
  ])('refuses that %s', async (_what, file, imported) => {
    expect(await faultsOf(file, imported)).toHaveLength(1);
  });

  it.each([
    ['a rule reads values', 'services/licensing/src/release/new.rules.ts', '@mainstay/kernel/values/money'],
    ['a resolver reads rows', 'services/licensing/src/license/new.resolver.ts', './license.reads.js'],
    [
      'an entity reads the database kernel',
      'services/licensing/src/license/new.entity.ts',
      '@mainstay/kernel/db/scoped',
    ],
    ['the gateway reads the contract', 'gateway/src/new.ts', '@mainstay/kernel/graph/executor'],
  ])('allows that %s', async (_what, file, imported) => {
    expect(await faultsOf(file, imported)).toEqual([]);
  });
});
