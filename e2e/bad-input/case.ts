import type { ClientError } from '../graphql-client.ts';

/** A request that is refused. */
export interface BadInput {
  /** What is wrong with it. */
  wrong: string;
  document: string;
  variables?: (there: WhatIsThere) => Record<string, unknown>;
  /** BAD_USER_INPUT where it is left out. */
  code?: string;
  reason?: string;
  /** Of the error; undefined for a request that was refused before any field of it ran. */
  path?: ClientError['path'];
  /** Each field at fault, as the document names it. */
  fields?: string[];
  /** What the message must say, where no `fields` do. */
  message?: RegExp;
}

/** What the stores hold before, and must hold after. */
export interface WhatIsThere {
  account: string;
  otherAccount: string;
  lamp: string;
  priceInEuros: string;
  archived: string;
  order: string;
  /** Of one entry of each list. */
  cursors: { accounts: string; products: string; search: string; orders: string };
}

export const UNKNOWN = '01900000-0000-7000-8000-000000000000';
export const NUL = 'a\u0000b';

export const CREATE_ACCOUNT = `mutation ($name: String!, $key: String) {
  createAccount(account: { name: $name }, idempotencyKey: $key) { id } }`;
export const UPDATE_ACCOUNT = `mutation ($id: ID!, $name: String!, $version: Int) {
  updateAccount(id: $id, account: { name: $name }, expectedVersion: $version) { id } }`;
export const CREATE_PRODUCT = `mutation ($product: ProductInput!, $key: String) {
  createProduct(product: $product, idempotencyKey: $key) { id } }`;
export const UPDATE_PRODUCT = `mutation ($id: ID!, $product: ProductUpdateInput!, $version: Int) {
  updateProduct(id: $id, product: $product, expectedVersion: $version) { id } }`;
export const CREATE_ORDER = `mutation ($order: OrderInput!, $key: String) {
  createOrder(order: $order, idempotencyKey: $key) { id } }`;

export const LAMP = { name: 'Lamp', description: 'Brass', price: 49.9 };
