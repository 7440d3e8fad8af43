import { expect, test } from 'vitest';
import { toFault } from '../../execution/failures.ts';

test.each([{ status: 201 }, { status: 9_999 }, { headers: new Map([['set-cookie', 'a=b']]) }, 5])(
  'a subgraph that says %j of HTTP in an error has no say in the status and headers of the response',
  (http) => {
    const error = { message: 'There is none.', path: ['a'], extensions: { code: 'NOT_FOUND', http } };
    expect(toFault('order', error)).toEqual({
      message: 'There is none.',
      path: ['a'],
      extensions: { code: 'NOT_FOUND', subgraph: 'order' },
    });
  },
);
