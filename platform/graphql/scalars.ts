import { GraphQLScalarType } from 'graphql';

export { GraphQLDateTimeISO as DateTime } from 'graphql-scalars';

/** An exact decimal number in a string. It only ever goes out: no argument takes one. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize(value) {
    if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return value;
    throw new TypeError(`A Decimal must be a string such as "49.90", got ${JSON.stringify(value)}.`);
  },
});
