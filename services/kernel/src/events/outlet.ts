/** Where events of a service go, as an act sees it. */
export interface EventOutlet {
  /** Each of them is owed every event. */
  readonly consumers: readonly string[];
  /** Something may have been told: it is sent now and not only when the next look is due. */
  nudge(): void;
}

/** Of a service that nobody listens to. */
export const noOutlet: EventOutlet = { consumers: [], nudge: () => undefined };
