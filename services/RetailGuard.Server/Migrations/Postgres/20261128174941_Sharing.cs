using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Sharing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Shares",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Source = table.Column<Guid>(type: "uuid", nullable: false),
                    From = table.Column<Guid>(type: "uuid", nullable: false),
                    To = table.Column<Guid>(type: "uuid", nullable: false),
                    Kilometres = table.Column<int>(type: "integer", nullable: false),
                    Pattern = table.Column<string>(type: "text", nullable: false),
                    Ground = table.Column<string>(type: "text", nullable: false),
                    OfferedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    OffererIssuers = table.Column<string>(type: "text", nullable: false),
                    OfferedAt = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    AnsweredBy = table.Column<Guid>(type: "uuid", nullable: true),
                    AnsweredAt = table.Column<long>(type: "bigint", nullable: true),
                    Declined = table.Column<string>(type: "text", nullable: true),
                    Received = table.Column<Guid>(type: "uuid", nullable: true),
                    Notice = table.Column<string>(type: "text", nullable: true),
                    RecalledBy = table.Column<Guid>(type: "uuid", nullable: true),
                    RecalledAt = table.Column<long>(type: "bigint", nullable: true),
                    Recalled = table.Column<string>(type: "text", nullable: true),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Shares", x => new { x.Tenant, x.Id });
                }
            );

            migrationBuilder.CreateTable(
                name: "SharingGrounds",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Ground = table.Column<string>(type: "text", nullable: false),
                    Explanation = table.Column<string>(type: "text", nullable: false),
                    Assessment = table.Column<string>(type: "text", nullable: false),
                    NoticePlan = table.Column<string>(type: "text", nullable: false),
                    MostKilometres = table.Column<int>(type: "integer", nullable: false),
                    ReviewBy = table.Column<long>(type: "bigint", nullable: false),
                    RecordedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    RecordedAt = table.Column<long>(type: "bigint", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SharingGrounds", x => x.Tenant);
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Shares_Tenant_Received",
                table: "Shares",
                columns: new[] { "Tenant", "Received" },
                unique: true
            );

            migrationBuilder.CreateIndex(name: "IX_Shares_Tenant_Source", table: "Shares", columns: new[] { "Tenant", "Source" });

            migrationBuilder.CreateIndex(
                name: "IX_Shares_Tenant_To_OfferedAt",
                table: "Shares",
                columns: new[] { "Tenant", "To", "OfferedAt" }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "Shares");

            migrationBuilder.DropTable(name: "SharingGrounds");
        }
    }
}
