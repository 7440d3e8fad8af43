export const TRACE = '0af7651916cd43dd8448eb211c80319c';
export const CLIENT_SPAN = 'b7ad6b7169203331';
export const REQUEST_ID = 'the-request';

export const LATE_TRACE = '1af7651916cd43dd8448eb211c80319c';

/** Of a client that traces its requests (https://www.w3.org/TR/trace-context/). */
export const HEADERS = { traceparent: `00-${TRACE}-${CLIENT_SPAN}-01`, 'x-request-id': REQUEST_ID };

/** Of one that waits for less than any answer takes. */
export const LATE_HEADERS = { traceparent: `00-${LATE_TRACE}-${CLIENT_SPAN}-01`, 'x-request-timeout-ms': '1' };

/** It touches every part of the system. */
export const EVERYTHING =
  'query Everything { accounts { name orders { totalPrice products { product { name price } } } } }';
