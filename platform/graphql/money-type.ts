import { fromMoneyMessage, type MoneyMessage } from '../grpc/money-message.ts';
import { toDecimal } from '../values/money.ts';

/** The type Money of the schema. */
export interface MoneyValue {
  amount: string;
  currencyCode: string;
}

export function toMoneyValue(message: MoneyMessage | null): MoneyValue {
  const money = fromMoneyMessage(message);
  return { amount: toDecimal(money), currencyCode: money.currencyCode };
}

/** The amount as a number, for clients that show it and do not reckon with it. */
export function toFloat(message: MoneyMessage | null): number {
  return Number(toDecimal(fromMoneyMessage(message)));
}
