/** With what the explorer asks. Kept in this tab alone: it is gone when the tab is. */
export interface Access {
  readonly label: string;
  readonly token: string;
  /** Which of several memberships; null leaves it to the graph. */
  readonly membership: string | null;
}

export interface Persona {
  readonly name: string;
  readonly title: string;
  readonly token: string;
}

/** A persona is remembered by name, because its token is handed out anew with each load. */
export type Choice =
  | { readonly kind: 'persona'; readonly name: string }
  | { readonly kind: 'token'; readonly token: string; readonly membership: string | null };

const key = 'mainstay:choice';

export function rememberedChoice(storage: Storage): Choice | null {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? 'null');
    return isChoice(value) ? value : null;
  } catch {
    // Something else wrote there, or storage is closed to us: then nothing is remembered.
    return null;
  }
}

export function rememberChoice(storage: Storage, choice: Choice | null): void {
  try {
    if (choice === null) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(choice));
  } catch {
    // Without storage a choice lasts until the page is left.
  }
}

export function accessOf(choice: Choice | null, personas: readonly Persona[]): Access | null {
  if (choice === null) return null;
  if (choice.kind === 'token') return { label: 'your token', ...choice };
  const persona = personas.find(({ name }) => name === choice.name);
  return persona === undefined ? null : { label: persona.title, token: persona.token, membership: null };
}

/** Empty where the gateway has no personas to offer, which is everywhere but in a demo. */
export async function fetchPersonas(): Promise<readonly Persona[]> {
  try {
    const response = await fetch('/explorer/personas.json');
    if (!response.ok) return [];
    const body: unknown = await response.json();
    if (!isRecord(body) || !Array.isArray(body['personas'])) return [];
    return body['personas'].filter(isPersona);
  } catch {
    // An unreachable gateway says so with the first question; choosing is not refused for it.
    return [];
  }
}

function isPersona(value: unknown): value is Persona {
  return isRecord(value) && ['name', 'title', 'token'].every((field) => typeof value[field] === 'string');
}

function isChoice(value: unknown): value is Choice {
  if (!isRecord(value)) return false;
  if (value['kind'] === 'persona') return typeof value['name'] === 'string';
  const { kind, token, membership } = value;
  return (
    kind === 'token' && typeof token === 'string' && (membership === null || typeof membership === 'string')
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
