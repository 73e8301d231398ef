const patienceMs = 2_000;

/** Asked by many at once, the service is asked once: the question is open to strangers. */
export function createReadiness(ready: () => Promise<void>, onFault: () => void): () => Promise<boolean> {
  let asking: Promise<boolean> | null = null;
  async function ask(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error('late'));
      }, patienceMs);
    });
    try {
      await Promise.race([ready(), late]);
      return true;
    } catch {
      onFault();
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
  return () => (asking ??= ask().finally(() => (asking = null)));
}
