import { playsTheStory } from './from-purchase-to-validation.js';

playsTheStory('apart');
