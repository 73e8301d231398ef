import { describe } from '@jest/globals';
import { givesUnits } from './units.js';

describe('support units, in one process', () => {
  givesUnits('one');
});
