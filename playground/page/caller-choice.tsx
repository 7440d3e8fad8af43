import { useState } from 'react';
import { chooseCaller, chosenCaller } from './caller.ts';
import { settings } from './settings.ts';

/** Whom to be, where an issuer for development gives tokens. */
export function CallerChoice() {
  const [caller, setCaller] = useState(chosenCaller);
  if (settings.people.length === 0) return null;
  const choose = (id: string) => {
    chooseCaller(id);
    setCaller(id);
  };
  return (
    <label className="caller">
      Asking as{' '}
      <select value={caller} onChange={(event) => choose(event.target.value)}>
        <option value="">nobody</option>
        {settings.people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
