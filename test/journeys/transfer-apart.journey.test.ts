import { transfers } from './transfer.js';

transfers('apart');
