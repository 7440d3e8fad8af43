import { productFields } from '../core/server.ts';

/** All fields of a product, for the tests that are not about which are read. */
export const WHOLE = productFields(null);
