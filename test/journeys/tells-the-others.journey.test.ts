import { describe } from '@jest/globals';
import { tellsTheOthers } from './tells-the-others.js';

describe('facts reach the other services, in one process', () => {
  tellsTheOthers('one');
});
