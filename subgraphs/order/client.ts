import { createClient, type UnaryClient } from '@commerce/platform/grpc/client';
import { loadService } from '@commerce/platform/grpc/proto';
import type { Certificates } from '@commerce/platform/tls/certificates';
import { order } from './domain.ts';
import type { OrderServiceDefinition } from './generated/proto/commerce/order/v1/OrderService.ts';

export type { Order__Output as Order } from './generated/proto/commerce/order/v1/Order.ts';
export type { OrderLine__Output as OrderLine } from './generated/proto/commerce/order/v1/OrderLine.ts';

/** The order core's contract. */
export const orderService = loadService<OrderServiceDefinition>(order);

export type OrderClient = UnaryClient<OrderServiceDefinition>;

/** @param address of the order core: `host:port`. */
export const createOrderClient = (address: string, certificates?: Certificates): OrderClient =>
  createClient(orderService, address, certificates);
