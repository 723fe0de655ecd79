-- The tables of the last version before the first release, as its own migrations left them.

CREATE TABLE "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);
CREATE TABLE "Alerts" (
    "Tenant" TEXT NOT NULL,
    "Id" TEXT NOT NULL,
    "StoreId" TEXT NOT NULL,
    "CameraId" TEXT NOT NULL,
    "EntryId" TEXT NOT NULL,
    "CapturedAt" INTEGER NOT NULL,
    "RaisedAt" INTEGER NOT NULL,
    "VotingEndsAt" INTEGER NOT NULL,
    "ActionableUntil" INTEGER NOT NULL,
    "UploadHash" BLOB NULL,
    "SealedKey" BLOB NULL,
    "State" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    "LiveHash" BLOB NULL,
    "Outcome" TEXT NULL,
    "OutcomeBy" TEXT NULL,
    "OutcomeRequest" TEXT NULL,
    "ClosedAt" INTEGER NULL,
    "Match_Agreement" REAL NOT NULL,
    "Match_Cosine" REAL NOT NULL,
    "Match_FramesFused" INTEGER NOT NULL,
    "Match_ListVersion" INTEGER NOT NULL,
    "Match_Margin" REAL NOT NULL,
    "Match_Quality" REAL NOT NULL,
    "Match_Score" REAL NOT NULL,
    "Match_Space" TEXT NOT NULL,
    "Match_Threshold" REAL NOT NULL, "CaseNumber" TEXT NULL, "ConfirmedAt" INTEGER NULL, "DrillCorrect" INTEGER NULL, "DrillExpected" TEXT NULL, "DrillVolunteer" TEXT NULL, "EnrolmentHash" BLOB NULL, "FirstShownAt" INTEGER NULL, "FirstVoteAt" INTEGER NULL, "InAisle" TEXT NULL, "InAisleAt" INTEGER NULL, "InAisleBy" TEXT NULL, "InAisleRequest" TEXT NULL, "LatestAt" INTEGER NULL, "LatestCamera" TEXT NULL, "LatestHash" BLOB NULL, "OutcomeAt" INTEGER NULL, "SightingAt" INTEGER NULL, "SightingCamera" TEXT NULL, "SightingHash" BLOB NULL, "Stopped" TEXT NULL, "SuppressedUntil" INTEGER NULL, "Match_Inputs" TEXT NULL,
    CONSTRAINT "PK_Alerts" PRIMARY KEY ("Tenant", "Id")
);
CREATE TABLE "Audit" (
    "Tenant" TEXT NOT NULL,
    "Sequence" INTEGER NOT NULL,
    "At" INTEGER NOT NULL,
    "ActorKind" TEXT NOT NULL,
    "ActorId" TEXT NOT NULL,
    "Action" TEXT NOT NULL,
    "Subject" TEXT NOT NULL,
    "Detail" TEXT NOT NULL,
    "Hash" BLOB NOT NULL,
    CONSTRAINT "PK_Audit" PRIMARY KEY ("Tenant", "Sequence")
);
CREATE TABLE "AuditHeads" (
    "Tenant" TEXT NOT NULL CONSTRAINT "PK_AuditHeads" PRIMARY KEY,
    "Sequence" INTEGER NOT NULL,
    "Hash" BLOB NOT NULL
);
CREATE TABLE "Cameras" (
    "Tenant" TEXT NOT NULL,
    "Id" TEXT NOT NULL,
    "StoreId" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    CONSTRAINT "PK_Cameras" PRIMARY KEY ("Tenant", "Id")
);
CREATE TABLE "Devices" (
    "Tenant" TEXT NOT NULL,
    "Id" TEXT NOT NULL,
    "StoreId" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Credential" BLOB NOT NULL,
    "PairedAt" INTEGER NOT NULL,
    "RevokedAt" INTEGER NULL,
    CONSTRAINT "PK_Devices" PRIMARY KEY ("Tenant", "Id")
);
CREATE TABLE "PairingCodes" (
    "CodeHash" BLOB NOT NULL CONSTRAINT "PK_PairingCodes" PRIMARY KEY,
    "Tenant" TEXT NOT NULL,
    "StoreId" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "UsedAt" INTEGER NULL
);
CREATE TABLE "People" (
    "Tenant" TEXT NOT NULL,
    "Id" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Email" TEXT NOT NULL,
    "Roles" TEXT NOT NULL,
    "Stores" TEXT NOT NULL, "IssuedBy" TEXT NULL,
    CONSTRAINT "PK_People" PRIMARY KEY ("Tenant", "Id")
);
CREATE TABLE "Secrets" (
    "Tenant" TEXT NOT NULL,
    "PersonId" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Hash" TEXT NOT NULL,
    "WrongTries" INTEGER NOT NULL,
    "LockedUntil" INTEGER NULL, "Stamp" TEXT NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    CONSTRAINT "PK_Secrets" PRIMARY KEY ("Tenant", "PersonId", "Kind")
);
CREATE TABLE "Sessions" (
    "TokenHash" BLOB NOT NULL CONSTRAINT "PK_Sessions" PRIMARY KEY,
    "Tenant" TEXT NOT NULL,
    "PersonId" TEXT NOT NULL,
    "StoreId" TEXT NULL,
    "TabletId" TEXT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "EndedAt" INTEGER NULL
, "OpenedWith" TEXT NOT NULL DEFAULT '', "Stamp" TEXT NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000');
CREATE TABLE "StoreLists" (
    "Tenant" TEXT NOT NULL,
    "StoreId" TEXT NOT NULL,
    "Version" INTEGER NOT NULL, "Shards" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "PK_StoreLists" PRIMARY KEY ("Tenant", "StoreId")
);
CREATE TABLE "Stores" (
    "Tenant" TEXT NOT NULL,
    "Id" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Address" TEXT NOT NULL,
    "TimeZone" TEXT NOT NULL,
    CONSTRAINT "PK_Stores" PRIMARY KEY ("Tenant", "Id")
);
CREATE TABLE "TenantKeys" (
    "Tenant" TEXT NOT NULL CONSTRAINT "PK_TenantKeys" PRIMARY KEY,
    "SealedKey" BLOB NOT NULL
);
CREATE TABLE "Tenants" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Tenants" PRIMARY KEY,
    "Slug" TEXT NOT NULL,
    "Name" TEXT NOT NULL
);
CREATE TABLE "Votes" (
    "Tenant" TEXT NOT NULL,
    "AlertId" TEXT NOT NULL,
    "PersonId" TEXT NOT NULL,
    "SessionKey" TEXT NOT NULL,
    "Request" TEXT NOT NULL,
    "Answer" TEXT NOT NULL,
    "Features" TEXT NOT NULL,
    "SeenVersion" INTEGER NOT NULL,
    "At" INTEGER NOT NULL, "AccountIssuedBy" TEXT NULL,
    CONSTRAINT "PK_Votes" PRIMARY KEY ("Tenant", "AlertId", "PersonId"),
    CONSTRAINT "FK_Votes_Alerts_Tenant_AlertId" FOREIGN KEY ("Tenant", "AlertId") REFERENCES "Alerts" ("Tenant", "Id") ON DELETE CASCADE
);
CREATE INDEX "IX_Alerts_Tenant_StoreId_State" ON "Alerts" ("Tenant", "StoreId", "State");
CREATE INDEX "IX_Audit_Tenant_Subject" ON "Audit" ("Tenant", "Subject");
CREATE INDEX "IX_Cameras_Tenant_StoreId" ON "Cameras" ("Tenant", "StoreId");
CREATE UNIQUE INDEX "IX_Devices_Credential" ON "Devices" ("Credential");
CREATE UNIQUE INDEX "IX_People_Tenant_Email" ON "People" ("Tenant", "Email");
CREATE INDEX "IX_Sessions_ExpiresAt" ON "Sessions" ("ExpiresAt");
CREATE UNIQUE INDEX "IX_Tenants_Slug" ON "Tenants" ("Slug");
CREATE TABLE "ExamTries" (
    "Tenant" TEXT NOT NULL,
    "PersonId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "At" INTEGER NOT NULL,
    "CourseVersion" TEXT NOT NULL,
    "Right" INTEGER NOT NULL,
    "Of" INTEGER NOT NULL,
    "ValidUntil" INTEGER NULL,
    CONSTRAINT "PK_ExamTries" PRIMARY KEY ("Tenant", "PersonId", "Number")
);
CREATE TABLE "Cases" (
    "Tenant" TEXT NOT NULL,
    "Number" TEXT NOT NULL,
    "AlertId" TEXT NOT NULL,
    "EntryId" TEXT NOT NULL,
    "StoreId" TEXT NOT NULL,
    "OpenedAt" INTEGER NOT NULL,
    "OpenedBy" TEXT NOT NULL,
    "Misidentification_Cause" TEXT NULL,
    "Misidentification_Apology" TEXT NULL,
    "Misidentification_Redress" TEXT NULL,
    "Misidentification_Fix" TEXT NULL,
    "Misidentification_RecordedBy" TEXT NULL,
    "Misidentification_RecordedAt" INTEGER NULL,
    "Finding" TEXT NULL,
    "Note" TEXT NULL,
    "ClosedAt" INTEGER NULL,
    CONSTRAINT "PK_Cases" PRIMARY KEY ("Tenant", "Number")
);
CREATE TABLE "DrillSettings" (
    "Tenant" TEXT NOT NULL CONSTRAINT "PK_DrillSettings" PRIMARY KEY,
    "PerStoreAndWeek" INTEGER NOT NULL
);
CREATE TABLE "Halts" (
    "Tenant" TEXT NOT NULL,
    "Scope" TEXT NOT NULL,
    "Target" TEXT NOT NULL,
    "Reason" TEXT NOT NULL,
    "By" TEXT NOT NULL,
    "ByHeadOffice" INTEGER NOT NULL,
    "At" INTEGER NOT NULL,
    CONSTRAINT "PK_Halts" PRIMARY KEY ("Tenant", "Scope", "Target")
);
CREATE TABLE "Volunteers" (
    "Tenant" TEXT NOT NULL,
    "Id" TEXT NOT NULL,
    "Label" TEXT NOT NULL,
    "ConsentVersion" TEXT NOT NULL,
    "ConsentedAt" INTEGER NOT NULL,
    "AddedBy" TEXT NOT NULL,
    "Pictures" INTEGER NOT NULL,
    "SealedKey" BLOB NOT NULL,
    CONSTRAINT "PK_Volunteers" PRIMARY KEY ("Tenant", "Id")
);
CREATE INDEX "IX_Alerts_Tenant_EntryId_RaisedAt" ON "Alerts" ("Tenant", "EntryId", "RaisedAt");
CREATE UNIQUE INDEX "IX_Cases_Number" ON "Cases" ("Number");
CREATE TABLE "EntryTemplates" (
    "Tenant" TEXT NOT NULL,
    "Entry" TEXT NOT NULL,
    "Space" TEXT NOT NULL,
    "Sealed" BLOB NULL,
    "Form" TEXT NOT NULL,
    "Refusal" TEXT NULL,
    CONSTRAINT "PK_EntryTemplates" PRIMARY KEY ("Tenant", "Entry", "Space")
);
CREATE TABLE "TenantSpaces" (
    "Tenant" TEXT NOT NULL,
    "Space" TEXT NOT NULL,
    "Standing" TEXT NOT NULL,
    "Asked" TEXT NULL,
    "AskedBy" TEXT NULL,
    "AskedReason" TEXT NULL,
    CONSTRAINT "PK_TenantSpaces" PRIMARY KEY ("Tenant", "Space")
);
CREATE TABLE "Entries" (
    "Tenant" TEXT NOT NULL,
    "Id" TEXT NOT NULL,
    "Basis" TEXT NOT NULL,
    "Category" TEXT NOT NULL,
    "DecidedBy" TEXT NULL,
    "EnrolledBy" TEXT NOT NULL,
    "Evidence" TEXT NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "IncidentAt" INTEGER NOT NULL,
    "Label" TEXT NOT NULL,
    "ListVersion" INTEGER NOT NULL,
    "ReinstateAskedBy" TEXT NULL,
    "ReinstateReason" TEXT NULL,
    "ReinstatedAt" INTEGER NULL,
    "Role" TEXT NOT NULL,
    "SealedKey" BLOB NULL,
    "Shard" INTEGER NULL,
    "State" TEXT NOT NULL,
    "StoreId" TEXT NOT NULL,
    "Summary" TEXT NOT NULL,
    "SuspendedAlerts" INTEGER NOT NULL,
    "SuspendedAt" INTEGER NULL,
    "SuspendedStores" INTEGER NOT NULL,
    "Suspension" TEXT NULL, "Pictures" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "PK_Entries" PRIMARY KEY ("Tenant", "Id")
);
CREATE INDEX "IX_Entries_Tenant_StoreId_Shard_ListVersion" ON "Entries" ("Tenant", "StoreId", "Shard", "ListVersion");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES
    ('20261122102852_Initial', '10.0.15'),
    ('20261122130658_Training', '10.0.15'),
    ('20261122131736_Confirmation', '10.0.15'),
    ('20261122144721_KeyedTemplates', '10.0.15'),
    ('20261122163039_Spaces', '10.0.15'),
    ('20261122173840_Replay', '10.0.15'),
    ('20261122192356_Pictures', '10.0.15');
