/** What reading a text gives: the value, or a sentence that says what is wrong with it. Bad input is no exception. */
export type Parsed<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: string };

export function parsed<Value>(value: Value): Parsed<Value> {
  return { ok: true, value };
}

export function fault(sentence: string): { readonly ok: false; readonly fault: string } {
  return { ok: false, fault: sentence };
}
