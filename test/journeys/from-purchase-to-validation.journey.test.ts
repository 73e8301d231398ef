import { playsTheStory } from './from-purchase-to-validation.js';

playsTheStory('one');
