import type { Area } from '../../check/finding.ts';

/** A deliberate change, and what the check must say of it. */
export interface DeliberateChange {
  edits: Edit[];
  /** A part of what is said of the side that was left behind; nothing is said of any when it is undefined. */
  drift?: string;
  /** Of one finding with the verdict. */
  says?: {
    area: Area;
    message: string;
    operations?: string[] | undefined;
    touches?: string[] | undefined;
    places?: RegExp | undefined;
  };
}

/** Replaces a text, which must be there, in a file of the repository. */
export type Edit = [file: string, from: string, to: string];
