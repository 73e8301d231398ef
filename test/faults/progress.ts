/** How far the acts are: kills and mails come in between by the number of acts begun, whatever the machine's pace. */
export interface Progress {
  /** The next act's number from 1 on, once nothing that is due before it is overdue; null when all are begun. */
  begin(): Promise<number | null>;
  acknowledge(): void;
  /** Resolves when so many acts were begun; who waited says with `done` that what it was due for has happened. */
  reached(acts: number): Promise<{ done(): void }>;
  readonly acknowledged: number;
}

/** So far may acts run ahead of what is due. */
const leeway = 12;

export function openProgress(acts: number): Progress {
  let begun = 0;
  let acknowledged = 0;
  const waiting: { readonly at: number; readonly resolve: (due: { done(): void }) => void }[] = [];
  const overdue = new Set<{ readonly at: number }>();
  const held: (() => void)[] = [];
  const release = () => {
    for (const go of held.splice(0)) go();
  };
  const tell = () => {
    for (const one of waiting.filter(({ at }) => at <= begun)) {
      waiting.splice(waiting.indexOf(one), 1);
      overdue.add(one);
      one.resolve({
        done() {
          overdue.delete(one);
          release();
        },
      });
    }
  };
  const tooFar = () => [...overdue].some(({ at }) => begun - at >= leeway);
  return {
    async begin() {
      while (tooFar()) await new Promise<void>((resolve) => held.push(resolve));
      if (begun === acts) return null;
      begun += 1;
      const number = begun;
      tell();
      return number;
    },
    acknowledge() {
      acknowledged += 1;
    },
    reached: (at) =>
      new Promise((resolve) => {
        waiting.push({ at, resolve });
        tell();
      }),
    get acknowledged() {
      return acknowledged;
    },
  };
}
