import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useEffectEvent, useState } from 'react';
import { costInWords } from './cost.ts';
import { existingIds } from './existing-ids.ts';
import { fillVariables } from './fill-variables.ts';
import { type Example, settings } from './settings.ts';

/** The operations of `operations/`: one click opens one with variables that exist, and runs it if it changes nothing. */
export function ExamplesPanel() {
  const { open, opened, missing } = useOpenExample();
  const groups = [
    { title: 'Queries', hint: 'A click runs them.', examples: settings.examples.filter((one) => !one.isMutation) },
    {
      title: 'Changes',
      hint: 'A click opens them; run them yourself.',
      examples: settings.examples.filter((one) => one.isMutation),
    },
  ];
  return (
    <section className="examples" aria-label="Examples">
      <h2>Examples</h2>
      {missing.length > 0 && (
        <p role="alert" className="notice">
          There is no {missing.join(' and no ')} yet that you may see: make one first, or choose who asks.
        </p>
      )}
      {groups.map(({ title, hint, examples }) => (
        <div key={title}>
          <h3>
            {title} <small>{hint}</small>
          </h3>
          <ul>
            {examples.map((example) => (
              <li key={example.name}>
                <button type="button" aria-current={opened === example.name} onClick={() => void open(example)}>
                  <strong>{example.operation}</strong>
                  <span>{example.purpose}</span>
                  <small>
                    {example.owner}
                    {example.cost && ` · ${costInWords(example.cost)}`}
                  </small>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

// Of this load of the page: GraphiQL makes the panel anew whenever somebody shows it, which is no reason to open anything.
let hasOpenedFirst = false;
let last: string | undefined;

function useOpenExample() {
  const { addTab, run, setOperationName, updateActiveTabValues, setVisiblePlugin } = useGraphiQLActions();
  const schema = useGraphiQL((state) => state.schema);
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const [opened, setOpened] = useState(last);
  const [missing, setMissing] = useState<readonly string[]>([]);

  const open = async ({ name, operation, query, variables, isMutation }: Example) => {
    if (!queryEditor || !variableEditor) return;
    last = name;
    setOpened(name);
    const ids = schema && variables.includes('<') ? await existingIds(schema) : new Map();
    const filled = fillVariables(variables, ids, isMutation);
    setMissing(filled.missing);
    // What somebody has written stays: only an example, or nothing, gives its place.
    const now = queryEditor.getValue();
    if (now.trim() !== '' && !settings.examples.some((one) => one.query === now)) addTab();
    queryEditor.setValue(query);
    variableEditor.setValue(filled.text);
    updateActiveTabValues({ query, variables: filled.text, operationName: operation });
    setOperationName(operation);
    if (matchMedia(NARROW).matches) setVisiblePlugin(null);
    if (!isMutation && filled.missing.length === 0) run();
  };

  // At each load what is shown is filled anew: the ids of last time may be gone, and its keys are used.
  const isReady = schema != null && queryEditor !== undefined && variableEditor !== undefined;
  const openFirst = useEffectEvent(() => {
    if (hasOpenedFirst) return;
    hasOpenedFirst = true;
    const now = queryEditor?.getValue() ?? '';
    const asked = settings.examples.find(({ name }) => `#${name}` === location.hash);
    const shown = settings.examples.find(({ query }) => query === now);
    const first = now.trim() === '' ? settings.examples[0] : undefined;
    const example = asked ?? shown ?? first;
    if (example) void open(example);
  });
  useEffect(() => {
    if (isReady) openFirst();
  }, [isReady]);
  return { open, opened, missing };
}

/** Where the panel covers what it has opened. */
const NARROW = '(max-width: 800px)';
