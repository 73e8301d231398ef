import { createContext } from 'react';

/** What the page tells its panels, which the editor renders and hands nothing. */
export interface Surroundings {
  readonly today: string;
  /** Said aloud by a screen reader, and shown. */
  readonly announce: (message: string) => void;
}

export const SurroundingsContext = createContext<Surroundings | null>(null);
