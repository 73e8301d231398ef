import { leavesAtOnce } from './members.js';

leavesAtOnce('one');
