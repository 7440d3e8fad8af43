import type { Mapping } from '@commerce/platform/graphql/mapping';

export const mapping: Mapping = {
  // with --extends
  fields: { 'CustomerNote.shopItem': 'shop_item_id' },
  // end of --extends
  rpcs: {
    'Query.customerNote': ['BatchGetCustomerNotes'],
    'Query.customerNotes': ['ListCustomerNotes'],
    'Query.customerNotesConnection': ['ListCustomerNotes'],
    'CustomerNoteConnection.totalCount': [
      'CountCustomerNotes',
      // with --extends
      'BatchCountCustomerNotesByShopItem',
      // end of --extends
    ],
    'CustomerNoteConnection.totalCountIsExact': [
      'CountCustomerNotes',
      // with --extends
      'BatchCountCustomerNotesByShopItem',
      // end of --extends
    ],
    // with --extends
    'ShopItem.customerNotes': ['BatchListCustomerNotesByShopItem'],
    'ShopItem.customerNotesConnection': ['BatchListCustomerNotesByShopItem'],
    // end of --extends
  },
  unmapped: {
    GetCustomerNote: 'the graph reads in batches; this is for other cores',
  },
};
