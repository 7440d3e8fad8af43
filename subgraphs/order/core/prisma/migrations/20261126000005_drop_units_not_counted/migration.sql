DROP TABLE "units_not_counted";
