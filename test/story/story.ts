import { openScene, type Scene, type Stage } from './stage.js';

/** One step of a story: what happens, and its account. Played again, it finds all of it done. */
export interface Step<Known> {
  readonly title: string;
  /** What it finds out is known to the steps after it. */
  readonly play: (scene: Scene, known: Known) => Promise<Partial<Known> | undefined>;
}

/** What happens at one tenant. Its first day leaves later releases to come. */
export interface Story<Known> {
  readonly tenant: string;
  readonly firstOn: string;
  readonly steps: readonly Step<Known>[];
}

/** Plays a story to its end; `between` is awaited after each step, when anything may befall the house. */
export async function play<Known extends object>(
  stage: Stage,
  story: Story<Known>,
  between: (title: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const scene = await openScene(stage, story);
  stage.say(`${story.tenant}: a sandbox whose first day is ${story.firstOn}`);
  // Steps stand in an order in which each finds what it needs.
  let known = {} as Known;
  for (const [index, { title, play: playStep }] of story.steps.entries()) {
    stage.say(`${String(index + 1)}. ${title}`);
    known = { ...known, ...(await playStep(scene, known)) };
    await between(title);
  }
}
