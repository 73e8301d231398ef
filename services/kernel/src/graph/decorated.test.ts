import { expect, test } from '@jest/globals';

// Nothing else is loaded here first: decorators need metadata that whoever loads them may not have loaded yet.
test('types with decorators are loaded first by whoever likes', async () => {
  expect('getMetadata' in Reflect).toBe(false);
  await expect(import('./decision.js')).resolves.toBeDefined();
});
