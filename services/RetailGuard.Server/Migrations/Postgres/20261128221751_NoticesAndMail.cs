using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class NoticesAndMail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AlertRetention",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    ConfirmedDays = table.Column<int>(type: "integer", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AlertRetention", x => x.Tenant);
                }
            );

            migrationBuilder.CreateTable(
                name: "Attestations",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    EntranceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Words = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    ValidUntil = table.Column<long>(type: "bigint", nullable: false),
                    KeyId = table.Column<Guid>(type: "uuid", nullable: true),
                    SealedKey = table.Column<byte[]>(type: "bytea", nullable: true),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Attestations", x => new { x.Tenant, x.Id });
                }
            );

            migrationBuilder.CreateTable(
                name: "Entrances",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    StoreId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    Code = table.Column<string>(type: "text", nullable: false),
                    ClosedAt = table.Column<long>(type: "bigint", nullable: true),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Entrances", x => new { x.Tenant, x.Id });
                }
            );

            migrationBuilder.CreateTable(
                name: "Mails",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Recipient = table.Column<string>(type: "text", nullable: false),
                    AddressMark = table.Column<byte[]>(type: "bytea", nullable: false),
                    About = table.Column<string>(type: "text", nullable: true),
                    KeyId = table.Column<Guid>(type: "uuid", nullable: true),
                    SealedKey = table.Column<byte[]>(type: "bytea", nullable: true),
                    SealedTexts = table.Column<byte[]>(type: "bytea", nullable: true),
                    State = table.Column<string>(type: "text", nullable: false),
                    QueuedAt = table.Column<long>(type: "bigint", nullable: false),
                    TriesUntil = table.Column<long>(type: "bigint", nullable: false),
                    KeepUntil = table.Column<long>(type: "bigint", nullable: false),
                    ClosedAt = table.Column<long>(type: "bigint", nullable: true),
                    Trouble = table.Column<string>(type: "text", nullable: true),
                    NextTryAt = table.Column<long>(type: "bigint", nullable: false),
                    Tries = table.Column<int>(type: "integer", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Mails", x => new { x.Tenant, x.Id });
                }
            );

            migrationBuilder.CreateTable(
                name: "NoticeDrafts",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Particulars = table.Column<string>(type: "text", nullable: false),
                    OwnMaori = table.Column<string>(type: "text", nullable: false),
                    Review = table.Column<string>(type: "text", nullable: true),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NoticeDrafts", x => x.Tenant);
                }
            );

            migrationBuilder.CreateTable(
                name: "PublishedNotices",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false),
                    PublishedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PublishedNotices", x => new { x.Tenant, x.Version });
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Attestations_Tenant_EntranceId_Number",
                table: "Attestations",
                columns: new[] { "Tenant", "EntranceId", "Number" },
                unique: true
            );

            migrationBuilder.CreateIndex(name: "IX_Entrances_Code", table: "Entrances", column: "Code", unique: true);

            migrationBuilder.CreateIndex(name: "IX_Mails_Tenant_Recipient", table: "Mails", columns: new[] { "Tenant", "Recipient" });

            migrationBuilder.CreateIndex(
                name: "IX_Mails_Tenant_State_NextTryAt",
                table: "Mails",
                columns: new[] { "Tenant", "State", "NextTryAt" }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "AlertRetention");

            migrationBuilder.DropTable(name: "Attestations");

            migrationBuilder.DropTable(name: "Entrances");

            migrationBuilder.DropTable(name: "Mails");

            migrationBuilder.DropTable(name: "NoticeDrafts");

            migrationBuilder.DropTable(name: "PublishedNotices");
        }
    }
}
