using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Alerts",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    StoreId = table.Column<Guid>(type: "uuid", nullable: false),
                    CameraId = table.Column<Guid>(type: "uuid", nullable: false),
                    EntryId = table.Column<Guid>(type: "uuid", nullable: false),
                    CapturedAt = table.Column<long>(type: "bigint", nullable: false),
                    RaisedAt = table.Column<long>(type: "bigint", nullable: false),
                    VotingEndsAt = table.Column<long>(type: "bigint", nullable: false),
                    ActionableUntil = table.Column<long>(type: "bigint", nullable: false),
                    UploadHash = table.Column<byte[]>(type: "bytea", nullable: true),
                    SealedKey = table.Column<byte[]>(type: "bytea", nullable: true),
                    State = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    LiveHash = table.Column<byte[]>(type: "bytea", nullable: true),
                    EnrolmentHash = table.Column<byte[]>(type: "bytea", nullable: true),
                    FirstShownAt = table.Column<long>(type: "bigint", nullable: true),
                    FirstVoteAt = table.Column<long>(type: "bigint", nullable: true),
                    ConfirmedAt = table.Column<long>(type: "bigint", nullable: true),
                    Stopped = table.Column<string>(type: "text", nullable: true),
                    InAisle = table.Column<string>(type: "text", nullable: true),
                    InAisleBy = table.Column<Guid>(type: "uuid", nullable: true),
                    InAisleAt = table.Column<long>(type: "bigint", nullable: true),
                    InAisleRequest = table.Column<Guid>(type: "uuid", nullable: true),
                    LatestCamera = table.Column<Guid>(type: "uuid", nullable: true),
                    LatestAt = table.Column<long>(type: "bigint", nullable: true),
                    LatestHash = table.Column<byte[]>(type: "bytea", nullable: true),
                    SightingHash = table.Column<byte[]>(type: "bytea", nullable: true),
                    SightingCamera = table.Column<Guid>(type: "uuid", nullable: true),
                    SightingAt = table.Column<long>(type: "bigint", nullable: true),
                    SuppressedUntil = table.Column<long>(type: "bigint", nullable: true),
                    CaseNumber = table.Column<string>(type: "text", nullable: true),
                    DrillExpected = table.Column<string>(type: "text", nullable: true),
                    DrillVolunteer = table.Column<Guid>(type: "uuid", nullable: true),
                    DrillCorrect = table.Column<bool>(type: "boolean", nullable: true),
                    Outcome = table.Column<string>(type: "text", nullable: true),
                    OutcomeAt = table.Column<long>(type: "bigint", nullable: true),
                    OutcomeBy = table.Column<Guid>(type: "uuid", nullable: true),
                    OutcomeRequest = table.Column<Guid>(type: "uuid", nullable: true),
                    ClosedAt = table.Column<long>(type: "bigint", nullable: true),
                    Match_Agreement = table.Column<double>(type: "double precision", nullable: false),
                    Match_Cosine = table.Column<double>(type: "double precision", nullable: false),
                    Match_FramesFused = table.Column<int>(type: "integer", nullable: false),
                    Match_Inputs = table.Column<string>(type: "text", nullable: true),
                    Match_ListVersion = table.Column<long>(type: "bigint", nullable: false),
                    Match_Margin = table.Column<double>(type: "double precision", nullable: false),
                    Match_Quality = table.Column<double>(type: "double precision", nullable: false),
                    Match_Score = table.Column<double>(type: "double precision", nullable: false),
                    Match_Space = table.Column<string>(type: "text", nullable: false),
                    Match_Threshold = table.Column<double>(type: "double precision", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Alerts", x => new { x.Tenant, x.Id });
                }
            );

            migrationBuilder.CreateTable(
                name: "Audit",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    ActorKind = table.Column<string>(type: "text", nullable: false),
                    ActorId = table.Column<string>(type: "text", nullable: false),
                    Action = table.Column<string>(type: "text", nullable: false),
                    Subject = table.Column<string>(type: "text", nullable: false),
                    Detail = table.Column<string>(type: "text", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Audit", x => new { x.Tenant, x.Sequence });
                }
            );

            migrationBuilder.CreateTable(
                name: "AuditHeads",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditHeads", x => x.Tenant);
                }
            );

            migrationBuilder.CreateTable(
                name: "Cameras",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    StoreId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Cameras", x => new { x.Tenant, x.Id });
                }
            );

            migrationBuilder.CreateTable(
                name: "Cases",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "text", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    AlertId = table.Column<Guid>(type: "uuid", nullable: false),
                    EntryId = table.Column<Guid>(type: "uuid", nullable: false),
                    StoreId = table.Column<Guid>(type: "uuid", nullable: false),
                    OpenedAt = table.Column<long>(type: "bigint", nullable: false),
                    OpenedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    Misidentification_Cause = table.Column<string>(type: "text", nullable: true),
                    Misidentification_Apology = table.Column<string>(type: "text", nullable: true),
                    Misidentification_Redress = table.Column<string>(type: "text", nullable: true),
                    Misidentification_Fix = table.Column<string>(type: "text", nullable: true),
                    Misidentification_RecordedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    Misidentification_RecordedAt = table.Column<long>(type: "bigint", nullable: true),
                    Finding = table.Column<string>(type: "text", nullable: true),
                    Note = table.Column<string>(type: "text", nullable: true),
                    ClosedAt = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Cases", x => new { x.Tenant, x.Number });
                }
            );

            migrationBuilder.CreateTable(
                name: "Devices",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    StoreId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    Credential = table.Column<byte[]>(type: "bytea", nullable: false),
                    PairedAt = table.Column<long>(type: "bigint", nullable: false),
                    RevokedAt = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Devices", x => new { x.Tenant, x.Id });
                }
            );

            migrationBuilder.CreateTable(
                name: "DrillSettings",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    PerStoreAndWeek = table.Column<int>(type: "integer", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DrillSettings", x => x.Tenant);
                }
            );

            migrationBuilder.CreateTable(
                name: "Entries",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    StoreId = table.Column<Guid>(type: "uuid", nullable: false),
                    Label = table.Column<string>(type: "text", nullable: false),
                    Category = table.Column<string>(type: "text", nullable: false),
                    Role = table.Column<string>(type: "text", nullable: false),
                    IncidentAt = table.Column<long>(type: "bigint", nullable: false),
                    Evidence = table.Column<string>(type: "text", nullable: false),
                    Basis = table.Column<string>(type: "text", nullable: false),
                    Summary = table.Column<string>(type: "text", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    EnrolledBy = table.Column<Guid>(type: "uuid", nullable: false),
                    DecidedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    State = table.Column<string>(type: "text", nullable: false),
                    Pictures = table.Column<int>(type: "integer", nullable: false),
                    SealedKey = table.Column<byte[]>(type: "bytea", nullable: true),
                    Shard = table.Column<int>(type: "integer", nullable: true),
                    ListVersion = table.Column<long>(type: "bigint", nullable: false),
                    Suspension = table.Column<string>(type: "text", nullable: true),
                    SuspendedAt = table.Column<long>(type: "bigint", nullable: true),
                    SuspendedAlerts = table.Column<int>(type: "integer", nullable: false),
                    SuspendedStores = table.Column<int>(type: "integer", nullable: false),
                    ReinstateAskedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ReinstateReason = table.Column<string>(type: "text", nullable: true),
                    ReinstatedAt = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Entries", x => new { x.Tenant, x.Id });
                }
            );

            migrationBuilder.CreateTable(
                name: "EntryTemplates",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Entry = table.Column<Guid>(type: "uuid", nullable: false),
                    Space = table.Column<string>(type: "text", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    Form = table.Column<string>(type: "text", nullable: false),
                    Refusal = table.Column<string>(type: "text", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "PK_EntryTemplates",
                        x => new
                        {
                            x.Tenant,
                            x.Entry,
                            x.Space,
                        }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "ExamTries",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    CourseVersion = table.Column<string>(type: "text", nullable: false),
                    Right = table.Column<int>(type: "integer", nullable: false),
                    Of = table.Column<int>(type: "integer", nullable: false),
                    ValidUntil = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "PK_ExamTries",
                        x => new
                        {
                            x.Tenant,
                            x.PersonId,
                            x.Number,
                        }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "Halts",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Scope = table.Column<string>(type: "text", nullable: false),
                    Target = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    ByHeadOffice = table.Column<bool>(type: "boolean", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "PK_Halts",
                        x => new
                        {
                            x.Tenant,
                            x.Scope,
                            x.Target,
                        }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "PairingCodes",
                columns: table => new
                {
                    CodeHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    StoreId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    UsedAt = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PairingCodes", x => x.CodeHash);
                }
            );

            migrationBuilder.CreateTable(
                name: "People",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    Email = table.Column<string>(type: "text", nullable: false),
                    IssuedBy = table.Column<Guid>(type: "uuid", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_People", x => new { x.Tenant, x.Id });
                }
            );

            migrationBuilder.CreateTable(
                name: "Secrets",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Hash = table.Column<string>(type: "text", nullable: false),
                    Stamp = table.Column<Guid>(type: "uuid", nullable: false),
                    WrongTries = table.Column<int>(type: "integer", nullable: false),
                    LockedUntil = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "PK_Secrets",
                        x => new
                        {
                            x.Tenant,
                            x.PersonId,
                            x.Kind,
                        }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "Sessions",
                columns: table => new
                {
                    TokenHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    StoreId = table.Column<Guid>(type: "uuid", nullable: true),
                    TabletId = table.Column<Guid>(type: "uuid", nullable: true),
                    OpenedWith = table.Column<string>(type: "text", nullable: false),
                    Stamp = table.Column<Guid>(type: "uuid", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sessions", x => x.TokenHash);
                }
            );

            migrationBuilder.CreateTable(
                name: "StoreLists",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    StoreId = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    Shards = table.Column<int>(type: "integer", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StoreLists", x => new { x.Tenant, x.StoreId });
                }
            );

            migrationBuilder.CreateTable(
                name: "Stores",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    Address = table.Column<string>(type: "text", nullable: false),
                    TimeZone = table.Column<string>(type: "text", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Stores", x => new { x.Tenant, x.Id });
                }
            );

            migrationBuilder.CreateTable(
                name: "TenantKeys",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    SealedKey = table.Column<byte[]>(type: "bytea", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TenantKeys", x => x.Tenant);
                }
            );

            migrationBuilder.CreateTable(
                name: "TenantSpaces",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Space = table.Column<string>(type: "text", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Standing = table.Column<string>(type: "text", nullable: false),
                    Asked = table.Column<string>(type: "text", nullable: true),
                    AskedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    AskedReason = table.Column<string>(type: "text", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TenantSpaces", x => new { x.Tenant, x.Space });
                }
            );

            migrationBuilder.CreateTable(
                name: "Tenants",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Slug = table.Column<string>(type: "text", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Tenants", x => x.Id);
                }
            );

            migrationBuilder.CreateTable(
                name: "Volunteers",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Label = table.Column<string>(type: "text", nullable: false),
                    ConsentVersion = table.Column<string>(type: "text", nullable: false),
                    ConsentedAt = table.Column<long>(type: "bigint", nullable: false),
                    AddedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    Pictures = table.Column<int>(type: "integer", nullable: false),
                    SealedKey = table.Column<byte[]>(type: "bytea", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Volunteers", x => new { x.Tenant, x.Id });
                }
            );

            migrationBuilder.CreateTable(
                name: "Votes",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    AlertId = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    SessionKey = table.Column<string>(type: "text", nullable: false),
                    AccountIssuedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    Request = table.Column<Guid>(type: "uuid", nullable: false),
                    Answer = table.Column<string>(type: "text", nullable: false),
                    Features = table.Column<string>(type: "text", nullable: false),
                    SeenVersion = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "PK_Votes",
                        x => new
                        {
                            x.Tenant,
                            x.AlertId,
                            x.PersonId,
                        }
                    );
                    table.ForeignKey(
                        name: "FK_Votes_Alerts_Tenant_AlertId",
                        columns: x => new { x.Tenant, x.AlertId },
                        principalTable: "Alerts",
                        principalColumns: new[] { "Tenant", "Id" },
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "PersonRoles",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Role = table.Column<string>(type: "text", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "PK_PersonRoles",
                        x => new
                        {
                            x.Tenant,
                            x.PersonId,
                            x.Role,
                        }
                    );
                    table.ForeignKey(
                        name: "FK_PersonRoles_People_Tenant_PersonId",
                        columns: x => new { x.Tenant, x.PersonId },
                        principalTable: "People",
                        principalColumns: new[] { "Tenant", "Id" },
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "PersonStores",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    StoreId = table.Column<Guid>(type: "uuid", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "PK_PersonStores",
                        x => new
                        {
                            x.Tenant,
                            x.PersonId,
                            x.StoreId,
                        }
                    );
                    table.ForeignKey(
                        name: "FK_PersonStores_People_Tenant_PersonId",
                        columns: x => new { x.Tenant, x.PersonId },
                        principalTable: "People",
                        principalColumns: new[] { "Tenant", "Id" },
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Alerts_Tenant_EntryId_RaisedAt",
                table: "Alerts",
                columns: new[] { "Tenant", "EntryId", "RaisedAt" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Alerts_Tenant_StoreId_State",
                table: "Alerts",
                columns: new[] { "Tenant", "StoreId", "State" }
            );

            migrationBuilder.CreateIndex(name: "IX_Audit_Tenant_Subject", table: "Audit", columns: new[] { "Tenant", "Subject" });

            migrationBuilder.CreateIndex(name: "IX_Cameras_Tenant_StoreId", table: "Cameras", columns: new[] { "Tenant", "StoreId" });

            migrationBuilder.CreateIndex(name: "IX_Cases_Number", table: "Cases", column: "Number", unique: true);

            migrationBuilder.CreateIndex(name: "IX_Devices_Credential", table: "Devices", column: "Credential", unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Entries_Tenant_StoreId_Shard_ListVersion",
                table: "Entries",
                columns: new[] { "Tenant", "StoreId", "Shard", "ListVersion" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_People_Tenant_Email",
                table: "People",
                columns: new[] { "Tenant", "Email" },
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "IX_PersonRoles_Tenant_Role_PersonId",
                table: "PersonRoles",
                columns: new[] { "Tenant", "Role", "PersonId" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_PersonStores_Tenant_StoreId_PersonId",
                table: "PersonStores",
                columns: new[] { "Tenant", "StoreId", "PersonId" }
            );

            migrationBuilder.CreateIndex(name: "IX_Sessions_ExpiresAt", table: "Sessions", column: "ExpiresAt");

            migrationBuilder.CreateIndex(name: "IX_Tenants_Slug", table: "Tenants", column: "Slug", unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "Audit");

            migrationBuilder.DropTable(name: "AuditHeads");

            migrationBuilder.DropTable(name: "Cameras");

            migrationBuilder.DropTable(name: "Cases");

            migrationBuilder.DropTable(name: "Devices");

            migrationBuilder.DropTable(name: "DrillSettings");

            migrationBuilder.DropTable(name: "Entries");

            migrationBuilder.DropTable(name: "EntryTemplates");

            migrationBuilder.DropTable(name: "ExamTries");

            migrationBuilder.DropTable(name: "Halts");

            migrationBuilder.DropTable(name: "PairingCodes");

            migrationBuilder.DropTable(name: "PersonRoles");

            migrationBuilder.DropTable(name: "PersonStores");

            migrationBuilder.DropTable(name: "Secrets");

            migrationBuilder.DropTable(name: "Sessions");

            migrationBuilder.DropTable(name: "StoreLists");

            migrationBuilder.DropTable(name: "Stores");

            migrationBuilder.DropTable(name: "TenantKeys");

            migrationBuilder.DropTable(name: "TenantSpaces");

            migrationBuilder.DropTable(name: "Tenants");

            migrationBuilder.DropTable(name: "Volunteers");

            migrationBuilder.DropTable(name: "Votes");

            migrationBuilder.DropTable(name: "People");

            migrationBuilder.DropTable(name: "Alerts");
        }
    }
}
