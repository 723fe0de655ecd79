-- The tables of the last version before the first release, as its own migrations left them.

CREATE TABLE "Alerts" (
    "Tenant" uuid NOT NULL,
    "Id" uuid NOT NULL,
    "StoreId" uuid NOT NULL,
    "CameraId" uuid NOT NULL,
    "EntryId" uuid NOT NULL,
    "CapturedAt" bigint NOT NULL,
    "RaisedAt" bigint NOT NULL,
    "VotingEndsAt" bigint NOT NULL,
    "ActionableUntil" bigint NOT NULL,
    "UploadHash" bytea,
    "SealedKey" bytea,
    "State" text NOT NULL,
    "Version" integer NOT NULL,
    "LiveHash" bytea,
    "Outcome" text,
    "OutcomeBy" uuid,
    "OutcomeRequest" uuid,
    "ClosedAt" bigint,
    "Match_Agreement" double precision NOT NULL,
    "Match_Cosine" double precision NOT NULL,
    "Match_FramesFused" integer NOT NULL,
    "Match_ListVersion" bigint NOT NULL,
    "Match_Margin" double precision NOT NULL,
    "Match_Quality" double precision NOT NULL,
    "Match_Score" double precision NOT NULL,
    "Match_Space" text NOT NULL,
    "Match_Threshold" double precision NOT NULL,
    "CaseNumber" text,
    "ConfirmedAt" bigint,
    "DrillCorrect" boolean,
    "DrillExpected" text,
    "DrillVolunteer" uuid,
    "EnrolmentHash" bytea,
    "FirstShownAt" bigint,
    "FirstVoteAt" bigint,
    "InAisle" text,
    "InAisleAt" bigint,
    "InAisleBy" uuid,
    "InAisleRequest" uuid,
    "LatestAt" bigint,
    "LatestCamera" uuid,
    "LatestHash" bytea,
    "OutcomeAt" bigint,
    "SightingAt" bigint,
    "SightingCamera" uuid,
    "SightingHash" bytea,
    "Stopped" text,
    "SuppressedUntil" bigint,
    "Match_Inputs" text
);
CREATE TABLE "Audit" (
    "Tenant" uuid NOT NULL,
    "Sequence" bigint NOT NULL,
    "At" bigint NOT NULL,
    "ActorKind" text NOT NULL,
    "ActorId" text NOT NULL,
    "Action" text NOT NULL,
    "Subject" text NOT NULL,
    "Detail" text NOT NULL,
    "Hash" bytea NOT NULL
);
CREATE TABLE "AuditHeads" (
    "Tenant" uuid NOT NULL,
    "Sequence" bigint NOT NULL,
    "Hash" bytea NOT NULL
);
CREATE TABLE "Cameras" (
    "Tenant" uuid NOT NULL,
    "Id" uuid NOT NULL,
    "StoreId" uuid NOT NULL,
    "Name" text NOT NULL
);
CREATE TABLE "Cases" (
    "Tenant" uuid NOT NULL,
    "Number" text NOT NULL,
    "AlertId" uuid NOT NULL,
    "EntryId" uuid NOT NULL,
    "StoreId" uuid NOT NULL,
    "OpenedAt" bigint NOT NULL,
    "OpenedBy" uuid NOT NULL,
    "Misidentification_Cause" text,
    "Misidentification_Apology" text,
    "Misidentification_Redress" text,
    "Misidentification_Fix" text,
    "Misidentification_RecordedBy" uuid,
    "Misidentification_RecordedAt" bigint,
    "Finding" text,
    "Note" text,
    "ClosedAt" bigint
);
CREATE TABLE "Devices" (
    "Tenant" uuid NOT NULL,
    "Id" uuid NOT NULL,
    "StoreId" uuid NOT NULL,
    "Kind" text NOT NULL,
    "Name" text NOT NULL,
    "Credential" bytea NOT NULL,
    "PairedAt" bigint NOT NULL,
    "RevokedAt" bigint
);
CREATE TABLE "DrillSettings" (
    "Tenant" uuid NOT NULL,
    "PerStoreAndWeek" integer NOT NULL
);
CREATE TABLE "Entries" (
    "Tenant" uuid NOT NULL,
    "Id" uuid NOT NULL,
    "StoreId" uuid NOT NULL,
    "Label" text NOT NULL,
    "Category" text NOT NULL,
    "Role" text NOT NULL,
    "IncidentAt" bigint NOT NULL,
    "Evidence" text NOT NULL,
    "Basis" text NOT NULL,
    "Summary" text NOT NULL,
    "ExpiresAt" bigint NOT NULL,
    "EnrolledBy" uuid NOT NULL,
    "DecidedBy" uuid,
    "State" text NOT NULL,
    "SealedKey" bytea,
    "ListVersion" bigint NOT NULL,
    "ReinstateAskedBy" uuid,
    "ReinstateReason" text,
    "ReinstatedAt" bigint,
    "SuspendedAlerts" integer DEFAULT 0 NOT NULL,
    "SuspendedAt" bigint,
    "SuspendedStores" integer DEFAULT 0 NOT NULL,
    "Suspension" text,
    "Shard" integer,
    "Pictures" integer DEFAULT 1 NOT NULL
);
CREATE TABLE "EntryTemplates" (
    "Tenant" uuid NOT NULL,
    "Entry" uuid NOT NULL,
    "Space" text NOT NULL,
    "Sealed" bytea,
    "Form" text NOT NULL,
    "Refusal" text
);
CREATE TABLE "ExamTries" (
    "Tenant" uuid NOT NULL,
    "PersonId" uuid NOT NULL,
    "Number" integer NOT NULL,
    "At" bigint NOT NULL,
    "CourseVersion" text NOT NULL,
    "Right" integer NOT NULL,
    "Of" integer NOT NULL,
    "ValidUntil" bigint
);
CREATE TABLE "Halts" (
    "Tenant" uuid NOT NULL,
    "Scope" text NOT NULL,
    "Target" uuid NOT NULL,
    "Reason" text NOT NULL,
    "By" uuid NOT NULL,
    "ByHeadOffice" boolean NOT NULL,
    "At" bigint NOT NULL
);
CREATE TABLE "PairingCodes" (
    "CodeHash" bytea NOT NULL,
    "Tenant" uuid NOT NULL,
    "StoreId" uuid NOT NULL,
    "Kind" text NOT NULL,
    "Name" text NOT NULL,
    "ExpiresAt" bigint NOT NULL,
    "UsedAt" bigint
);
CREATE TABLE "People" (
    "Tenant" uuid NOT NULL,
    "Id" uuid NOT NULL,
    "Name" text NOT NULL,
    "Email" text NOT NULL,
    "Roles" text NOT NULL,
    "Stores" text NOT NULL,
    "IssuedBy" uuid
);
CREATE TABLE "Secrets" (
    "Tenant" uuid NOT NULL,
    "PersonId" uuid NOT NULL,
    "Kind" text NOT NULL,
    "Hash" text NOT NULL,
    "WrongTries" integer NOT NULL,
    "LockedUntil" bigint,
    "Stamp" uuid DEFAULT '00000000-0000-0000-0000-000000000000'::uuid NOT NULL
);
CREATE TABLE "Sessions" (
    "TokenHash" bytea NOT NULL,
    "Tenant" uuid NOT NULL,
    "PersonId" uuid NOT NULL,
    "StoreId" uuid,
    "TabletId" uuid,
    "ExpiresAt" bigint NOT NULL,
    "EndedAt" bigint,
    "OpenedWith" text DEFAULT ''::text NOT NULL,
    "Stamp" uuid DEFAULT '00000000-0000-0000-0000-000000000000'::uuid NOT NULL
);
CREATE TABLE "StoreLists" (
    "Tenant" uuid NOT NULL,
    "StoreId" uuid NOT NULL,
    "Version" bigint NOT NULL,
    "Shards" integer DEFAULT 1 NOT NULL
);
CREATE TABLE "Stores" (
    "Tenant" uuid NOT NULL,
    "Id" uuid NOT NULL,
    "Name" text NOT NULL,
    "Address" text NOT NULL,
    "TimeZone" text NOT NULL
);
CREATE TABLE "TenantKeys" (
    "Tenant" uuid NOT NULL,
    "SealedKey" bytea NOT NULL
);
CREATE TABLE "TenantSpaces" (
    "Tenant" uuid NOT NULL,
    "Space" text NOT NULL,
    "Standing" text NOT NULL,
    "Asked" text,
    "AskedBy" uuid,
    "AskedReason" text
);
CREATE TABLE "Tenants" (
    "Id" uuid NOT NULL,
    "Slug" text NOT NULL,
    "Name" text NOT NULL
);
CREATE TABLE "Volunteers" (
    "Tenant" uuid NOT NULL,
    "Id" uuid NOT NULL,
    "Label" text NOT NULL,
    "ConsentVersion" text NOT NULL,
    "ConsentedAt" bigint NOT NULL,
    "AddedBy" uuid NOT NULL,
    "Pictures" integer NOT NULL,
    "SealedKey" bytea NOT NULL
);
CREATE TABLE "Votes" (
    "Tenant" uuid NOT NULL,
    "AlertId" uuid NOT NULL,
    "PersonId" uuid NOT NULL,
    "SessionKey" text NOT NULL,
    "Request" uuid NOT NULL,
    "Answer" text NOT NULL,
    "Features" text NOT NULL,
    "SeenVersion" integer NOT NULL,
    "At" bigint NOT NULL,
    "AccountIssuedBy" uuid
);
CREATE TABLE "__EFMigrationsHistory" (
    "MigrationId" character varying(150) NOT NULL,
    "ProductVersion" character varying(32) NOT NULL
);
ALTER TABLE "Alerts"
    ADD CONSTRAINT "PK_Alerts" PRIMARY KEY ("Tenant", "Id");
ALTER TABLE "Audit"
    ADD CONSTRAINT "PK_Audit" PRIMARY KEY ("Tenant", "Sequence");
ALTER TABLE "AuditHeads"
    ADD CONSTRAINT "PK_AuditHeads" PRIMARY KEY ("Tenant");
ALTER TABLE "Cameras"
    ADD CONSTRAINT "PK_Cameras" PRIMARY KEY ("Tenant", "Id");
ALTER TABLE "Cases"
    ADD CONSTRAINT "PK_Cases" PRIMARY KEY ("Tenant", "Number");
ALTER TABLE "Devices"
    ADD CONSTRAINT "PK_Devices" PRIMARY KEY ("Tenant", "Id");
ALTER TABLE "DrillSettings"
    ADD CONSTRAINT "PK_DrillSettings" PRIMARY KEY ("Tenant");
ALTER TABLE "Entries"
    ADD CONSTRAINT "PK_Entries" PRIMARY KEY ("Tenant", "Id");
ALTER TABLE "EntryTemplates"
    ADD CONSTRAINT "PK_EntryTemplates" PRIMARY KEY ("Tenant", "Entry", "Space");
ALTER TABLE "ExamTries"
    ADD CONSTRAINT "PK_ExamTries" PRIMARY KEY ("Tenant", "PersonId", "Number");
ALTER TABLE "Halts"
    ADD CONSTRAINT "PK_Halts" PRIMARY KEY ("Tenant", "Scope", "Target");
ALTER TABLE "PairingCodes"
    ADD CONSTRAINT "PK_PairingCodes" PRIMARY KEY ("CodeHash");
ALTER TABLE "People"
    ADD CONSTRAINT "PK_People" PRIMARY KEY ("Tenant", "Id");
ALTER TABLE "Secrets"
    ADD CONSTRAINT "PK_Secrets" PRIMARY KEY ("Tenant", "PersonId", "Kind");
ALTER TABLE "Sessions"
    ADD CONSTRAINT "PK_Sessions" PRIMARY KEY ("TokenHash");
ALTER TABLE "StoreLists"
    ADD CONSTRAINT "PK_StoreLists" PRIMARY KEY ("Tenant", "StoreId");
ALTER TABLE "Stores"
    ADD CONSTRAINT "PK_Stores" PRIMARY KEY ("Tenant", "Id");
ALTER TABLE "TenantKeys"
    ADD CONSTRAINT "PK_TenantKeys" PRIMARY KEY ("Tenant");
ALTER TABLE "TenantSpaces"
    ADD CONSTRAINT "PK_TenantSpaces" PRIMARY KEY ("Tenant", "Space");
ALTER TABLE "Tenants"
    ADD CONSTRAINT "PK_Tenants" PRIMARY KEY ("Id");
ALTER TABLE "Volunteers"
    ADD CONSTRAINT "PK_Volunteers" PRIMARY KEY ("Tenant", "Id");
ALTER TABLE "Votes"
    ADD CONSTRAINT "PK_Votes" PRIMARY KEY ("Tenant", "AlertId", "PersonId");
ALTER TABLE "__EFMigrationsHistory"
    ADD CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY ("MigrationId");
CREATE INDEX "IX_Alerts_Tenant_EntryId_RaisedAt" ON "Alerts" ("Tenant", "EntryId", "RaisedAt");
CREATE INDEX "IX_Alerts_Tenant_StoreId_State" ON "Alerts" ("Tenant", "StoreId", "State");
CREATE INDEX "IX_Audit_Tenant_Subject" ON "Audit" ("Tenant", "Subject");
CREATE INDEX "IX_Cameras_Tenant_StoreId" ON "Cameras" ("Tenant", "StoreId");
CREATE UNIQUE INDEX "IX_Cases_Number" ON "Cases" ("Number");
CREATE UNIQUE INDEX "IX_Devices_Credential" ON "Devices" ("Credential");
CREATE INDEX "IX_Entries_Tenant_StoreId_Shard_ListVersion" ON "Entries" ("Tenant", "StoreId", "Shard", "ListVersion");
CREATE UNIQUE INDEX "IX_People_Tenant_Email" ON "People" ("Tenant", "Email");
CREATE INDEX "IX_Sessions_ExpiresAt" ON "Sessions" ("ExpiresAt");
CREATE UNIQUE INDEX "IX_Tenants_Slug" ON "Tenants" ("Slug");
ALTER TABLE "Votes"
    ADD CONSTRAINT "FK_Votes_Alerts_Tenant_AlertId" FOREIGN KEY ("Tenant", "AlertId") REFERENCES "Alerts"("Tenant", "Id") ON DELETE CASCADE;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES
    ('20261122102908_Initial', '10.0.15'),
    ('20261122130701_Training', '10.0.15'),
    ('20261122131748_Confirmation', '10.0.15'),
    ('20261122144743_KeyedTemplates', '10.0.15'),
    ('20261122163046_Spaces', '10.0.15'),
    ('20261122173843_Replay', '10.0.15'),
    ('20261122192358_Pictures', '10.0.15');
