import { runningProduct } from './running-product.js';

runningProduct('apart');
