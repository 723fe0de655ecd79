using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Sqlite
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
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    MissingEvidence = table.Column<string>(type: "TEXT", nullable: false),
                    Measures = table.Column<string>(type: "TEXT", nullable: false),
                    ComparedWith = table.Column<string>(type: "TEXT", nullable: false),
                    Stores = table.Column<string>(type: "TEXT", nullable: false),
                    ComparisonStores = table.Column<string>(type: "TEXT", nullable: false),
                    StartedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedWhy = table.Column<string>(type: "TEXT", nullable: true),
                    WasExtended = table.Column<bool>(type: "INTEGER", nullable: false),
                    Verdict = table.Column<string>(type: "TEXT", nullable: true),
                    Findings = table.Column<string>(type: "TEXT", nullable: true),
                    ExtendTo = table.Column<long>(type: "INTEGER", nullable: true),
                    ProposedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ProposerIssuers = table.Column<string>(type: "TEXT", nullable: false),
                    ProposedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AgreedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ConcludedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Salt = table.Column<byte[]>(type: "BLOB", nullable: true),
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
