import './first-page.css';
import type { FirstPageSettings, PartState, SystemState } from '@commerce/router/playground/page-settings';
import { costInWords } from './cost.ts';
import { element } from './element.ts';

const at = (id: string) => document.querySelector<HTMLElement>(`#${id}`) ?? document.body;
const settings = JSON.parse(at('settings').textContent ?? '{}') as FirstPageSettings;

at('operations').replaceChildren(
  ...settings.operations.map(({ name, operation, purpose, owner, cost }) =>
    element('tr', {}, [
      element('td', {}, [element('a', { href: `/playground#${name}` }, [operation])]),
      element('td', {}, [purpose]),
      element('td', {}, [owner]),
      element('td', {}, [cost ? costInWords(cost) : '']),
    ]),
  ),
);

/** The router above, what it asks below it, and so on: who waits for whom is read downwards. */
const LAYERS = ['router', 'graph', 'core', 'issuer'] as const;

function showParts(parts: readonly PartState[]): void {
  const others = parts.filter(({ state }) => state !== 'ready' && state !== 'answers');
  const isAsked = parts.some(({ state }) => state === 'answers' || state === 'refuses');
  at('summary').textContent =
    others.length > 0
      ? `${others.length} of ${parts.length} parts ${others.length === 1 ? 'is' : 'are'} not ready: ${others.map(({ name }) => name).join(', ')}.`
      : isAsked
        ? `All ${parts.length - 1} subgraphs answer. What is behind them this router cannot see.`
        : `All ${parts.length} parts are ready.`;
  const layers = LAYERS.map((layer) => parts.filter(({ kind }) => kind === layer)).filter((layer) => layer.length > 0);
  at('parts').replaceChildren(
    ...layers.map((layer) => element('ul', {}, layer.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(showPart))),
  );
}

const IN_WORDS: Record<PartState['state'], string> = {
  ready: 'ready',
  answers: 'answers',
  waiting: 'waiting',
  refuses: 'answers with something else than GraphQL',
  down: 'does not answer',
};

function showPart({ name, state, asks, waitsFor }: PartState): HTMLElement {
  return element('li', { class: state }, [
    element('strong', {}, [name]),
    element('span', { class: 'state' }, [IN_WORDS[state]]),
    ...(waitsFor.length > 0 ? [element('span', { class: 'waits' }, [`waits for ${waitsFor.join(', ')}`])] : []),
    ...(asks.length > 0 ? [element('small', {}, [`asks ${asks.join(', ')}`])] : []),
  ]);
}

async function look(): Promise<void> {
  try {
    const { parts, supergraph, metrics } = (await (await fetch('/state')).json()) as SystemState;
    showParts(parts);
    const link = at('metrics');
    if (metrics !== undefined) {
      link.setAttribute('href', metrics);
      link.hidden = false;
    }
    const served = supergraph
      ? `, supergraph ${supergraph.id} since ${new Date(supergraph.since).toLocaleTimeString()}`
      : '';
    at('versions').textContent = `Version ${settings.version}, Node.js ${settings.node}${served}`;
  } catch {
    at('summary').textContent = 'The router does not answer.';
    for (const part of document.querySelectorAll('#parts li')) part.className = 'down';
  }
  // Nobody looks at a page that is hidden.
  if (document.hidden) document.addEventListener('visibilitychange', () => void look(), { once: true });
  else setTimeout(() => void look(), LOOK_MS);
}

const LOOK_MS = 2_000;
void look();
