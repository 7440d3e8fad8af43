import './workers.ts';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './playground.css';
import { StarFilledIcon } from '@graphiql/react';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { CallerChoice } from './caller-choice.tsx';
import { ExamplesPanel } from './examples-panel.tsx';
import { ResponseViews } from './response-views.tsx';
import { fetcher } from './send.ts';

const EXAMPLES_PLUGIN = { title: 'Examples', icon: StarFilledIcon, content: ExamplesPanel };
const PLUGINS = [EXAMPLES_PLUGIN, HISTORY_PLUGIN];

function Playground() {
  return (
    <GraphiQL fetcher={fetcher} plugins={PLUGINS} visiblePlugin="Examples" defaultQuery="" defaultEditorToolsVisibility>
      <GraphiQL.Logo>
        <CallerChoice />
      </GraphiQL.Logo>
      <GraphiQL.Footer>
        <ResponseViews />
      </GraphiQL.Footer>
    </GraphiQL>
  );
}

const root = document.querySelector('#root');
if (root) createRoot(root).render(<Playground />);
