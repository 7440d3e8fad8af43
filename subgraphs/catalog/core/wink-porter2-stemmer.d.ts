// The package has no types of its own.
declare module 'wink-porter2-stemmer' {
  /** The stem of an English word in small letters (https://snowballstem.org/algorithms/english/stemmer.html). */
  export default function stem(word: string): string;
}
