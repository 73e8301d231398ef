import {
  advanceClock,
  ConnectionError,
  createClient,
  createSandbox,
  getClock,
  TimeoutError,
  UnavailableError,
  type Client,
} from '@mainstay/sdk';

/** Where a story plays: a house that runs somewhere, and who may open sandboxes in it. */
export interface Stage {
  readonly endpoint: string;
  readonly operatorToken: string;
  /** Of a demo tenant. */
  readonly vendorIdOf: (tenant: string) => string;
  /** Of one playing: played again under the same name, the story changes nothing more. */
  readonly playing: string;
  /** A line of the account that a person reads. */
  readonly say: (line: string) => void;
}

/** A sandbox, and those who act in it. */
export interface Scene {
  readonly stage: Stage;
  readonly tenant: string;
  readonly vendorId: string;
  readonly admin: Client;
  readonly agent: Client;
  readonly analyst: Client;
  /** Members of the accounts that the sandbox begins with. */
  readonly resellers: readonly Member[];
  readonly customers: readonly Member[];
  /** An idempotency key of this playing. */
  readonly key: (of: string) => string;
}

export interface Member {
  readonly accountId: string;
  readonly client: Client;
}

/** What a person reads, and what a program stops at. */
export class StoryFault extends Error {}

/** What must hold for the story to go on. */
export function holds(condition: boolean, says: string): asserts condition {
  if (!condition) throw new StoryFault(says);
}

interface Refusals {
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
}

/** The payload of an act that was done. */
export function done<Payload extends Refusals>(payload: Payload): Payload {
  const [first] = payload.userErrors;
  holds(first === undefined, `Refused: ${first?.code ?? ''} ${first?.message ?? ''}`);
  return payload;
}

/** That an act was refused for this reason, with a field and a way out. */
export function refused(payload: Refusals, code: string): string {
  const [first] = payload.userErrors;
  holds(first?.code === code, `Expected ${code}, got ${first?.code ?? 'no refusal'}.`);
  holds(first.message.length > 20, `${code} names no way out.`);
  return first.message;
}

/** Whoever acts goes on asking while a part of the house is away. A running product has no token. */
export function clientOf({ endpoint }: Stage, token?: string): Client {
  return createClient({ endpoint, retries: 10, ...(token === undefined ? {} : { token }) });
}

export async function openScene(
  stage: Stage,
  { tenant, firstOn }: { readonly tenant: string; readonly firstOn: string },
): Promise<Scene> {
  const { playing } = stage;
  const operator = clientOf(stage, stage.operatorToken);
  const key = (of: string) => `${playing}-${tenant}-${of}`;
  const { sandboxCreate } = await createSandbox(operator, {
    input: { vendorId: stage.vendorIdOf(tenant), firstOn, idempotencyKey: key('sandbox') },
  });
  const { tenant: made, members } = done(sandboxCreate);
  holds(made !== null && members !== null, 'No sandbox was made.');
  const of = (role: string): Member[] =>
    members
      .filter((member) => member.role === role && member.token !== null)
      .map(({ accountId, token }) => ({
        accountId: accountId ?? '',
        client: clientOf(stage, token ?? ''),
      }));
  const one = (role: string): Client => {
    const [member] = of(role);
    holds(member !== undefined, `Nobody in the sandbox is ${role}.`);
    return member.client;
  };
  return {
    ...{ stage, tenant, key, vendorId: made.id },
    ...{ admin: one('VENDOR_ADMIN'), agent: one('SUPPORT_AGENT'), analyst: one('ANALYST') },
    ...{ resellers: of('RESELLER'), customers: of('CUSTOMER') },
  };
}

/** Whoever would tell is away; it comes back. */
function isAway(error: unknown): boolean {
  return (
    error instanceof UnavailableError || error instanceof ConnectionError || error instanceof TimeoutError
  );
}

const lookEveryMs = 100;

/** Looks until something is there that another part of the house is still at work on; who plays sets the limit. */
export async function until<Found>(look: () => Promise<Found | null | undefined | false>): Promise<Found> {
  for (;;) {
    const found = await look().catch((error: unknown) => {
      if (isAway(error)) return null;
      throw error;
    });
    if (found !== null && found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

/**
 * Sends the sandbox's clock on, and waits until it shows that instant; one that is there already stays. False where it
 * shows a later one: an earlier playing went on from here.
 */
export async function advanceTo({ admin, key }: Scene, to: string): Promise<boolean> {
  done((await advanceClock(admin, { input: { to, idempotencyKey: key(`clock-${to}`) } })).clockAdvance);
  const now = await until(async () => {
    const clock = (await getClock(admin)).viewer?.vendor?.clock;
    const there = clock?.advancingTo === null && Date.parse(clock.now) >= Date.parse(to);
    return there ? clock.now : null;
  });
  return Date.parse(now) === Date.parse(to);
}
