import { describe } from '@jest/globals';
import { buys } from './buying.js';

describe('buying, in four processes', () => {
  buys('apart');
});
