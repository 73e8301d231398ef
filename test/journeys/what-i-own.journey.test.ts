import { readsWhatItOwns } from './what-i-own.js';

readsWhatItOwns('one');
