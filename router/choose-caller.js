// Runs in the page of the playground, before GraphiQL: whatever the page fetches has the token of who was chosen, unless its
// own headers say who asks. `PEOPLE` stands before it.

/* global PEOPLE */
{
  const KEY = 'caller';
  const fetchFirst = window.fetch;
  const chosen = () => PEOPLE.find(({ id }) => id === sessionStorage.getItem(KEY))?.id ?? '';

  window.fetch = async (input, init = {}) => {
    const headers = new Headers(init.headers);
    const caller = chosen();
    if (caller !== '' && !headers.has('authorization')) {
      // A new one each time: it is there at once, and the page may be open for longer than a token holds.
      const answer = await fetchFirst(`/playground/token/${caller}`, { method: 'POST' });
      if (answer.ok) headers.set('authorization', `Bearer ${await answer.text()}`);
    }
    return await fetchFirst(input, { ...init, headers });
  };

  document.addEventListener('DOMContentLoaded', () => {
    const select = document.createElement('select');
    select.append(new Option('nobody', ''), ...PEOPLE.map(({ id, name }) => new Option(name, id)));
    select.value = chosen();
    select.addEventListener('change', () => sessionStorage.setItem(KEY, select.value));
    const label = document.createElement('label');
    label.id = 'caller';
    label.append('Asking as ', select);
    document.body.append(label);
  });
}
