import { callContext } from '@commerce/platform/call-context';
import { PATIENCE_MS } from './patience.ts';
import { withTimeLeft } from './with-time-left.ts';

/**
 * A core's client whose calls a busy machine may take long for: a call outside any request has ten seconds otherwise. Those that
 * a test makes within a request keep the request's time.
 */
export function patientClient<Client extends { close(): void }>(client: Client): Client {
  return new Proxy(client, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function' || name === 'close') return member;
      return (...args: unknown[]): unknown => {
        const call = () => Reflect.apply(member, target, args) as Promise<unknown>;
        return callContext.getStore() ? call() : withTimeLeft(PATIENCE_MS, call);
      };
    },
  });
}
