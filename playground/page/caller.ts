import { settings } from './settings.ts';

const KEY = 'caller';

/** @returns the id of whoever was chosen; empty for nobody. It is kept for as long as the browser's tab. */
export function chosenCaller(): string {
  return settings.people.find(({ id }) => id === sessionStorage.getItem(KEY))?.id ?? '';
}

export function chooseCaller(id: string): void {
  sessionStorage.setItem(KEY, id);
}

/** @returns the header with their token: a new one each time, since a page may be open for longer than a token holds. */
export async function callerHeaders(): Promise<Record<string, string>> {
  const caller = chosenCaller();
  if (caller === '') return {};
  const answer = await fetch(`/playground/token/${caller}`, { method: 'POST' });
  return answer.ok ? { authorization: `Bearer ${await answer.text()}` } : {};
}
