import { describe } from '@jest/globals';
import { buys } from './buying.js';

describe('buying, in one process', () => {
  buys('one');
});
