/** Somebody of the demo whom the explorer lets its reader be. */
export interface Persona {
  readonly name: string;
  /** What this persona is and sees, in a few words. */
  readonly title: string;
  readonly token: string;
}

/** Given in demo mode alone: whoever opens the explorer there may ask as any of these. */
export interface Demo {
  /** Asked each time the page is loaded, so that a demo running for days hands out tokens that still hold. */
  readonly personas: () => readonly Persona[] | Promise<readonly Persona[]>;
}
