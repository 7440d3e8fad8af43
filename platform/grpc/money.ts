import type { Money } from '../input/money.ts';

/** commerce.type.v1.Money as the loader reads and writes it. */
export interface MoneyMessage {
  currencyCode: string;
  amountMinor: string;
}

export function toMoneyMessage({ currencyCode, amountMinor }: Money): MoneyMessage {
  return { currencyCode, amountMinor: String(amountMinor) };
}

/** An absent message reads as protobuf's default, which no currency matches. */
export function fromMoneyMessage(message: MoneyMessage | null): Money {
  return { currencyCode: message?.currencyCode ?? '', amountMinor: BigInt(message?.amountMinor ?? 0) };
}
