// All import directions of the house. They stand in one list and one rule, because a second block
// with the same rule would silently replace the first. test/house/zones.test.ts shows each one bite.
const services = ['licensing', 'support', 'billing'];
export const zones = [
  {
    target: './services/*/src/**/*.rules.ts',
    from: './services/**/*',
    except: ['**/*.rules.ts', '**/kernel/src/values/**'],
    message: 'A rule is pure: it imports other rules and kernel/values, nothing else.',
  },
  {
    target: './services/kernel/src/values',
    from: './services',
    except: ['./kernel/src/values'],
    message: 'Values know nothing of the house.',
  },
  {
    target: './services/kernel',
    from: [
      './services/licensing',
      './services/support',
      './services/billing',
      './gateway',
      './demo',
      './sdk',
      './scripts',
    ],
    message: 'The kernel knows no noun of the domain.',
  },
  ...services.map((service) => ({
    target: `./services/${service}`,
    from: [
      ...services.filter((other) => other !== service).map((other) => `./services/${other}`),
      './gateway',
      './demo',
      './sdk',
      './scripts',
    ],
    message: 'A service imports no other service; facts travel as events and references.',
  })),
  {
    target: './services/*/src/**/*.entity.ts',
    from: './services/**/*',
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
    from: [
      './services/licensing',
      './services/support',
      './services/billing',
      './demo',
      './scripts',
      './sdk',
    ],
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
