import type { Money } from '../values/money.ts';

/** commerce.type.v1.Money as the loader reads and writes it. */
export interface MoneyMessage {
  currencyCode: string;
  amountMinor: string;
}

/** @throws RangeError for an amount that does not fit: the loader would cut it off, and send another one. */
export function toMoneyMessage({ currencyCode, amountMinor }: Money): MoneyMessage {
  if (BigInt.asIntN(64, amountMinor) !== amountMinor)
    throw new RangeError(`${amountMinor} minor units do not fit 64 bits.`);
  return { currencyCode, amountMinor: String(amountMinor) };
}

/** An absent message reads as protobuf's default, which no currency matches. */
export function fromMoneyMessage(message: MoneyMessage | null): Money {
  return { currencyCode: message?.currencyCode ?? '', amountMinor: BigInt(message?.amountMinor ?? 0) };
}
