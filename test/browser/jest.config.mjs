import house from '../../jest.config.mjs';

// As the house's own projects, so that the gateway under the page is compiled as it is in every other test.
const [rules] = house.projects;

export default {
  ...rules,
  displayName: 'browser',
  testPathIgnorePatterns: ['/node_modules/'],
  rootDir: '../..',
  testMatch: ['<rootDir>/test/browser/**/*.browser.ts'],
  testTimeout: 60_000,
};
