import { readsWhatItOwns } from './what-i-own.js';

readsWhatItOwns('apart');
