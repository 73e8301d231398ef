import { serverAudits, type AuditResult } from 'graphql-http';

/** How many audits the specification's own suite holds; a new release that adds one must be looked at. */
export const auditCount = 61;

/**
 * The GraphQL-over-HTTP audits against any endpoint, for a token whose role may introspect. Returns what is
 * not fulfilled, recommendations included, so that a test may demand nothing.
 */
export async function httpAuditFaults(
  url: string,
  authorization: string,
): Promise<{ readonly audits: number; readonly faults: readonly string[] }> {
  const audits = serverAudits({
    url,
    fetchFn: (input: string | URL, init: RequestInit = {}) =>
      fetch(input, { ...init, headers: { ...(init.headers as Record<string, string>), authorization } }),
  });
  const faults: string[] = [];
  for (const audit of audits) {
    const result: AuditResult = await audit.fn();
    if (result.status !== 'ok') faults.push(`${result.status} ${result.id} ${result.name}: ${result.reason}`);
  }
  return { audits: audits.length, faults };
}
