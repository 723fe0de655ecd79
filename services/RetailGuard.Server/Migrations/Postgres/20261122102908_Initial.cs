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
                    Outcome = table.Column<string>(type: "text", nullable: true),
                    OutcomeBy = table.Column<Guid>(type: "uuid", nullable: true),
                    OutcomeRequest = table.Column<Guid>(type: "uuid", nullable: true),
                    ClosedAt = table.Column<long>(type: "bigint", nullable: true),
                    Match_Agreement = table.Column<double>(type: "double precision", nullable: false),
                    Match_Cosine = table.Column<double>(type: "double precision", nullable: false),
                    Match_FramesFused = table.Column<int>(type: "integer", nullable: false),
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
                    StoreId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Cameras", x => new { x.Tenant, x.Id });
                }
            );

            migrationBuilder.CreateTable(
                name: "Devices",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
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
                name: "Entries",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
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
                    Space = table.Column<string>(type: "text", nullable: false),
                    SealedKey = table.Column<byte[]>(type: "bytea", nullable: true),
                    SealedTemplate = table.Column<byte[]>(type: "bytea", nullable: true),
                    ListVersion = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Entries", x => new { x.Tenant, x.Id });
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
                    Name = table.Column<string>(type: "text", nullable: false),
                    Email = table.Column<string>(type: "text", nullable: false),
                    Roles = table.Column<string>(type: "text", nullable: false),
                    Stores = table.Column<string>(type: "text", nullable: false),
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
                    Version = table.Column<long>(type: "bigint", nullable: false),
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
                name: "Votes",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    AlertId = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    SessionKey = table.Column<string>(type: "text", nullable: false),
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

            migrationBuilder.CreateIndex(
                name: "IX_Alerts_Tenant_StoreId_State",
                table: "Alerts",
                columns: new[] { "Tenant", "StoreId", "State" }
            );

            migrationBuilder.CreateIndex(name: "IX_Audit_Tenant_Subject", table: "Audit", columns: new[] { "Tenant", "Subject" });

            migrationBuilder.CreateIndex(name: "IX_Cameras_Tenant_StoreId", table: "Cameras", columns: new[] { "Tenant", "StoreId" });

            migrationBuilder.CreateIndex(name: "IX_Devices_Credential", table: "Devices", column: "Credential", unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Entries_Tenant_StoreId_ListVersion",
                table: "Entries",
                columns: new[] { "Tenant", "StoreId", "ListVersion" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_People_Tenant_Email",
                table: "People",
                columns: new[] { "Tenant", "Email" },
                unique: true
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

            migrationBuilder.DropTable(name: "Devices");

            migrationBuilder.DropTable(name: "Entries");

            migrationBuilder.DropTable(name: "PairingCodes");

            migrationBuilder.DropTable(name: "People");

            migrationBuilder.DropTable(name: "Secrets");

            migrationBuilder.DropTable(name: "Sessions");

            migrationBuilder.DropTable(name: "StoreLists");

            migrationBuilder.DropTable(name: "Stores");

            migrationBuilder.DropTable(name: "TenantKeys");

            migrationBuilder.DropTable(name: "Tenants");

            migrationBuilder.DropTable(name: "Votes");

            migrationBuilder.DropTable(name: "Alerts");
        }
    }
}
