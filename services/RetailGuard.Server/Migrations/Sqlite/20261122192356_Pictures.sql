-- Brings a database of the last development version, which ended with 20261122192356_Pictures, to 20261127005551_Initial.

ALTER TABLE "Alerts" ADD "Revision" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "Cameras" ADD "Revision" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "Cases" ADD "Revision" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "Devices" ADD "Revision" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "DrillSettings" ADD "Revision" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "Entries" ADD "Revision" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "EntryTemplates" ADD "Revision" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "Halts" ADD "Revision" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "People" ADD "Revision" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "StoreLists" ADD "Revision" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "Stores" ADD "Revision" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "TenantSpaces" ADD "Revision" INTEGER NOT NULL DEFAULT 1;

CREATE TABLE "PersonRoles" (
    "Tenant" TEXT NOT NULL,
    "PersonId" TEXT NOT NULL,
    "Role" TEXT NOT NULL,
    CONSTRAINT "PK_PersonRoles" PRIMARY KEY ("Tenant", "PersonId", "Role"),
    CONSTRAINT "FK_PersonRoles_People_Tenant_PersonId" FOREIGN KEY ("Tenant", "PersonId") REFERENCES "People" ("Tenant", "Id") ON DELETE CASCADE
);
CREATE INDEX "IX_PersonRoles_Tenant_Role_PersonId" ON "PersonRoles" ("Tenant", "Role", "PersonId");

CREATE TABLE "PersonStores" (
    "Tenant" TEXT NOT NULL,
    "PersonId" TEXT NOT NULL,
    "StoreId" TEXT NOT NULL,
    CONSTRAINT "PK_PersonStores" PRIMARY KEY ("Tenant", "PersonId", "StoreId"),
    CONSTRAINT "FK_PersonStores_People_Tenant_PersonId" FOREIGN KEY ("Tenant", "PersonId") REFERENCES "People" ("Tenant", "Id") ON DELETE CASCADE
);
CREATE INDEX "IX_PersonStores_Tenant_StoreId_PersonId" ON "PersonStores" ("Tenant", "StoreId", "PersonId");

-- Lists that were kept as text, with commas.
INSERT INTO "PersonRoles" ("Tenant", "PersonId", "Role")
SELECT DISTINCT "People"."Tenant", "People"."Id", one.value FROM "People", json_each('["' || replace("Roles", ',', '","') || '"]') AS one WHERE one.value <> '';
INSERT INTO "PersonStores" ("Tenant", "PersonId", "StoreId")
SELECT DISTINCT "People"."Tenant", "People"."Id", upper(one.value) FROM "People", json_each('["' || replace("Stores", ',', '","') || '"]') AS one WHERE one.value <> '';
ALTER TABLE "People" DROP COLUMN "Roles";
ALTER TABLE "People" DROP COLUMN "Stores";

DELETE FROM "__EFMigrationsHistory";
INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20261127005551_Initial', '10.0.15');
