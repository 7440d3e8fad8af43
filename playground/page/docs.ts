import './docs.css';
import type { DocsSettings } from '@commerce/router/playground/page-settings';
import MarkdownIt from 'markdown-it';

const at = (id: string) => document.querySelector<HTMLElement>(`#${id}`) ?? document.body;
const { path, markdown } = JSON.parse(at('settings').textContent ?? '{}') as DocsSettings;

// It takes no HTML: a text is what it looks like.
at('text').innerHTML = new MarkdownIt({ html: false, linkify: true }).render(markdown);

// The ids that links such as `limits.md#operations` lead to, as code hosts make them.
for (const heading of document.querySelectorAll('#text :is(h1, h2, h3, h4)')) {
  heading.id = heading.textContent
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
}
const title = document.querySelector('#text h1')?.textContent ?? path;
document.title = `${title} · Commerce supergraph`;
if (location.hash)
  document.querySelector(`#${CSS.escape(decodeURIComponent(location.hash.slice(1)))}`)?.scrollIntoView();

// What is no text is beside the code, and not here.
for (const link of document.querySelectorAll<HTMLAnchorElement>('#text a')) {
  if (link.origin === location.origin && !link.pathname.endsWith('.md')) link.replaceWith(...link.childNodes);
}
