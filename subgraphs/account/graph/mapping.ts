import type { Mapping } from '@commerce/platform/graphql/mapping';

export const mapping: Mapping = {
  rpcs: {
    'Query.me': ['GetMyAccount'],
    'Query.account': ['BatchGetAccounts'],
    'Query.accounts': ['ListAccounts', 'BatchGetAccounts'],
    'Query.accountsConnection': ['ListAccounts'],
  },
  unmapped: {
    'Account.subject': 'whose account it is matters to other cores, and clients know who they are',
    GetAccount: 'the graph reads in batches; this is for other cores',
  },
};
