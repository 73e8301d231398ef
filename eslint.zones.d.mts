/** One direction in which nothing may be imported; the list is in `eslint.zones.mjs`. */
export interface Zone {
  readonly target: string | readonly string[];
  readonly from: string | readonly string[];
  readonly except?: readonly string[];
  readonly message: string;
}

export const zones: readonly Zone[];
