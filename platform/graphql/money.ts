import { toDecimal } from '../input/money.ts';

/** commerce.type.v1.Money as the loader reads it. */
export interface MoneyMessage {
  currencyCode: string;
  amountMinor: string;
}

/** The type Money of the schema. */
export interface MoneyValue {
  amount: string;
  currencyCode: string;
}

/** @throws TypeError for an absent message, which the contract does not allow where this is used. */
export function toMoneyValue(money: MoneyMessage | null): MoneyValue {
  if (!money) throw new TypeError('An amount of money is missing.');
  const { currencyCode, amountMinor } = money;
  return { amount: toDecimal({ currencyCode, amountMinor: BigInt(amountMinor) }), currencyCode };
}

/** The amount as a number, for clients that show it and do not reckon with it. */
export function toFloat(money: MoneyMessage | null): number {
  return Number(toMoneyValue(money).amount);
}
