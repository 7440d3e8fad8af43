ALTER TABLE "accounts" ADD COLUMN "subject" TEXT;
