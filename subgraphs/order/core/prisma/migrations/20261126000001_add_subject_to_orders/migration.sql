ALTER TABLE "orders" ADD COLUMN "subject" TEXT;
