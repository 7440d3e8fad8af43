/** The clock of the HTTP client, which its own tests move. */
declare module 'undici/lib/util/timers.js' {
  const timers: {
    /** @param delay in milliseconds. */
    tick(delay: number): void;
  };
  export default timers;
}
