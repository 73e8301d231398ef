/** What happens at an hour of a day, so many days before the one that the play comes to. */
export interface Scene {
  readonly daysAgo: number;
  readonly hour: number;
  readonly happens: () => Promise<void>;
}
