using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Sqlite
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    StoreId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CameraId = table.Column<Guid>(type: "TEXT", nullable: false),
                    EntryId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CapturedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RaisedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    VotingEndsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ActionableUntil = table.Column<long>(type: "INTEGER", nullable: false),
                    UploadHash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    SealedKey = table.Column<byte[]>(type: "BLOB", nullable: true),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    LiveHash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    EnrolmentHash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    FirstShownAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FirstVoteAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Stopped = table.Column<string>(type: "TEXT", nullable: true),
                    InAisle = table.Column<string>(type: "TEXT", nullable: true),
                    InAisleBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    InAisleAt = table.Column<long>(type: "INTEGER", nullable: true),
                    InAisleRequest = table.Column<Guid>(type: "TEXT", nullable: true),
                    LatestCamera = table.Column<Guid>(type: "TEXT", nullable: true),
                    LatestAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LatestHash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    SightingHash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    SightingCamera = table.Column<Guid>(type: "TEXT", nullable: true),
                    SightingAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SuppressedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    CaseNumber = table.Column<string>(type: "TEXT", nullable: true),
                    DrillExpected = table.Column<string>(type: "TEXT", nullable: true),
                    DrillVolunteer = table.Column<Guid>(type: "TEXT", nullable: true),
                    DrillCorrect = table.Column<bool>(type: "INTEGER", nullable: true),
                    Outcome = table.Column<string>(type: "TEXT", nullable: true),
                    OutcomeAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OutcomeBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    OutcomeRequest = table.Column<Guid>(type: "TEXT", nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Match_Agreement = table.Column<double>(type: "REAL", nullable: false),
                    Match_Cosine = table.Column<double>(type: "REAL", nullable: false),
                    Match_FramesFused = table.Column<int>(type: "INTEGER", nullable: false),
                    Match_Inputs = table.Column<string>(type: "TEXT", nullable: true),
                    Match_ListVersion = table.Column<long>(type: "INTEGER", nullable: false),
                    Match_Margin = table.Column<double>(type: "REAL", nullable: false),
                    Match_Quality = table.Column<double>(type: "REAL", nullable: false),
                    Match_Score = table.Column<double>(type: "REAL", nullable: false),
                    Match_Space = table.Column<string>(type: "TEXT", nullable: false),
                    Match_Threshold = table.Column<double>(type: "REAL", nullable: false),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ActorKind = table.Column<string>(type: "TEXT", nullable: false),
                    ActorId = table.Column<string>(type: "TEXT", nullable: false),
                    Action = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    Detail = table.Column<string>(type: "TEXT", nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", nullable: false),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", nullable: false),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    StoreId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    AlertId = table.Column<Guid>(type: "TEXT", nullable: false),
                    EntryId = table.Column<Guid>(type: "TEXT", nullable: false),
                    StoreId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    OpenedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    Misidentification_Cause = table.Column<string>(type: "TEXT", nullable: true),
                    Misidentification_Apology = table.Column<string>(type: "TEXT", nullable: true),
                    Misidentification_Redress = table.Column<string>(type: "TEXT", nullable: true),
                    Misidentification_Fix = table.Column<string>(type: "TEXT", nullable: true),
                    Misidentification_RecordedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Misidentification_RecordedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Finding = table.Column<string>(type: "TEXT", nullable: true),
                    Note = table.Column<string>(type: "TEXT", nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    StoreId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Credential = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PairedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RevokedAt = table.Column<long>(type: "INTEGER", nullable: true),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    PerStoreAndWeek = table.Column<int>(type: "INTEGER", nullable: false),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    StoreId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Label = table.Column<string>(type: "TEXT", nullable: false),
                    Category = table.Column<string>(type: "TEXT", nullable: false),
                    Role = table.Column<string>(type: "TEXT", nullable: false),
                    IncidentAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Evidence = table.Column<string>(type: "TEXT", nullable: false),
                    Basis = table.Column<string>(type: "TEXT", nullable: false),
                    Summary = table.Column<string>(type: "TEXT", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EnrolledBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    DecidedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    Pictures = table.Column<int>(type: "INTEGER", nullable: false),
                    SealedKey = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Shard = table.Column<int>(type: "INTEGER", nullable: true),
                    ListVersion = table.Column<long>(type: "INTEGER", nullable: false),
                    Suspension = table.Column<string>(type: "TEXT", nullable: true),
                    SuspendedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SuspendedAlerts = table.Column<int>(type: "INTEGER", nullable: false),
                    SuspendedStores = table.Column<int>(type: "INTEGER", nullable: false),
                    ReinstateAskedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ReinstateReason = table.Column<string>(type: "TEXT", nullable: true),
                    ReinstatedAt = table.Column<long>(type: "INTEGER", nullable: true),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Entry = table.Column<Guid>(type: "TEXT", nullable: false),
                    Space = table.Column<string>(type: "TEXT", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    Sealed = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Form = table.Column<string>(type: "TEXT", nullable: false),
                    Refusal = table.Column<string>(type: "TEXT", nullable: true),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    CourseVersion = table.Column<string>(type: "TEXT", nullable: false),
                    Right = table.Column<int>(type: "INTEGER", nullable: false),
                    Of = table.Column<int>(type: "INTEGER", nullable: false),
                    ValidUntil = table.Column<long>(type: "INTEGER", nullable: true),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", nullable: false),
                    Target = table.Column<Guid>(type: "TEXT", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    ByHeadOffice = table.Column<bool>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
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
                    CodeHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    StoreId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    UsedAt = table.Column<long>(type: "INTEGER", nullable: true),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Email = table.Column<string>(type: "TEXT", nullable: false),
                    IssuedBy = table.Column<Guid>(type: "TEXT", nullable: true),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    Stamp = table.Column<Guid>(type: "TEXT", nullable: false),
                    WrongTries = table.Column<int>(type: "INTEGER", nullable: false),
                    LockedUntil = table.Column<long>(type: "INTEGER", nullable: true),
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
                    TokenHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    StoreId = table.Column<Guid>(type: "TEXT", nullable: true),
                    TabletId = table.Column<Guid>(type: "TEXT", nullable: true),
                    OpenedWith = table.Column<string>(type: "TEXT", nullable: false),
                    Stamp = table.Column<Guid>(type: "TEXT", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    StoreId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    Shards = table.Column<int>(type: "INTEGER", nullable: false),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Address = table.Column<string>(type: "TEXT", nullable: false),
                    TimeZone = table.Column<string>(type: "TEXT", nullable: false),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    SealedKey = table.Column<byte[]>(type: "BLOB", nullable: false),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Space = table.Column<string>(type: "TEXT", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    Standing = table.Column<string>(type: "TEXT", nullable: false),
                    Asked = table.Column<string>(type: "TEXT", nullable: true),
                    AskedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    AskedReason = table.Column<string>(type: "TEXT", nullable: true),
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
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Slug = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Label = table.Column<string>(type: "TEXT", nullable: false),
                    ConsentVersion = table.Column<string>(type: "TEXT", nullable: false),
                    ConsentedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AddedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    Pictures = table.Column<int>(type: "INTEGER", nullable: false),
                    SealedKey = table.Column<byte[]>(type: "BLOB", nullable: false),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    AlertId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SessionKey = table.Column<string>(type: "TEXT", nullable: false),
                    AccountIssuedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Request = table.Column<Guid>(type: "TEXT", nullable: false),
                    Answer = table.Column<string>(type: "TEXT", nullable: false),
                    Features = table.Column<string>(type: "TEXT", nullable: false),
                    SeenVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Role = table.Column<string>(type: "TEXT", nullable: false),
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    StoreId = table.Column<Guid>(type: "TEXT", nullable: false),
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
