import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

// All import directions stand in this one list: a second block with the same rule would silently replace the first.
const services = ['licensing', 'support', 'billing'];
const zones = [
  {
    target: './services/*/src/**/*.rules.ts',
    from: ['./services/*/src', './gateway', './demo', './sdk'],
    except: ['**/*.rules.ts', '**/kernel/src/values/**'],
    message: 'A rule is pure: it imports other rules and kernel/values, nothing else.',
  },
  {
    target: './services/kernel/src/values',
    from: ['./services', './gateway', './demo', './sdk', './scripts', './test'],
    except: ['./kernel/src/values'],
    message: 'Values know nothing of the house.',
  },
  {
    target: './services/kernel',
    from: ['./services/licensing', './services/support', './services/billing', './gateway', './demo', './sdk', './scripts'],
    message: 'The kernel knows no noun of the domain.',
  },
  ...services.map((service) => ({
    target: `./services/${service}`,
    from: [...services.filter((other) => other !== service).map((other) => `./services/${other}`), './gateway', './demo', './sdk', './scripts'],
    message: 'A service imports no other service; facts travel as events and references.',
  })),
  {
    target: './services/*/src/**/*.entity.ts',
    from: './services',
    except: ['**/*.entity.ts', '**/*.rules.ts', '**/kernel/src/db/**', '**/kernel/src/values/**'],
    message: 'An entity knows rules and its table, no GraphQL.',
  },
  {
    target: './services/*/src/**/*.{type,resolver,mutation}.ts',
    from: './services/*/src/**/*.entity.ts',
    message: 'GraphQL files get rows from reads, never an entity.',
  },
  {
    target: './services/*/src/**/*.reads.ts',
    from: './services/*/src/**/*.{type,resolver,mutation}.ts',
    message: 'Reads know no GraphQL.',
  },
  {
    target: './gateway',
    from: ['./services/licensing', './services/support', './services/billing', './demo', './scripts', './sdk'],
    message: 'The gateway reads a supergraph and calls executors; it knows no service.',
  },
  {
    target: './sdk/src',
    from: ['./services', './gateway', './demo', './scripts', './test'],
    message: 'The SDK knows the published schema alone.',
  },
  {
    target: './demo/src',
    from: ['./sdk', './scripts', './test'],
    message: 'The demo composes services and gateway; it is not built on tests or scripts.',
  },
  {
    target: ['./services', './gateway', './demo', './sdk'],
    from: ['./scripts', './bench'],
    message: 'Scripts and benchmarks are run by a person, never imported.',
  },
];

// Tests look at a thing from outside and may reach across; the directions bind what ships.
const tests = ['**/*.test.ts', 'test/**/*.ts', 'bench/**/*.ts', 'scripts/**'];

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.run/', '.cache/', '**/*.generated.ts', 'coverage/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ conditionNames: ['source', 'types', 'import'] })] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': ['error', { maxDepth: 6 }],
      'import-x/no-extraneous-dependencies': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is a parameter: only main.ts and scripts read a clock.' },
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Time is a parameter: only main.ts and scripts read a clock.' },
        { selector: "MemberExpression[object.name='Temporal'][property.name='Now']", message: 'Time is a parameter: only main.ts and scripts read a clock.' },
        { selector: "MemberExpression[object.name='process'][property.name='env']", message: 'Configuration enters by one door: kernel/graph/config.' },
      ],
    },
  },
  {
    files: tests,
    rules: {
      'import-x/no-restricted-paths': 'off',
      'max-lines-per-function': 'off',
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['scripts/**', 'bench/**', '**/main.ts'],
    rules: { 'no-console': 'off', 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', Buffer: 'readonly', URL: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly', performance: 'readonly', fetch: 'readonly', AbortController: 'readonly', AbortSignal: 'readonly', TextDecoder: 'readonly', structuredClone: 'readonly' } },
  },
);
