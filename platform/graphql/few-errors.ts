import type { ApolloServerPlugin } from '@apollo/server';

/** Gives the first errors of an answer: one fault can have one for each of a hundred thousand fields. */
export const fewErrors: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async willSendResponse({ response: { body } }) {
        if (body.kind !== 'single' || !body.singleResult.errors) return;
        body.singleResult.errors = body.singleResult.errors.slice(0, MAX_ERRORS);
      },
    };
  },
};

/** More would tell a client nothing new. */
export const MAX_ERRORS = 100;
