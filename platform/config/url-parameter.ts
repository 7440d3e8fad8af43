/** A parameter of a URL that a process reads: `?schema=shop`. */
export interface UrlParameter {
  name: string;
  /** The values that it takes, for people: "true or false". */
  values: string;
  /** @returns whether it takes this one. */
  takes: (value: string) => boolean;
  /** What it does, and what holds without it. */
  meaning: string;
}

/**
 * What a URL's parameters have that would be dropped without a word: those that nobody reads, those that come twice, and
 * values that say nothing. None of the values is in what this returns: they may be secrets.
 *
 * @param refused the parameters that other programs know, and what to do instead of each.
 * @returns a sentence for each, without a full stop.
 */
export function parameterProblems(
  url: URL,
  parameters: readonly UrlParameter[],
  refused: Readonly<Record<string, string>> = {},
): string[] {
  const names = [...url.searchParams.keys()];
  return [...new Set(names)].flatMap((name) => {
    if (names.indexOf(name) !== names.lastIndexOf(name)) return [`${shown(url, name)} is there more than once`];
    const parameter = parameters.find((each) => each.name === name);
    if (parameter) {
      return parameter.takes(url.searchParams.get(name) ?? '') ? [] : [`${name} must be ${parameter.values}`];
    }
    const instead = Object.hasOwn(refused, name) ? refused[name] : undefined;
    if (instead !== undefined) return [`the parameter ${name} is not supported: ${instead}`];
    const known = parameters.map((each) => each.name).join(', ');
    return [`${shown(url, name)} is not supported: ${known ? `there are ${known}` : 'there are none'}`];
  });
}

/** Not shown is what may be no name: a `?` in a password that was not written as %3F makes one of the rest of the password. */
function shown({ search }: URL, name: string): string {
  return /^[a-z_]{1,40}$/i.test(name) && !search.includes('@')
    ? `the parameter ${name}`
    : 'what stands after the ? (in a password, write %3F instead of it)';
}
