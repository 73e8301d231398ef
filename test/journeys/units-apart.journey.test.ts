import { describe } from '@jest/globals';
import { givesUnits } from './units.js';

describe('support units, in four processes', () => {
  givesUnits('apart');
});
