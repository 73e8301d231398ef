import { describe } from '@jest/globals';
import { runsTheMatrix } from './runs-the-matrix.js';

describe('the security matrix, in four processes', () => {
  runsTheMatrix('apart');
});
