import { expect, test } from 'vitest';
import { tablesIn } from '../postgres/prisma-schema.ts';

test('a Prisma schema names the tables and columns that are read', () => {
  const schema = `
    generator client {
      provider = "prisma-client"
    }

model Order {
  // name String
  id        String   @id @db.Uuid
  createdAt DateTime @default(now()) @map("created_at") @db.Timestamptz(3)
  subject   String?
  tags      String[]
  vector    Unsupported("tsvector")? @map("search_vector")
  status    Status   @default(PLACED)
  lines     Line[]

  @@index([createdAt(sort: Desc)])
  @@map("orders")
}

enum Status {
  PLACED
}

model Line {
  orderId String @map("order_id")
  order   Order  @relation(fields: [orderId], references: [id])

  @@id([orderId])
}
`;
  const column = (name: string, isRequired = true) => ({ name, isRequired });
  expect([...tablesIn(schema)]).toEqual([
    [
      'orders',
      [
        column('id'),
        column('created_at'),
        column('subject', false),
        column('tags'),
        column('search_vector', false),
        column('status'),
      ],
    ],
    ['Line', [column('order_id')]],
  ]);
});
