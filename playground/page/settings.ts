import type { PageSettings } from '@commerce/router/playground/page-settings';

export type { Cost, Example } from '@commerce/router/playground/page-settings';

/** What the router has written into the page. */
export const settings = JSON.parse(document.querySelector('#settings')?.textContent ?? '{}') as PageSettings;
