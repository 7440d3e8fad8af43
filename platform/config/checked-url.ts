import { z } from 'zod';

/**
 * The schema of a URL that is used as a whole: what a process would not use of it is refused at its start, and not dropped
 * without a word.
 *
 * @param problemsOf finds what is wrong with one, in sentences without a full stop and without anything secret.
 */
export function checkedUrl(protocol: RegExp, problemsOf: (url: URL) => string[]) {
  return z.url({ protocol }).check(({ value, issues }) => {
    if (!URL.canParse(value)) return;
    for (const message of problemsOf(new URL(value))) {
      issues.push({ code: 'custom', input: value, message, params: { isWholeSentence: true } });
    }
  });
}

/** Does the issue say all by itself, so that nothing is to be added? */
export function isWholeSentence(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'custom' && issue.params?.['isWholeSentence'] === true;
}

/** What no address of a server has: `#` and what follows never leaves the process, and each stands for one server. */
export function addressProblems({ hash, host }: URL): string[] {
  return [
    ...(hash ? ['what stands after the # would be dropped (in a password, write %23 instead of it)'] : []),
    ...(host.includes(',') ? ['it names several hosts: name one, which may have several addresses'] : []),
  ];
}
