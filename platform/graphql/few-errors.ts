/** The errors that an answer has, at most: one fault can have one for each of a hundred thousand fields, and more would tell a client nothing new. */
export const MAX_ERRORS = 100;
