import { transfers } from './transfer.js';

transfers('one');
