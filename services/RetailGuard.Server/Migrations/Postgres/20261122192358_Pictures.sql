-- Brings a database of the last development version, which ended with 20261122192358_Pictures, to 20261127005607_Initial.

ALTER TABLE "Alerts" ADD "Revision" bigint NOT NULL DEFAULT 1;
ALTER TABLE "Cameras" ADD "Revision" bigint NOT NULL DEFAULT 1;
ALTER TABLE "Cases" ADD "Revision" bigint NOT NULL DEFAULT 1;
ALTER TABLE "Devices" ADD "Revision" bigint NOT NULL DEFAULT 1;
ALTER TABLE "DrillSettings" ADD "Revision" bigint NOT NULL DEFAULT 1;
ALTER TABLE "Entries" ADD "Revision" bigint NOT NULL DEFAULT 1;
ALTER TABLE "EntryTemplates" ADD "Revision" bigint NOT NULL DEFAULT 1;
ALTER TABLE "Halts" ADD "Revision" bigint NOT NULL DEFAULT 1;
ALTER TABLE "People" ADD "Revision" bigint NOT NULL DEFAULT 1;
ALTER TABLE "StoreLists" ADD "Revision" bigint NOT NULL DEFAULT 1;
ALTER TABLE "Stores" ADD "Revision" bigint NOT NULL DEFAULT 1;
ALTER TABLE "TenantSpaces" ADD "Revision" bigint NOT NULL DEFAULT 1;

CREATE TABLE "PersonRoles" (
    "Tenant" uuid NOT NULL,
    "PersonId" uuid NOT NULL,
    "Role" text NOT NULL,
    CONSTRAINT "PK_PersonRoles" PRIMARY KEY ("Tenant", "PersonId", "Role"),
    CONSTRAINT "FK_PersonRoles_People_Tenant_PersonId" FOREIGN KEY ("Tenant", "PersonId") REFERENCES "People" ("Tenant", "Id") ON DELETE CASCADE
);
CREATE INDEX "IX_PersonRoles_Tenant_Role_PersonId" ON "PersonRoles" ("Tenant", "Role", "PersonId");

CREATE TABLE "PersonStores" (
    "Tenant" uuid NOT NULL,
    "PersonId" uuid NOT NULL,
    "StoreId" uuid NOT NULL,
    CONSTRAINT "PK_PersonStores" PRIMARY KEY ("Tenant", "PersonId", "StoreId"),
    CONSTRAINT "FK_PersonStores_People_Tenant_PersonId" FOREIGN KEY ("Tenant", "PersonId") REFERENCES "People" ("Tenant", "Id") ON DELETE CASCADE
);
CREATE INDEX "IX_PersonStores_Tenant_StoreId_PersonId" ON "PersonStores" ("Tenant", "StoreId", "PersonId");

-- Lists that were kept as text, with commas.
INSERT INTO "PersonRoles" ("Tenant", "PersonId", "Role")
SELECT DISTINCT "People"."Tenant", "People"."Id", one FROM "People", unnest(string_to_array("Roles", ',')) AS one WHERE one <> '';
INSERT INTO "PersonStores" ("Tenant", "PersonId", "StoreId")
SELECT DISTINCT "People"."Tenant", "People"."Id", one::uuid FROM "People", unnest(string_to_array("Stores", ',')) AS one WHERE one <> '';
ALTER TABLE "People" DROP COLUMN "Roles";
ALTER TABLE "People" DROP COLUMN "Stores";

DELETE FROM "__EFMigrationsHistory";
INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20261127005607_Initial', '10.0.15');
