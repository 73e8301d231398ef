import { leavesAtOnce } from './members.js';

leavesAtOnce('apart');
