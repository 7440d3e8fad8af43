/** URLs of the workers by their labels: build.ts writes them in. */
declare const WORKERS: Readonly<Record<string, string>>;

// Monaco asks here for a worker when an editor needs one.
Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_id: string, label: string) =>
      new Worker(WORKERS[label] ?? WORKERS['editor'] ?? '', { type: 'module' }),
  },
});
