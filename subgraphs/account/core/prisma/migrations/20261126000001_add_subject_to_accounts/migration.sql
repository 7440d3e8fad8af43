ALTER TABLE "accounts" ADD COLUMN "subject" TEXT;

CREATE UNIQUE INDEX "accounts_subject_key" ON "accounts"("subject");
