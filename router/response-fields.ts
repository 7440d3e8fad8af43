import { callContext } from '@commerce/platform/call-context';
import { fieldLimit } from '@commerce/platform/field-limit';
import { sizeOfData } from './data-size.ts';

/** Bounds what the subgraphs answer to the running request, all together. */
export interface ResponseFields {
  /** Takes the data of a subgraph's response. @throws DomainError ResourceExhausted once there is too much. */
  hold(data: unknown): void;
  /** Takes further places of what came once: its bytes too, which no subgraph sent for them. @throws the same. */
  holdCopies(value: unknown, copies: number): void;
}

/** @param most the fields of one answer. */
export function responseFields(most: number): ResponseFields {
  const count = fieldLimit(most);
  return {
    hold: (data) => count(sizeOfData(data, most).fields),
    holdCopies(value, copies) {
      const { fields, characters } = sizeOfData(value, most);
      callContext.getStore()?.bytes?.hold(copies * (characters + BYTES_PER_FIELD * fields));
      count(copies * fields);
    },
  };
}

/** Beside texts: quotes, a colon, a comma, and a number or what else is short. */
const BYTES_PER_FIELD = 8;
