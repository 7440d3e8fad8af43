import type { Money } from '../values/money.ts';

/** commerce.type.v1.Money as the loader reads and writes it. */
export interface MoneyMessage {
  currencyCode: string;
  amountMinor: string;
}

/** Does the amount fit the message? The loader would cut off what does not, and send another amount. */
export function fitsMoneyMessage({ amountMinor }: Money): boolean {
  return BigInt.asIntN(64, amountMinor) === amountMinor;
}

/** @throws RangeError for an amount that does not fit. */
export function toMoneyMessage(money: Money): MoneyMessage {
  const { currencyCode, amountMinor } = money;
  if (!fitsMoneyMessage(money)) throw new RangeError(`${amountMinor} minor units do not fit 64 bits.`);
  return { currencyCode, amountMinor: String(amountMinor) };
}

/** An absent message reads as protobuf's default, which no currency matches. */
export function fromMoneyMessage(message: MoneyMessage | null): Money {
  return { currencyCode: message?.currencyCode ?? '', amountMinor: BigInt(message?.amountMinor ?? 0) };
}
