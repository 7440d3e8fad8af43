// What begins and ends transactions: https://www.postgresql.org/docs/current/sql-commands.html

export const BEGINS = /^\s*(BEGIN|START\s+TRANSACTION)\b/i;
export const COMMITS = /^\s*(COMMIT|END)\b/i;
/** Left open, a transaction would keep its locks and take in the next request's work: it can always be rolled back. */
export const ROLLS_BACK = /^\s*(ROLLBACK|ABORT)\b/i;
