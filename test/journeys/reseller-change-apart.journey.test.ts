import { changesReseller } from './reseller-change.js';

changesReseller('apart');
