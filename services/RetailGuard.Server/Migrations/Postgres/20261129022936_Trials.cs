using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Trials : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Trials",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    MissingEvidence = table.Column<string>(type: "text", nullable: false),
                    Measures = table.Column<string>(type: "text", nullable: false),
                    ComparedWith = table.Column<string>(type: "text", nullable: false),
                    Stores = table.Column<string>(type: "text", nullable: false),
                    ComparisonStores = table.Column<string>(type: "text", nullable: false),
                    StartedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    StartedAt = table.Column<long>(type: "bigint", nullable: false),
                    EndsAt = table.Column<long>(type: "bigint", nullable: false),
                    EndedWhy = table.Column<string>(type: "text", nullable: true),
                    WasExtended = table.Column<bool>(type: "boolean", nullable: false),
                    Verdict = table.Column<string>(type: "text", nullable: true),
                    Findings = table.Column<string>(type: "text", nullable: true),
                    ExtendTo = table.Column<long>(type: "bigint", nullable: true),
                    ProposedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ProposerIssuers = table.Column<string>(type: "text", nullable: false),
                    ProposedAt = table.Column<long>(type: "bigint", nullable: true),
                    AgreedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ConcludedAt = table.Column<long>(type: "bigint", nullable: true),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Trials", x => new { x.Tenant, x.Number });
                }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "Trials");
        }
    }
}
