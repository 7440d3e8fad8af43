import type { Mapping } from '@commerce/platform/graphql/mapping';

export const mapping: Mapping = {
  rpcs: {
    'Query.me': ['GetMyAccount'],
    'Query.account': ['BatchGetAccounts'],
    'Query.accounts': ['ListAccounts', 'BatchGetAccounts'],
    'Query.accountsConnection': ['ListAccounts'],
    'AccountConnection.totalCount': ['CountAccounts'],
    'AccountConnection.totalCountIsExact': ['CountAccounts'],
  },
  unmapped: {
    GetAccount: 'the graph reads in batches; this is for other cores',
  },
};
